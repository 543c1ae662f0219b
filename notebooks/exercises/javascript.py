"""Questions of 12-javascript: decide CORS, follow a cookie, find the leak."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from random import Random
from typing import Any

from notebooks.exercises import Exercise, Question

LISTED = ["https://front.shop.example", "https://old.shop.example:8443"]
OTHERS = ["http://one.example", "https://front.shop.example:444"]
ALLOW, CREDENTIALS = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
)
CORP = "Cross-Origin-Resource-Policy"


def _decided(
    origin: str | None, listed: list[str], answer: Callable[..., Any]
) -> object:
    given = list(listed)
    got = answer(origin, given)
    if given != listed:
        return "the list was changed"
    try:
        headers = dict(got)
        names = {name.lower(): text for name, text in headers.items()}
    except (AttributeError, TypeError, ValueError):
        return f"no headers: {got!r}"
    if isinstance(vary := names.get("vary"), str):
        listing = [name.strip().lower() for name in vary.split(",")]
        names["vary"] = "origin" if "origin" in listing else vary
    return names


def _allowed(origin: str) -> dict[str, str]:
    return {"vary": "origin", ALLOW.lower(): origin, CREDENTIALS.lower(): "true"}


NOT_ALLOWED = {"vary": "origin"}
cors = Exercise(
    __name__,
    hint="Three headers for who is listed, one for who is not. An origin is compared "
    "whole: no `endswith`, no part of it. Their names are in the cell that tries them.",
    questions=[
        Question(
            f"origin {origin!r}, listed {', '.join(listed)}",
            partial(_decided, origin, listed),
            _allowed(origin) if origin and origin in listed else NOT_ALLOWED,
        )
        for origin, listed in (
            (LISTED[0], LISTED),
            (LISTED[1], LISTED),
            (None, LISTED),
            ("https://blog.shop.example", LISTED),
            ("https://evilfront.shop.example", LISTED),
            ("https://front.shop.example.evil.example", LISTED),
            ("http://front.shop.example", LISTED),
            ("https://old.shop.example", LISTED),
            ("https://old.shop.example:844", LISTED),
            ("null", LISTED),
            (OTHERS[0], OTHERS),
            (OTHERS[1], OTHERS),
            (LISTED[0], OTHERS),
            (LISTED[0], []),
        )
    ],
)

ACCOUNT, FRONT = "account.shop.example", "front.shop.example"
OTHER = "front.example"
HOSTS = [ACCOUNT, FRONT, OTHER, "shop.example", "a.b.shop.example", "my.myshop.example"]


def _sent(
    same_site: str, page: str, account: str, blocked: bool, answer: Callable[..., Any]
) -> object:
    return bool(answer(same_site, page, account, blocked))


def _goes(same_site: str, page: str, account: str, blocked: bool) -> bool:
    within = page.split(".")[-2:] == account.split(".")[-2:]
    return within or (same_site == "None" and not blocked)


SHOWN = (
    ("Lax", ACCOUNT, ACCOUNT, False),
    ("Lax", FRONT, ACCOUNT, False),
    ("Lax", OTHER, ACCOUNT, False),
    ("None", OTHER, ACCOUNT, False),
    ("None", OTHER, ACCOUNT, True),
    ("None", FRONT, ACCOUNT, True),
    ("Strict", FRONT, ACCOUNT, True),
    ("Strict", OTHER, ACCOUNT, False),
    ("Lax", "account.myshop.example", ACCOUNT, False),
    ("Lax", "shop.example", ACCOUNT, False),
    ("Lax", "a.b.shop.example", ACCOUNT, False),
)
EACH = [*product(("Strict", "Lax", "None"), HOSTS, HOSTS, (False, True))]
cookie = Exercise(
    __name__,
    hint="First the two sites: the last two names of each host. Within one site the "
    "cookie always goes. Across sites one of the three attributes lets it, and only "
    "where nobody blocks it.",
    questions=[
        Question(
            f"SameSite={case[0]}, {case[1]} asks {case[2]}"
            f"{', blocked' if case[3] else ''}",
            partial(_sent, *case),
            _goes(*case),
        )
        for case in (*SHOWN, *Random(12).sample(EACH, 40))
    ],
)

STRANGER = "https://blog.example"
JSON, SCRIPT = "application/json", "text/javascript"
ANNA = '{"name": "Anna"}'
CALL, CLASS = f"show({ANNA});", "class ShopBar {}"


def _leaks(
    headers: dict[str, str], body: str, origin: str, answer: Callable[..., Any]
) -> object:
    return bool(answer(dict(headers), body, origin))


def _learns(headers: dict[str, str], body: str, origin: str) -> bool:
    run = headers["Content-Type"].startswith(SCRIPT)
    run = run and headers.get(CORP) != "same-origin"
    read = headers.get(ALLOW) == origin and headers.get(CREDENTIALS) == "true"
    return "Anna" in body and (run or read)


def _each() -> list[tuple[str, dict[str, str], str, str]]:
    """Return every mixture of type, CORS, policy and body, for two strangers."""
    kinds = (JSON, SCRIPT, f"{SCRIPT}; charset=utf-8")
    named: tuple[dict[str, str], ...] = (
        {},
        {ALLOW: "*", CREDENTIALS: "true"},
        {ALLOW: STRANGER},
        {ALLOW: STRANGER, CREDENTIALS: "true"},
    )
    policies: tuple[dict[str, str], ...] = (
        {},
        {CORP: "same-origin"},
        {CORP: "cross-origin"},
    )
    origins = (STRANGER, "https://evil.example:8443")
    found = []
    for kind, cors, policy, body, origin in product(
        kinds, named, policies, (ANNA, CLASS), origins
    ):
        headers = {"Content-Type": kind, **cors, **policy}
        found.append((f"{headers}, to {origin}", headers, body, origin))
    return Random(12).sample(found, 50)


leaks = Exercise(
    __name__,
    hint="Three questions: is her name in it? May a page run it? May that page read "
    "it, for which two headers have to agree? One of the last two is enough.",
    questions=[
        Question(
            says, partial(_leaks, headers, body, origin), _learns(headers, body, origin)
        )
        for says, headers, body, origin in (
            ("JSON, and no CORS", {"Content-Type": JSON}, ANNA, STRANGER),
            (
                "the origin reflected, with cookies",
                {"Content-Type": JSON, ALLOW: STRANGER, CREDENTIALS: "true"},
                ANNA,
                STRANGER,
            ),
            ("JSONP", {"Content-Type": SCRIPT}, CALL, STRANGER),
            (
                "a star, with cookies",
                {"Content-Type": JSON, ALLOW: "*", CREDENTIALS: "true"},
                ANNA,
                STRANGER,
            ),
            (
                "the origin, but no credentials",
                {"Content-Type": JSON, ALLOW: STRANGER},
                ANNA,
                STRANGER,
            ),
            (
                "another origin",
                {
                    "Content-Type": JSON,
                    ALLOW: "https://front.example",
                    CREDENTIALS: "true",
                },
                ANNA,
                STRANGER,
            ),
            ("a script that knows nobody", {"Content-Type": SCRIPT}, CLASS, STRANGER),
            (
                "a script for its own origin",
                {"Content-Type": SCRIPT, CORP: "same-origin"},
                CALL,
                STRANGER,
            ),
            *_each(),
        )
    ],
)

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
