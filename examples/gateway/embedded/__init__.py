"""Run what is Python of a table in this process, without nginx."""
