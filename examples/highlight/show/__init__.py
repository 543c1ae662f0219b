"""Only for the talk: the page beside the slides, and Ruby's own highlighters."""
