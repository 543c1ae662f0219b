"""The shop: small programs, one bigger one, in one process or in many (talk, page 76).

    >>> from examples.success import TABLE, lines
    >>> [part.name for part in TABLE if "store" in part.meets]
    ['front', 'stock', 'office']
    >>> [line.by for line in lines() if line.one == "front"]
    ['datastore', 'datastore', 'ZeroMQ']

Every part is an example of another chapter, as it is, or a little glue to one.  A row
of `TABLE` says under which path it is asked, and whom it meets.  From these rows comes
all else:

- ``one`` joins what is Python in one process, on SQLite, without any server;
- ``plan`` makes of each part a command, with its port and whom it is told of; nginx,
  Node, PHP, PostgreSQL, RabbitMQ and Redis are used where they are found;
- ``many`` starts them as processes under the holder of ``13``: who is killed is started
  again, and its clients wait;
- ``procfile`` leaves the same to honcho, which ends all of them when one ends;
- ``show/kills`` kills one part after the other, and tells what still works.

To open it: ``python -m examples.success``, or with ``--processes``, or ``--honcho``.

When not to use it: a shop this small is one program.  Many processes pay when their
parts differ: in language, in load, in rights, in who writes them, in how often they
change.  And one machine is one fate: this knows no second.

Needs: nothing.

``one`` needs flask, bottle, django, sqlalchemy, pygments, pillow, lxml, waitress,
werkzeug and idna; ``plan`` also examples.peers, mirakuru and pyzmq, and each server
its client: psycopg, kombu, redis; ``procfile`` honcho.

Beside it: datastore, gateway, highlight, htmldiff, javascript, processes, queues,
serializers, thumbnails, timeline, wsgi, zeromq.

To lift it, keep those beside it; ``cp -r examples`` is the way to take a shop home.
"""

from __future__ import annotations

from .parts import MERGE_POINTS, PLACES, TABLE, WORKERS, Line, Part, lines

__all__ = ["MERGE_POINTS", "PLACES", "TABLE", "WORKERS", "Line", "Part", "lines"]
