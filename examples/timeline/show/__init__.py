"""What only demonstrates: a front that switches the inside, Node, the live page."""
