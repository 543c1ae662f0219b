"""WSGI middlewares, a few lines each, each usable alone (talk, pages 30-41).

A WSGI application reads one dictionary, the environ, and so knows nothing of the
framework around it.  Whoever stands between a server and an application can change
the dictionary on its way in, and the response on its way out.

To lift one of them, copy its files into a package of yours.  They need the standard
library, and what is named:

- Dispatch by path: ``dispatch.py``, ``answers.py``.
- Dispatch by host: ``subdomains.py``, ``hostname.py``, ``once.py``,
  ``answers.py``; idna.
- A user and a database for all applications: ``context.py``, ``closing.py``.
- A body that can be read twice: ``buffered.py``, ``request_body.py``,
  ``answers.py``, ``closing.py``.
- A bar on every page: ``bar.py``, ``opening.py``, ``html_states.py``,
  ``pages.py``, ``rewrite.py``, ``closing.py``.
- An application as a Django view: ``to_django.py``, ``begun.py``,
  ``closing.py``; django.
- A Django view as an application: ``from_django.py``, ``closing.py``; django.
- waitress, with settings for slow clients: ``serve.py``; waitress.

Or copy the whole folder, under any name.  Its site needs flask, bottle, django and
itsdangerous too.

To stack them, let what provides stand outside of what reads::

    app = Dispatcher({"/": shop, "/api": api})
    app = Bar(app, top, personal=True)             # top(environ) reads the context
    app = Inject(Buffered(app), who, connect)      # which is there from here on
    app = Subdomains("<tenant>.example.com", app)  # and the tenant for them all

Around them: :mod:`~examples.wsgi.site` joins Flask, Bottle and Django into one site
(``python -m examples.wsgi``); :mod:`~examples.wsgi.servers` asks nine servers what
they keep of the contract (``python -m examples.wsgi.servers``);
:mod:`~examples.wsgi.outside` does a request's work without a request.

When not to use them: a middleware that knows its application should be a part of it.
What the framework of a single application offers is better there.  And one process
is one fate: for other rights, another language or a restart of its own, put HTTP in
between (``08-gateway``).
"""
