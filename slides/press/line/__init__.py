"""The main line of a talk, what lies below it, and how long it takes.

========== ==============================================================
`headings` ``===`` a chapter, ``---`` a slide of the line, ``~~~`` one below
`part`     the directive that begins a part of the talk
`given`    the directive by which a slide has an id, seconds and tags
`seconds`  how long a slide takes
`cuts`     ``slides/cuts.toml``: shorter talks, by ids and tags
`sums`     what ``make slides`` prints of them
========== ==============================================================

Each reads nodes or text and knows no output.
"""
