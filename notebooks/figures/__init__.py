"""Figures: the SVG that notebooks show and slides take, a module a chapter.

`draw` writes SVG by hand, `plot` asks matplotlib.  A module of a chapter takes what
an example found or ``make bench`` recorded, and returns a `notebooks.show.Drawing`:
the picture, and the same in words.  No example imports a figure.
"""
