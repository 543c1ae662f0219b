"""A shop whose pages have the bar: in Flask, Django, PHP and a file."""
