"""The store as the front sees it: SQLAlchemy's sessions, and our errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from .. import protocol
from ..protocol import RefusedError, StaleError, StoreError, nothing
from .engine import WRITES, connect
from .tables import Cherry, Order

FIELDS = "tag", "name", "price", "picked_at", "grams", "labels"


class FrontStore:
    """A store by its URL."""

    def __init__(self, url: str) -> None:
        self.engine = connect(url)
        self.writing = self.engine.execution_options(**WRITES)

    @contextmanager
    def _write(self) -> Iterator[Session]:
        """Be a transaction that writes."""
        try:
            with Session(self.writing) as session, session.begin():
                yield session
        except StaleDataError as error:
            raise StaleError(str(error)) from error
        except OperationalError as error:
            raise StoreError(str(error.orig)) from error
        except (StatementError, TypeError) as error:
            raise RefusedError(str(getattr(error, "orig", error))) from error

    def add(self, cherry: protocol.Cherry) -> protocol.Cherry:
        """Insert a row."""
        with self._write() as session:
            row = Cherry(**{name: getattr(cherry, name) for name in FIELDS})
            session.add(row)
            session.flush()
            return as_cherry(row)

    def get(self, tag: UUID) -> protocol.Cherry:
        """Read a row."""
        with Session(self.engine) as session:
            return as_cherry(find(session, tag))

    def change(self, cherry: protocol.Cherry) -> protocol.Cherry:
        """Update the row that was read; `version_id_col` asks for its version."""
        with self._write() as session:
            row = find(session, cherry.tag)
            if row.version != cherry.version:
                raise StaleError(f"{row.name} is version {row.version}")
            for name in FIELDS:
                setattr(row, name, getattr(cherry, name))
            session.flush()
            return as_cherry(row)

    def order(
        self, order: protocol.Order, before_commit: Callable[[], object] = nothing
    ) -> None:
        """Update a row and insert one."""
        with self._write() as session:
            cherry = find(session, order.tag)
            cherry.grams -= order.grams
            row = Order(cherry_id=cherry.id, grams=order.grams, note=order.note)
            session.add(row)
            session.flush()
            before_commit()

    def orders(self, tag: UUID) -> list[protocol.Order]:
        """Read rows."""
        with Session(self.engine) as session:
            mine = select(Order).join(Cherry).where(Cherry.tag == tag)
            rows = session.scalars(mine.order_by(Order.id))
            return [protocol.Order(tag, row.grams, row.note) for row in rows]

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def find(session: Session, tag: UUID) -> Cherry:
    """Read the row with that tag."""
    row = session.scalar(select(Cherry).where(Cherry.tag == tag))
    if row is None:
        raise LookupError(f"there is no cherry with the tag {tag}")
    return row


def as_cherry(row: Cherry) -> protocol.Cherry:
    """Take a row out of its session."""
    values = {name: getattr(row, name) for name in FIELDS}
    return protocol.Cherry(**values, version=row.version)
