"""Open a session file of PHP's under PHP's lock, and write it back."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .session import HANDLERS, Session

NAME = re.compile("[A-Za-z0-9,-]{1,256}")


@contextmanager
def php_session(
    folder: Path,
    name: str,
    handler: str = "php",
) -> Iterator[Session]:
    """Lock and read a session of PHP's ``files`` handler; write it back at the end.

    PHP waits meanwhile, as another request of the same visitor would.  After
    an error the file is left as it was.

    :param folder: PHP's ``session.save_path``.
    :param name: the session's id, from the cookie; PHP's letters only.
    :param handler: PHP's ``session.serialize_handler``.
    :raises LookupError: for a handler that is not known.
    :raises ValueError: if the id is none, or the file or the data is refused.
    """
    if handler not in HANDLERS:
        raise LookupError(f"no handler {handler!r}; there are {', '.join(HANDLERS)}")
    serializer = HANDLERS[handler]
    if not NAME.fullmatch(name):
        raise ValueError(f"not a session id: {name!r:.40}")
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(folder / f"sess_{name}", flags, 0o600)
    with os.fdopen(descriptor, "r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        session = serializer.loads(stream.read(serializer.values.size + 1))
        yield session
        data = serializer.dumps(session)  # first, so that an error harms nothing
        stream.seek(0)
        stream.truncate()
        stream.write(data)
