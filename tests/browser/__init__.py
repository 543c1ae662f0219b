"""The deck in a real browser."""
