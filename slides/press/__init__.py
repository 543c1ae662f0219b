"""The press: reStructuredText in, an HTML deck, a PDF and a handout out.

Each module is one step and data flows one way::

    sources, cells -> directives -> deck -> checks -> html | pdf | handout -> build

The press reads files and imports no example.
"""
