"""examples.javascript.cors: one page may read, its neighbour may not."""

from __future__ import annotations

import pytest

from examples.javascript import Origins

LISTED = "https://front.example"
ORIGINS = Origins([LISTED, "http://front.shop.localhost:8000"])


def test_a_listed_origin_may_read_with_cookies() -> None:
    """It is named, not starred: a browser refuses ``*`` together with cookies."""
    assert dict(ORIGINS.headers(LISTED)) == {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": LISTED,
        "Access-Control-Allow-Credentials": "true",
    }


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "*",
        "http://front.example",
        "https://front.example:8443",
        "https://front.example.evil.example",
        "https://evilfront.example",
        "https://FRONT.example",
        "http://front.shop.localhost",
        "http://front.shop.localhost:80000",
    ],
)
def test_no_other_origin_may(origin: str | None) -> None:
    """Neither another scheme, port or sandbox, nor a name that only looks alike."""
    assert ORIGINS.headers(origin) == [("Vary", "Origin")]


@pytest.mark.parametrize(
    ("origin", "cure"),
    [
        ("https://front.example/", "write 'https://front.example'"),
        ("https://front.example:443", "write 'https://front.example'"),
        ("HTTPS://Front.example", "write 'https://front.example'"),
        ("https://anna@front.example", "write 'https://front.example'"),
        ("http://[::1]:80", "write 'http://[::1]'"),
        ("*", "write scheme://host"),
        ("null", "write scheme://host"),
        ("https://*.example", "write scheme://host"),
        ("front.example", "write scheme://host"),
        ("https://front.example:port", "write scheme://host"),
        ("https://kirschblüte.example", "write scheme://host"),
    ],
)
def test_what_no_browser_sends_is_refused(origin: str, cure: str) -> None:
    """A list that can never match is a fault of today, not of the first customer."""
    with pytest.raises(ValueError, match="is no origin") as refused:
        Origins([origin])
    assert cure in str(refused.value)
    assert repr(origin) in str(refused.value)
