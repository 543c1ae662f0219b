"""Insert a bar behind ``<body>`` into every HTML page, while the page streams.

:mod:`.bar` is the middleware; :mod:`.rewrite` edits a response at all of its ways
out; :mod:`.headers` says which responses can be edited, and what their headers are
then; :mod:`.opening` finds the end of ``<body>`` by the states of
:mod:`.html_states`.
"""

from __future__ import annotations

from .bar import Bar, insert

__all__ = ["Bar", "insert"]
