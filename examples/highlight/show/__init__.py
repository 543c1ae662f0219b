"""What is only shown: the page beside the slides, and Ruby's own highlighters."""
