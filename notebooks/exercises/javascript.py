"""Questions of 12-javascript: decide CORS, follow a cookie, find the leak."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from notebooks.exercises import Question

LISTED = ["https://front.shop.example", "https://old.shop.example:8443"]
ALLOW, CREDENTIALS = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
)


def _decided(origin: str | None, answer: Callable[..., Any]) -> object:
    given = list(LISTED)
    got = answer(origin, given)
    if given != LISTED:
        return "the list was changed"
    try:
        return dict(got)
    except (TypeError, ValueError):
        return f"no headers: {got!r}"


def _allowed(origin: str) -> dict[str, str]:
    return {"Vary": "Origin", ALLOW: origin, CREDENTIALS: "true"}


cors = [
    Question(f"origin {origin!r}", partial(_decided, origin), wanted)
    for origin, wanted in (
        (LISTED[0], _allowed(LISTED[0])),
        (LISTED[1], _allowed(LISTED[1])),
        (None, {"Vary": "Origin"}),
        ("https://blog.shop.example", {"Vary": "Origin"}),
        ("https://evilfront.shop.example", {"Vary": "Origin"}),
        ("https://front.shop.example.evil.example", {"Vary": "Origin"}),
        ("http://front.shop.example", {"Vary": "Origin"}),
        ("https://old.shop.example", {"Vary": "Origin"}),
        ("null", {"Vary": "Origin"}),
    )
]

ACCOUNT, FRONT = "account.shop.example", "front.shop.example"
OTHER = "front.example"


def _sent(
    same_site: str, page: str, blocked: bool, answer: Callable[..., Any]
) -> object:
    return answer(same_site, page, ACCOUNT, blocked)


cookie = [
    Question(
        f"SameSite={same_site}, {page} asks {ACCOUNT}{', blocked' if blocked else ''}",
        partial(_sent, same_site, page, blocked),
        wanted,
    )
    for same_site, page, blocked, wanted in (
        ("Lax", ACCOUNT, False, True),
        ("Lax", FRONT, False, True),
        ("Lax", OTHER, False, False),
        ("None", OTHER, False, True),
        ("None", OTHER, True, False),
        ("None", FRONT, True, True),
        ("Strict", FRONT, True, True),
        ("Strict", OTHER, False, False),
        ("Lax", "account.myshop.example", False, False),
        ("Lax", "shop.example", False, True),
        ("Lax", "a.b.shop.example", False, True),
    )
]

STRANGER = "https://blog.example"
JSON, SCRIPT = "application/json", "text/javascript"
ANNA = '{"name": "Anna"}'


def _leaks(headers: dict[str, str], body: str, answer: Callable[..., Any]) -> object:
    return answer(dict(headers), body, STRANGER)


leaks = [
    Question(says, partial(_leaks, {"Content-Type": kind, **headers}, body), wanted)
    for says, kind, headers, body, wanted in (
        ("JSON, and no CORS", JSON, {}, ANNA, False),
        (
            "the origin reflected, with cookies",
            JSON,
            {ALLOW: STRANGER, CREDENTIALS: "true"},
            ANNA,
            True,
        ),
        ("JSONP", SCRIPT, {}, f"show({ANNA});", True),
        ("a star, with cookies", JSON, {ALLOW: "*", CREDENTIALS: "true"}, ANNA, False),
        ("the origin, but no credentials", JSON, {ALLOW: STRANGER}, ANNA, False),
        (
            "another origin",
            JSON,
            {ALLOW: "https://front.example", CREDENTIALS: "true"},
            ANNA,
            False,
        ),
        ("a script that knows nobody", SCRIPT, {}, "class ShopBar {}", False),
        (
            "a script for its own origin",
            SCRIPT,
            {"Cross-Origin-Resource-Policy": "same-origin"},
            f"show({ANNA});",
            False,
        ),
    )
]

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-cors": """
from notebooks.exercises import check, javascript


def cors(origin, listed):
    raise NotImplementedError


check(cors, javascript.cors)
""",
    "exercise-cookie": """
def is_sent(same_site, page, account, blocked):
    raise NotImplementedError


check(is_sent, javascript.cookie)
""",
    "exercise-leaks": """
def leaks(headers, body, origin):
    raise NotImplementedError


check(leaks, javascript.leaks)
""",
}
