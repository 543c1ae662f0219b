"""Two programs, one store: Django's admin and a Flask site (talk, pages 56-59).

    >>> from datetime import UTC, datetime
    >>> from decimal import Decimal
    >>> from uuid import UUID
    >>> from examples.datastore import Cherry, Order, open_front, open_office
    >>> office = open_office("sqlite:///cherries.db", migrate=True)  # Django
    >>> front = open_front("sqlite:///cherries.db")  # SQLAlchemy
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    >>> kordia = front.add(Cherry(UUID(int=1), "Kordia", Decimal("4.50"), noon, 500))
    >>> kordia.price = Decimal("4.90")
    >>> office.change(kordia).version  # the office saw the front's row, and wrote it
    2
    >>> front.change(kordia)  # the front still has version 1
    Traceback (most recent call last):
    ...
    examples.datastore.protocol.StaleError: Kordia is version 2
    >>> office.close(); front.close()

The schema is their protocol.  `office` owns it: its migrations make the tables, with
defaults, constraints and two triggers.  `front` describes the same tables and creates
none; ``python -m examples.datastore URL`` says where the two have drifted apart.

Each rule stands in one place a side: types in ``front/types.py`` and
``office/models.py``, what a connection is told in ``front/engine.py`` and
``office/__init__.py``, what no program can forget in ``office/triggers.py``.

When not to use it: if the programs have other owners, who deploy when they like, give
them an API (``01-timeline``), for a schema is a promise to everybody who reads it.

Needs: sqlalchemy, django, asgiref, sqlparse.

Django brings the last two.  On PostgreSQL psycopg too; ``drift`` needs alembic,
``front/pages.py`` flask; ``remote``, which is Redis, redis and a sibling's reader.

Beside it: serializers.

To lift it, ``cp -r examples/datastore`` under any name, and delete ``show`` and
``remote``.  ``then.py`` is 2011.
"""

from __future__ import annotations

from .protocol import Cherry, Order, RefusedError, StaleError, Store, StoreError
from .stores import open_front, open_office

__all__ = [
    "Cherry",
    "Order",
    "RefusedError",
    "StaleError",
    "Store",
    "StoreError",
    "open_front",
    "open_office",
]
