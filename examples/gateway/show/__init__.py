"""The site of the talk, and what tries it: a gateway in tests, curl, a death."""
