"""What only demonstrates: a shop to restart, a load, a page."""
