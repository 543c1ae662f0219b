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

from itsdangerous import (
    BadSignature,
    SignatureExpired,
    TimestampSigner,
    URLSafeTimedSerializer,
)

from ..protocol import Serializer, as_bytes
from .keys import checked

COOKIE = 4093  # bytes that every browser keeps, RFC 6265


class SignedSession(URLSafeTimedSerializer):
    """Sign what a serializer writes; read only what was signed.

    :param serializer: writes and reads the payload: pass X in.
    :param keys: secrets, the newest last; see :mod:`.keys`.
    :param salt: names the purpose and the serializer, ``"cart, json"``.  Not
        a secret.
    :param max_age: whole seconds a token is valid.
    :param max_size: characters of a token; a longer one is not looked at.
    :param leeway: whole seconds that the clock of who signed may be ahead of ours.
        A token from the future is refused otherwise; two machines are never quite
        of one time.
    :raises TypeError, ValueError: for a key, salt, age or size that guards nothing;
        for a serializer that carries nothing.
    """

    # region pass-in
    def __init__(
        self,
        serializer: Serializer[Any],
        keys: Sequence[str | bytes],
        *,
        salt: str,
        max_age: int,
        max_size: int = COOKIE,
        leeway: int = 0,
    ) -> None:
        super().__init__(checked(keys), named(salt), signer=Signer)
        self.serializer = serializer
        # endregion
        self.is_text_serializer = writes_text(serializer)
        self.max_age = whole(max_age, "max_age")
        self.max_size = whole(max_size, "max_size")
        self.signer_kwargs = {"leeway": leeway} if whole(leeway, "leeway") else {}

    def dumps(self, obj: Any, salt: str | bytes | None = None) -> str:
        """Write and sign a value; return a token, which is text.

        :raises ValueError: if it is longer than ``max_size``.
        """
        token = as_bytes(super().dumps(obj, salt)).decode()
        if len(token) > self.max_size:
            raise ValueError(f"token longer than {self.max_size}")
        return token

    def loads(  # type: ignore[override]  # as in itsdangerous: max_age comes first
        self,
        s: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,
        salt: str | bytes | None = None,
    ) -> Any:
        """Verify the signature and the age of a token; return its value.

        :param max_age: seconds, here instead of the session's; None is the
            session's, also in ``loads_unsafe``.
        :param return_timestamp: return a pair, with the time of signing.
        :param salt: here instead of the session's.
        :raises itsdangerous.SignatureExpired: if it is too old.
        :raises itsdangerous.BadSignature: if we did not sign it so.
        :raises itsdangerous.BadPayload: if the serializer cannot read it.
        """
        if len(s) > self.max_size:
            raise BadSignature(f"token longer than {self.max_size}")
        try:
            token = as_bytes(s)
        except UnicodeEncodeError:
            raise BadSignature("token is no UTF-8") from None
        age = self.max_age if max_age is None else whole(max_age, "max_age")
        return super().loads(token, age, return_timestamp, salt)


class Signer(TimestampSigner):
    """A signer that takes a token from the near future for one of now."""

    def __init__(self, *given: Any, leeway: int = 0, **more: Any) -> None:
        super().__init__(*given, **more)
        self.leeway = leeway

    def unsign(
        self,
        signed_value: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,
    ) -> Any:
        """Verify the signature, then the age."""
        try:
            payload, signed = super().unsign(signed_value, max_age, True)
        except SignatureExpired as error:  # the signature is good
            early = error.date_signed
            if not early or not self.near(early.timestamp() - self.get_timestamp()):
                raise
            payload, signed = error.payload or b"", early
        return (payload, signed) if return_timestamp else payload

    def near(self, ahead: float) -> bool:
        """Tell whether so many seconds ahead are in the near future."""
        return 0 < ahead <= self.leeway


PROBES: tuple[object, ...] = ({}, [], None, {"a": 1}, "a", 1)


def writes_text(serializer: Serializer[Any]) -> bool:
    """Tell whether a serializer writes text, by the first value that it carries.

    itsdangerous asks with ``{}`` alone, which not everybody carries.

    :raises TypeError: if it refuses all.
    """
    for probe in PROBES:
        try:
            return isinstance(serializer.dumps(probe), str)
        except Exception as error:  # each serializer has errors of its own
            refused = error
    given = type(serializer).__name__
    raise TypeError(f"serializer: {given} carries nothing: {refused}") from refused


def named(salt: str) -> str:
    """Check that a salt is a text and not empty; itsdangerous takes None.

    :raises TypeError, ValueError: if it is none, or empty.
    """
    if not isinstance(salt, str):
        raise TypeError(f"salt: expected a text, got {salt!r:.40}")
    if not salt:
        raise ValueError("salt: expected the name of a purpose, got ''")
    return salt


def whole(number: int, name: str) -> int:
    """Check that a limit is a whole number; to itsdangerous None is no limit.

    :raises TypeError, ValueError: if it is none.
    """
    if type(number) is not int:
        raise TypeError(f"{name}: expected a whole number, got {number!r:.40}")
    if number < 0:
        raise ValueError(f"{name}: expected 0 or more, got {number}")
    return number
