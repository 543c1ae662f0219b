"""Run the applications of a table, a process each, with nginx in front."""
