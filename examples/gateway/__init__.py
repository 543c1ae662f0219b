"""nginx in front of applications in any language, from a table (talk, pages 42-47).

>>> from examples.gateway import Row, configuration
>>> table = [
...     Row("/", "shop", "Ruby", "Rails", "the shop", ""),
...     Row("/api/", "api", "Python", "Flask", "its API", "", cached="v1/public/"),
... ]
>>> print(configuration(table, {"shop": [3000], "api": [8001, 8002]}))
proxy_cache_path cache ...
upstream api {
    least_conn;
    server 127.0.0.1:8001
        max_fails=0;
    server 127.0.0.1:8002
        max_fails=0;
    keepalive 8;
...
    location /api/v1/public/ {
        proxy_pass http://api/v1/public/;
...

Each application is told by whom, and under which prefix, it was asked, and nothing
that a client made up; below ``cached`` answers are kept for everybody; a row may be
``guarded``, include fragments of others, or say who asks.  Errors of the gateway's own
are problems (RFC 9457).  ``directives`` says what became of each default of nginx.

Include it in the ``http {}`` of an nginx of 1.22 or later.  On Debian: this text in
``/etc/nginx/conf.d/gateway.conf``, ``listen 80;`` in ``/etc/nginx/listen``, and no
``sites-enabled/default``, which is the ``default_server`` of that port and would
answer.  What is kept goes to ``cache`` in nginx's prefix (``nginx -V``, ``--prefix``).
An application has to believe the ``X-Forwarded-`` headers of the gateway, by
Werkzeug's ``ProxyFix`` as in ``run.child``, and be out of reach of all others.

HTTP is the merge point that knows no language: it can be cached, passed on, and
debugged with curl.  And it is complex.

When not to use it: where all is Python, and shares its fate anyway, the dispatcher of
``07-wsgi`` is one process and no network.  For many messages a second between two
programs, look at ``09-zeromq``; for work that may wait, at ``10-queues``.  And this
makes no TLS, and counts no requests: an Internet has more to it than a laptop.

Needs: nothing.

``identity``, who is asking, signed, needs nothing either.  ``run``, a process for each
application and nginx in front, needs examples.peers, werkzeug and waitress;
``embedded``, all that is Python in one process and no nginx, needs werkzeug and the
dispatcher of ``wsgi``.  ``show``, a site of five applications, one of them
``highlight``, needs all of these, flask and bottle.

Beside it: wsgi, highlight.

To lift it, ``cp -r examples/gateway``, under any name, and delete ``show`` with
``__main__.py``, and ``run`` or ``embedded`` as you like.  ``then.py`` and ``2011`` are
a gateway of that year.

To see it: ``python -m examples.gateway``, or with ``--embedded``, where nginx is not.
"""

from .nginx import configuration
from .table import Row

__all__ = ["Row", "configuration"]
