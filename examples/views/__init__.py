"""Flask views that return any WSGI application (talk, pages 13-15).

    >>> from flask import Flask
    >>> from examples.views.flask_view import attach
    >>> def shop(environ, start_response):
    ...     start_response("200 OK", [("Content-Type", "text/plain")])
    ...     return [b"you asked for ", environ["PATH_INFO"].encode()]
    >>> site = Flask("site")
    >>> view = attach(site, "/shop", shop)  # any WSGI application, with all its paths
    >>> site.test_client().get("/shop/cherries").text
    'you asked for /cherries'

A view may return a response, a response is a WSGI application, and nothing
checks: so a view may return any WSGI application, another framework's too.
That is a merge point inside one process, for the price of a ``return``::

    return AppResponse(mount(shop, "/shop"))  # from a view of your own

What such an application misses when Flask answers for it, each module gives back:
:mod:`~.mount` its place (``SCRIPT_NAME``, ``PATH_INFO``), :mod:`~.headers` its
headers, :mod:`~.head` HEAD, :mod:`~.closing` the ``close()`` of its body.  These know
no framework.  :mod:`~.flask_view` fits them to Flask, :mod:`~.form` gives a form that
the view has read to the application once more, and :mod:`~.ask` asks any
application as a strict server would, for tests.

When not to use it: if the choice depends on the path alone, put a dispatcher
in front of all applications (``07-wsgi``).  If the inner application needs
another Python, other rights or a restart of its own, put it behind HTTP
(``08-gateway``).  And if the outer one has to read or rewrite the inner
answer, a response it can hold in its hands is what it needs, not this.

Needs: flask.

To lift it: ``cp -r examples/views`` under any name, and delete ``show``, which needs
django and waitress too, and ``__main__.py``, which serves it.  To see it:
``python -m examples.views``.
"""
