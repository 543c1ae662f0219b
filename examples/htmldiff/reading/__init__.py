"""HTML to events and back: parse, sanitise, normalise a template's stream, serialise.

:mod:`.vocabulary` says what HTML's elements are like.  Needs genshi, and
:mod:`.html5` turbohtml; nothing of the rest of the package.
"""
