"""Several applications behind one gateway (talk, pages 42-47).

HTTP is the merge point that knows no language: it can be cached, passed on, and
debugged with curl.  And it is complex.  Here five applications, in two frameworks,
none, and Node, are behind one nginx, whose configuration is made from one table.

The core is text and imports nothing:
:mod:`~examples.gateway.table` (who serves what),
:mod:`~examples.gateway.nginx` (the configuration),
:mod:`~examples.gateway.headers` (who may say what),
:mod:`~examples.gateway.problems` (errors of the gateway's own).

Around it: :mod:`~examples.gateway.front`, :mod:`~examples.gateway.stock`,
:mod:`~examples.gateway.account` and `orders.mjs`, the applications;
:mod:`~examples.gateway.identity`, by which they know who is asking;
:mod:`~examples.gateway.run`, a process for each, with nginx in front;
:mod:`~examples.gateway.embedded`, one process for all, without;
:mod:`~examples.gateway.trial`, a gateway to try things on;
:mod:`~examples.gateway.then`, a gateway of 2011.

When not to use it: where all is Python, and shares its fate anyway, the dispatcher of
``07-wsgi`` is one process and no network.  For many messages a second between two
programs, look at ``09-zeromq``; for work that may wait, at ``10-queues``.  And this
makes no TLS, and counts no requests: an Internet has more to it than a laptop.

To lift it: copy ``nginx.py``, ``table.py``, ``headers.py`` and ``problems.py`` into a
package of yours.  They need nothing but Python.  Write rows of your own::

    table = [
        Row("/", "shop", "Ruby", "Rails", "the shop", ""),
        Row("/api/", "api", "Python", "Flask", "its API", "", cached="v1/public/"),
    ]
    print(configuration(table, {"shop": [3000], "api": [8001, 8002]}))

and include what it prints in the ``http {}`` of an nginx of 1.22 or later, beside a
file ``listen`` that holds ``listen 80;``.

To see it: ``python -m examples.gateway``, or with ``--embedded``, where nginx is not.
"""
