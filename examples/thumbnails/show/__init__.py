"""What only demonstrates: odd pictures, their matrix, the live page."""
