"""The notebooks, and what runs, checks, normalises and opens them."""
