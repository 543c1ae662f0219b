"""A bar over all products: a custom element, and its JSON (talk, pages 61-70).

    >>> from examples.javascript import Bar, Shown
    >>> bar = Bar(lambda environ: Shown("Anna", 3), ["https://front.example"])
    >>> environ = {"PATH_INFO": "/bar.json", "HTTP_ORIGIN": "https://front.example"}
    >>> b"".join(bar(environ, lambda status, headers: print(status)))
    200 OK
    b'{"name": "Anna", "basket": 3, "links": {}}'

Who is signed in and how much is in the basket, on any page, whatever made it.  A page
includes it by one line, and allows its origin in ``script-src`` and ``connect-src``::

    <script type="module" src="https://account.example/bar.js"></script>

`Bar` is a WSGI application of two addresses, ``bar.js`` and ``bar.json``.  ``read``
tells who is asking, from the environ; ``origins`` are the pages that may know.  Where
the service is slow or down, a link to sign in is left, and the page is whole.

When not to use it: for what the page is about.  Its own program writes that into the
HTML, so that it is there at first, and without JavaScript.

Needs: nothing.

``show`` needs flask, django, playwright and examples.peers; PHP and Chromium are found.

To lift it, ``cp -r examples/javascript`` under any name, and delete ``show`` with
``__main__.py``.  ``then.py`` and ``2011`` are the bar of that year.  To see it on four
pages of four programs: ``python -m examples.javascript``.
"""

from __future__ import annotations

from .cors import Origins
from .service import Bar, Shown

__all__ = ["Bar", "Origins", "Shown"]
