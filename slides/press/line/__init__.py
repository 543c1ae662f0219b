"""The main line of a talk, what lies below it, and how long it takes.

========== ==============================================================
`headings` ``===`` a chapter, ``---`` a slide of the line, ``~~~`` one below
`part`     the directive that begins a part of the talk
`given`    the directive by which a slide has an id, seconds and tags
`seconds`  how long a slide takes
`toml`     ``slides/cuts.toml``, which names shorter talks
`cuts`     which slides are in each of them, and whether it is too long
`sums`     what ``make slides`` prints of them
`order`    how deep a slide stands: part, chapter, slide, below it
========== ==============================================================

Each reads nodes or text and knows no output.
"""
