"""Kill a process in each pattern, and count what becomes of the messages."""
