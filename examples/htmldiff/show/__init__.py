"""Only for the eye: a page with two boxes, and colours for the marks of a diff.

``marks.css`` and :mod:`.style` need what a diff needs; :mod:`.serve` needs waitress.
"""
