"""Open a session that PHP keeps in Redis, under PHP's lock, and write it back.

The form is phpredis's (``session.save_handler = redis``).  The key is
``PHPREDIS_SESSION:`` and the session's id.  The value is what PHP would write into a
file, so chapter 06's handlers read and write it.  The lock is the key with ``_LOCK``,
set unless it is there, and deleted by whoever set it: what redis-py's `Lock` does.

PHP takes no lock by default, and three of its settings are needed before it does:
``clients/basket.php``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from examples.serializers import Serializer
from examples.serializers.php.session import PhpHandler, Session
from examples.serializers.php.session_file import NAME

from . import keys

LIFETIME = 1440  # seconds: PHP's session.gc_maxlifetime
HOLD = 30  # seconds that a request may take: PHP's redis.session.lock_expire
PHP = PhpHandler()  # PHP's session.serialize_handler, unless it was set
POLL = 0.02  # seconds between two looks at the lock


@contextmanager
def php_session(
    client: Any, sid: str, form: Serializer[bytes] = PHP, wait: float = HOLD
) -> Iterator[Session]:
    """Lock and read a session; at the end write it back, to live anew.

    PHP waits meanwhile, as another request of the same visitor would.  After an error
    the session is left as it was.

    :param client: a ``redis.Redis`` that returns bytes.
    :param sid: the session's id: what `strict_id` returned.
    :param form: reads and writes as PHP's ``session.serialize_handler`` does.
    :param wait: seconds for the lock.
    :raises LookupError: if there is no such session: it is over, or was never begun.
    :raises redis.exceptions.LockError: if somebody else has it all that time; also if
        the block took longer than `HOLD`: then nothing is written.
    :raises ValueError: if the data is refused.
    """
    key = keys.session(sid)
    with client.lock(f"{key}_LOCK", HOLD, POLL, blocking_timeout=wait) as lock:
        data = client.get(key)
        if data is None:
            raise LookupError(f"no session {sid:.6}…: it is over, or was never begun")
        session = form.loads(data)
        yield session
        data = form.dumps(session)  # first, so that an error harms nothing
        lock.reacquire()  # LockNotOwnedError if it took too long
        client.set(key, data, ex=LIFETIME)


def strict_id(client: Any, given: str | None) -> str:
    """Return an id if it is a session's, else the id of a new session.

    This is PHP's ``session.use_strict_mode``.  Whoever accepts an id that he did not
    give out lets a stranger choose his visitor's: session fixation.

    :param given: what came in the cookie ``PHPSESSID``.
    """
    if given and NAME.fullmatch(given) and client.exists(keys.session(given)):
        return given
    client.set(keys.session(sid := token_hex(16)), b"", ex=LIFETIME)
    return sid
