"""To read afterwards: the annotated talk, one page for a desk, a phone, a printer."""
