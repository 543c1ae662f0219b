"""Flask views that return any WSGI application (talk, pages 13-15).

A view may return a response, a response is a WSGI application, and nothing
checks: so a view may return any WSGI application, another framework's too.
That is a merge point inside one process, for the price of a ``return``.

The core imports no framework:
:mod:`~examples.views.mount` (where am I),
:mod:`~examples.views.headers` (who sets which header),
:mod:`~examples.views.head` (HEAD without a body),
:mod:`~examples.views.closing` and :mod:`~examples.views.stream` (bodies).
:mod:`~examples.views.flask_view` fits it to Flask.

When not to use it: if the choice depends on the path alone, put a dispatcher
in front of all applications (``07-wsgi``).  If the inner application needs
another Python, other rights or a restart of its own, put it behind HTTP
(``08-gateway``).  And if the outer one has to read or rewrite the inner
answer, a response it can hold in its hands is what it needs, not this.

To lift it: copy ``flask_view.py``, ``mount.py``, ``headers.py``, ``head.py``
and ``closing.py`` into a package of yours.  They need Flask 3 and nothing
else::

    attach(app, "/shop", shop)                # any WSGI application
    return AppResponse(mount(shop, "/shop"))  # from a view of your own

Or copy the whole folder, under any name.  Its examples also need Django and
waitress.

To see it: ``python -m examples.views``.
"""
