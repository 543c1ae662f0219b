"""The main line: headings, parts, seconds, cuts."""
