r"""Small WSGI middlewares, each usable alone (talk, pages 30-41).

>>> from examples.wsgi import Dispatcher, answer
>>> site = Dispatcher({"/": answer("200 OK"), "/api": answer("401 Unauthorized")})
>>> environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/api/cherries"}
>>> list(site(environ, lambda status, headers, exc_info=None: print(status)))
401 Unauthorized
[b'unauthorized\n']

A WSGI application reads one dictionary, the environ, and so knows nothing of the
framework around it.  Whoever stands between a server and an application can change
the dictionary on its way in, and the response on its way out.

- `Dispatcher` mounts applications by path, ``hosts`` by sub-domain.
- `Inject` gives all of them one user and one database connection a request.
- `Buffered` takes the body first, so that it can be read outside and again inside.
- ``html_bar`` puts a bar into every HTML page, while it streams.
- ``with_django`` makes a Django view of an application, and the other way round.
- ``serve`` runs waitress while a block runs, with settings for slow clients.

To stack them, let what provides stand outside of what reads:

>>> import sqlite3
>>> from functools import partial
>>> from examples.wsgi import Buffered, Inject
>>> from examples.wsgi.context import context
>>> from examples.wsgi.html_bar import Bar
>>> def page(environ, start_response):
...     start_response("200 OK", [("Content-Type", "text/html")])
...     return [b"<body>cherries"]
>>> app = Bar(page, lambda environ: context(environ).user + ": ", personal=True)
>>> connect = partial(sqlite3.connect, ":memory:")
>>> app = Inject(Buffered(app), lambda environ: "ada", connect)
>>> list(app(environ, lambda status, headers, exc_info=None: print(headers)))
[('Content-Type', 'text/html'), ('Cache-Control', 'private'), ('Vary', 'Cookie')]
[b'<body>ada: cherries']

When not to use them: a middleware that knows its application should be a part of it.
What the framework of a single application offers is better there.  And one process
is one fate: for other rights, another language or a restart of its own, put HTTP in
between (``08-gateway``).

Needs: nothing.

``hosts`` needs idna, ``with_django`` django, ``serve`` waitress; ``show`` has its
needs in its own docstring.  To lift it, ``cp -r examples/wsgi``, under any name, and
delete ``show`` (with ``__main__``) and the sub-packages that you do not want.
"""

from __future__ import annotations

from .base import Closing, answer
from .buffered import Buffered
from .context import Context, Inject
from .dispatch import Dispatcher

__all__ = ["Buffered", "Closing", "Context", "Dispatcher", "Inject", "answer"]
