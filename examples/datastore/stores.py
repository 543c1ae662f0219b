"""Open the store as one of the two programs sees it; its library is imported then."""

from __future__ import annotations

from .protocol import Store


def open_front(url: str) -> Store:
    """Open the store with SQLAlchemy.

    :param url: ``sqlite:///FILE`` or ``postgresql://USER@HOST:PORT/NAME``.
    :raises ValueError: if it is neither.
    """
    from .front.store import FrontStore

    return FrontStore(url)


def open_office(url: str, *, migrate: bool = False) -> Store:
    """Open the store with Django: a process has one office, of one store.

    :param url: as for the front.
    :param migrate: whether to bring the tables up to date first.
    :raises ValueError: if the URL is none.
    :raises RuntimeError: if Django has other settings in this process.
    """
    from . import office

    office.configure(url)
    if migrate:
        office.migrate()
    from .office.store import OfficeStore

    return OfficeStore()
