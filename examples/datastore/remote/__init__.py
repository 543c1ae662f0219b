"""Redis as remote data structures: a session, a counter and a stream of many languages.

    >>> from examples.datastore.remote import keys
    >>> keys.session("ups095t9mm0u4b4f116ibqe70d")
    'PHPREDIS_SESSION:ups095t9mm0u4b4f116ibqe70d'
    >>> keys.number("order")
    'number:order'

A dict, an integer and a list that lie in no process.  Each has atomic commands, which
every language calls by the same names, so there is nothing to agree on but the keys.

- :mod:`.session` reads and writes what PHP's ``session.save_handler = redis`` does,
  under its lock; :mod:`.basket` is the shop's basket on it, in Flask.
- :mod:`.counter` hands out numbers, each of them once.
- :mod:`.events` tells what happened, to any number of readers.
- :mod:`.keys` is the schema: Redis has none.

What it promises is its settings' business.  As it comes, an answer is in memory and on
no disk: a crash takes numbers back, and hands them out again (``appendonly yes``,
``appendfsync always``).  A full one refuses to write, or throws away what you asked it
to keep (``maxmemory-policy noeviction``).

When not to use it: for what has rules of its own, such as stock that must not fall
below zero or an order with its lines.  Those are a database's constraints and its
transaction.  As a queue: chapter 10 has one, which gives back what a dead worker had.

Needs redis; ``session`` phpserialize and the example ``serializers``, ``basket`` flask.
"""

from __future__ import annotations
