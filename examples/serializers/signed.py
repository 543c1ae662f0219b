"""A signed session that takes its serializer as a parameter.

The token is itsdangerous' own: payload, time of signing, HMAC.  Signed is not
secret: whoever holds a token can read it.  And a token is valid until it is
too old, however often it is shown.

Why each part is there:

- *The keys* are a list, the newest last.  The newest signs, all verify: so a
  key is replaced without logging everybody out, and dropped when the tokens
  that it signed are too old anyway.
- *The salt* says what a token is for.  A token made for another purpose, or
  by another serializer, has another signature.
- *The signature is checked first*, then the age; only then does the
  serializer see a byte.  That is what makes pickle bearable here.
- A token longer than a cookie may be is refused unread.  A compressed one may
  unfold to more, but only whoever has the key can make such a token.
- Signatures are compared by :func:`hmac.compare_digest`, in itsdangerous'
  ``SigningAlgorithm.verify_signature``.  It takes as long for a wrong first
  byte as for a wrong last one, so nobody can guess a signature byte by byte
  with a stop watch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from .keys import checked
from .protocol import Serializer, as_bytes

COOKIE = 4093  # bytes that every browser keeps, RFC 6265


class SignedSession(URLSafeTimedSerializer):
    """Sign what a serializer writes; read only what was signed.

    :param serializer: writes and reads the payload: pass X in.
    :param keys: secrets, the newest last; see :mod:`.keys`.
    :param salt: names the purpose and the serializer, ``"cart, json"``.  Not
        a secret.
    :param max_age: seconds a token is valid.
    :param max_size: characters of a token; a longer one is not looked at.
    """

    def __init__(
        self,
        serializer: Serializer[Any],
        keys: Sequence[str | bytes],
        *,
        salt: str,
        max_age: int,
        max_size: int = COOKIE,
    ) -> None:
        super().__init__(checked(keys), salt, serializer)
        self.max_age = max_age
        self.max_size = max_size

    def dumps(self, obj: Any, salt: str | bytes | None = None) -> str:
        """Return a token: text, whatever the serializer writes.

        :raises ValueError: if it is longer than ``max_size``.
        """
        token = as_bytes(super().dumps(obj, salt)).decode()
        if len(token) > self.max_size:
            raise ValueError(f"token longer than {self.max_size}")
        return token

    def loads(self, s: str | bytes, *args: Any, **options: Any) -> Any:
        """Return what a token holds.

        :raises itsdangerous.SignatureExpired: if it is too old.
        :raises itsdangerous.BadSignature: if we did not sign it so.
        :raises itsdangerous.BadPayload: if the serializer cannot read it.
        """
        if len(s) > self.max_size:
            raise BadSignature(f"token longer than {self.max_size}")
        options.setdefault("max_age", self.max_age)
        return super().loads(s, *args, **options)
