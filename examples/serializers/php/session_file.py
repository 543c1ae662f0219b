"""Open a session file of PHP's under PHP's lock, and write it back."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .format import Php
from .session import HANDLERS, Session

NAME = re.compile("[A-Za-z0-9,-]{1,256}")
FLAGS = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
PLAIN = Php()


@contextmanager
def php_session(
    folder: Path,
    name: str,
    handler: str = "php",
    *,
    values: Php = PLAIN,
    must_exist: bool = True,
) -> Iterator[Session]:
    """Lock and read a session of PHP's ``files`` handler; write it back at the end.

    PHP waits meanwhile, as another request of the same visitor would.  After
    an error the file is left as it was, and none is made.

    Whoever makes a session for any id that comes in a cookie lets a stranger choose
    his visitor's, which PHP's ``session.use_strict_mode`` is there to prevent.  So a
    session has to be there, unless you made its id yourself and say so.

    :param folder: PHP's ``session.save_path``.  Of one like ``2;/dir`` take the
        folder below it that has the file: ``Path("/dir", *name[:2])``.
    :param name: the session's id, from the cookie; PHP's letters only.
    :param handler: PHP's ``session.serialize_handler``, ``php`` or ``php_serialize``.
    :param values: writes and reads the values: ``Php(empty=list)``.
    :param must_exist: False makes a session that is not there, of an id of yours.
    :raises LookupError: for a handler that is not known; if there is no such session:
        PHP never began it, or it is over.
    :raises ValueError: if the id is none, or the file or the data is refused.
    """
    if handler not in HANDLERS:
        raise LookupError(f"no handler {handler!r}; there are {', '.join(HANDLERS)}")
    serializer = HANDLERS[handler](values)
    if not NAME.fullmatch(name):
        raise ValueError(f"not a session id: {name!r:.40}")
    path = Path(folder, f"sess_{name}")
    with locked(path, must_exist=must_exist) as (stream, made):
        try:
            session = serializer.loads(stream.read(values.size + 1))
            yield session
            data = serializer.dumps(session)  # first, so that an error harms nothing
        except BaseException:
            if made:
                path.unlink(missing_ok=True)
            raise
        stream.seek(0)
        stream.truncate()
        stream.write(data)


@contextmanager
def locked(path: Path, *, must_exist: bool) -> Iterator[tuple[BinaryIO, bool]]:
    """Open and lock a session's file; tell whether it was made for us.

    PHP ends a session by removing its file, and so did we after an error.  What is
    written to a removed file is lost, so who waited for one looks again.
    """
    while True:
        descriptor, made = opened(path, must_exist=must_exist)
        with os.fdopen(descriptor, "r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            file = os.fstat(descriptor)
            if file.st_nlink:
                yield stream, made and not file.st_size
                return


def opened(path: Path, *, must_exist: bool) -> tuple[int, bool]:
    """Open a session's file, or make it; tell whether it was not there.

    :raises LookupError: if it has to be there, and is not.
    """
    try:
        return os.open(path, FLAGS), False
    except FileNotFoundError:
        if not must_exist:
            return os.open(path, FLAGS | os.O_CREAT, 0o600), True
        if not path.parent.is_dir():
            raise
        sid = path.name.removeprefix("sess_")
        gone = f"no session {sid:.6}…: it is over, or was never begun"
        raise LookupError(gone) from None
