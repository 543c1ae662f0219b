"""Turn reStructuredText into an HTML deck, a PDF and a handout.

Each module is one step and data flows one way::

    files -> sources, cells -> directives -> deck -> pictures -> checks
          -> html | pdf | handout -> build

`line` knows what the main line of the talk is, what lies below it and how long it
takes.  The press reads files and imports no example.
"""
