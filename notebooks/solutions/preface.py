"""Answers to the exercises of 00-preface, right and wrong."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from notebooks.exercises import Exercise, preface


def sign(value: object, key: str) -> str | bytes:
    """Sign a value."""
    return URLSafeSerializer(key).dumps(value)


def turned(token: str, keys: list[str]) -> str | bytes:
    """Turn the list of somebody else."""
    keys.reverse()
    signer = URLSafeSerializer(keys)
    return signer.dumps(signer.loads(token))


def if_there_is_one(token: str, keys: list[str]) -> str | bytes:
    """Try key after key, and take an empty list for nothing found."""
    value: object = None
    for key in keys:
        with suppress(BadSignature):
            value = value or URLSafeSerializer(key).loads(token)
    if not value:
        raise BadSignature("none of the keys")
    return URLSafeSerializer(keys[0]).dumps(value)


def renew(token: str, keys: list[str]) -> str | bytes:
    """Open a token by any of the keys; sign its value with the first."""
    serializer = URLSafeSerializer(keys[::-1])  # it signs with the last
    return serializer.dumps(serializer.loads(token))


def one_by_one(token: str, keys: list[str]) -> str | bytes:
    """Try each key; raise what the last one raised."""
    newest = URLSafeSerializer(keys[0])
    for key in keys[:-1]:
        try:
            return newest.dumps(URLSafeSerializer(key).loads(token))
        except BadSignature:
            continue
    return newest.dumps(URLSafeSerializer(keys[-1]).loads(token))


def as_listed(token: str, keys: list[str]) -> str | bytes:
    """Give the keys as they come: any opens, but the oldest signs."""
    serializer = URLSafeSerializer(keys)
    return serializer.dumps(serializer.loads(token))


def unchanged(token: str, keys: list[str]) -> str:
    """Look whether a token opens, and hand it back."""
    URLSafeSerializer(keys).loads(token)
    return token


def unverified(token: str, keys: list[str]) -> str | bytes:
    """Sign whatever comes."""
    return sign(peek(token), keys[0])


def peek(token: str) -> object:
    """Decode what stands before the last dot, and unpack it if a dot stands there."""
    payload, _, _ = token.rpartition(".")
    packed = payload.startswith(".")
    data = urlsafe_b64decode(
        payload.lstrip(".") + "=" * (-len(payload.lstrip(".")) % 4)
    )
    return json.loads(zlib.decompress(data) if packed else data)


def unsafe(token: str) -> object:
    """Let the library open it, whatever the signature says."""
    return URLSafeSerializer("").loads_unsafe(token)[1]


def never_packed(token: str) -> object:
    """Cut at the first dot, and unpack nothing."""
    payload = token.partition(".")[0]
    return json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def not_padded(token: str) -> object:
    """Leave the ``=`` off, as the token does."""
    return json.loads(urlsafe_b64decode(token.rpartition(".")[0]))


def other_alphabet(token: str) -> object:
    """Decode ordinary base64, in which ``-`` and ``_`` mean nothing."""
    payload = token.rpartition(".")[0]
    if payload.startswith("."):
        return peek(token)
    return json.loads(b64decode(payload + "=" * (-len(payload) % 4)))


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-sign": (sign, preface.sign),
    "exercise-rotate": (renew, preface.rotate),
    "exercise-peek": (peek, preface.peek),
}
OTHERS: Entries = {
    "signed by bytes, into bytes": (
        lambda value, key: str(sign(value, key.encode())).encode(),
        preface.sign,
    ),
    "one key after the other": (one_by_one, preface.rotate),
    "the library's own way to read": (unsafe, preface.peek),
}
MISTAKES: Entries = {
    "one key for all": (lambda value, key: sign(value, "mine"), preface.sign),
    "one value for all": (lambda value, key: sign(["cherry"], key), preface.sign),
    "the key is the value": (lambda value, key: sign(key, value), preface.sign),
    "signed with the time": (
        lambda value, key: URLSafeTimedSerializer(key).dumps(value),
        preface.sign,
    ),
    "the keys as they come": (as_listed, preface.rotate),
    "a value that counts as false is none": (if_there_is_one, preface.rotate),
    "the caller's list is turned round": (turned, preface.rotate),
    "newest key only": (lambda token, keys: renew(token, keys[:1]), preface.rotate),
    "opened, not signed anew": (unchanged, preface.rotate),
    "the value, not a token": (
        lambda token, keys: URLSafeSerializer(keys).loads(token),
        preface.rotate,
    ),
    "signed without a look": (unverified, preface.rotate),
    "cut at the first dot": (never_packed, preface.peek),
    "not padded": (not_padded, preface.peek),
    "ordinary base64": (other_alphabet, preface.peek),
    "the payload as it stands": (lambda token: token.rpartition(".")[0], preface.peek),
    "opened with a key": (
        lambda token: URLSafeSerializer("mine").loads(token),
        preface.peek,
    ),
}
