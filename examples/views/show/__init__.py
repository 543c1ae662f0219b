"""Shown in the talk, the notebook and the tests, and not lifted."""
