"""The history of the tables.  Nobody else changes them."""
