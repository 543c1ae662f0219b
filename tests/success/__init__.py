"""examples.success: the shop in one process and in many."""
