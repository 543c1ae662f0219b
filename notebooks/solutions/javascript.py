"""Answers to the exercises of 12-javascript, right and wrong."""

from __future__ import annotations

from collections.abc import Callable, ItemsView
from typing import Any

from notebooks.exercises import Exercise, javascript

Headers = dict[str, str]
ALLOW = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"
CORP = "Cross-Origin-Resource-Policy"


def cors(origin: str | None, listed: list[str]) -> Headers:
    """Name the origin if it is listed, whole."""
    headers = {"Vary": "Origin"}
    if origin in listed:
        assert origin
        headers |= {ALLOW: origin, CREDENTIALS: "true"}
    return headers


def by_pairs(origin: str | None, listed: list[str]) -> list[tuple[str, str]]:
    """Return pairs, as WSGI wants them."""
    found = next((one for one in listed if one == origin), None)
    pairs = [("Vary", "Origin")]
    if found is not None:
        pairs.append((ALLOW, found))
        pairs.append((CREDENTIALS, "true"))
    return pairs


def by_items(origin: str | None, listed: list[str]) -> ItemsView[str, str]:
    """The pairs of a dict."""
    return cors(origin, listed).items()


def in_small_letters(origin: str | None, listed: list[str]) -> Headers:
    """Names of headers have no case."""
    return {name.lower(): text for name, text in cors(origin, listed).items()}


def by_cookie_too(origin: str | None, listed: list[str]) -> Headers:
    """Say that the answer differs by the cookie as well, which is true."""
    return cors(origin, listed) | {"Vary": "Cookie, Origin"}


def varies_otherwise(origin: str | None, listed: list[str]) -> Headers:
    """Say that the answer differs by something else."""
    return cors(origin, listed) | {"Vary": "Cookie, X-Origin"}


def reflected(origin: str | None, listed: list[str]) -> Headers:
    """Say yes to whoever asks."""
    return {"Vary": "Origin", ALLOW: origin or "*", CREDENTIALS: "true"}


def starred(origin: str | None, listed: list[str]) -> Headers:
    """Allow all, which a browser does not accept with cookies."""
    return {"Vary": "Origin", ALLOW: "*", CREDENTIALS: "true"}


def by_ending(origin: str | None, listed: list[str]) -> Headers:
    """Compare how a host ends."""
    names = [one.partition("//")[2] for one in listed]
    if origin and any(origin.endswith(name) for name in names):
        return {"Vary": "Origin", ALLOW: origin, CREDENTIALS: "true"}
    return {"Vary": "Origin"}


def by_heart(origin: str | None, listed: list[str]) -> Headers:
    """Know the list of the first question, and no other."""
    return cors(origin, ["https://front.shop.example", "https://old.shop.example:8443"])


def by_beginning(origin: str | None, listed: list[str]) -> Headers:
    """Compare how an origin begins: a port more is no matter."""
    if origin and any(one.startswith(origin) for one in listed):
        return {"Vary": "Origin", ALLOW: origin, CREDENTIALS: "true"}
    return {"Vary": "Origin"}


def no_vary(origin: str | None, listed: list[str]) -> Headers:
    """Let a cache give one page's answer to another."""
    return {
        name: value for name, value in cors(origin, listed).items() if name[0] == "A"
    }


def is_sent(same_site: str, page: str, account: str, blocked: bool) -> bool:
    """Within a site always; across sites by None, unless third parties are blocked."""
    site = account.split(".")[-2:]
    if page.split(".")[-2:] == site:
        return True
    return same_site == "None" and not blocked


def by_suffix(same_site: str, page: str, account: str, blocked: bool) -> bool:
    """The same, by one expression and a suffix with its dot."""
    site = ".".join(account.rsplit(".", 2)[-2:])
    within = f".{page}".endswith(f".{site}")
    return within or (same_site, blocked) == ("None", False)


def by_origin(same_site: str, page: str, account: str, blocked: bool) -> bool:
    """Take a site for a host."""
    return page == account or (same_site == "None" and not blocked)


def without_dot(same_site: str, page: str, account: str, blocked: bool) -> bool:
    """Forget the dot."""
    return page.endswith("shop.example") or (same_site == "None" and not blocked)


def one_account(same_site: str, page: str, account: str, blocked: bool) -> bool:
    """Know the account of the first questions, and no other."""
    return is_sent(same_site, page, "account.shop.example", blocked)


def blocked_everywhere(same_site: str, page: str, account: str, blocked: bool) -> bool:
    """Take each other page for a third party."""
    return page == account or (not blocked and is_sent(same_site, page, account, False))


def strict_is_alone(same_site: str, page: str, account: str, blocked: bool) -> bool:
    """Think that Strict means the same host."""
    if same_site == "Strict":
        return page == account
    return is_sent(same_site, page, account, blocked)


def leaks(headers: Headers, body: str, origin: str) -> bool:
    """A script is read by whoever runs it; the rest by whom CORS names."""
    if "Anna" not in body:
        return False
    if "javascript" in headers["Content-Type"] and headers.get(CORP) != "same-origin":
        return True
    return headers.get(ALLOW) == origin and headers.get(CREDENTIALS) == "true"


def by_cases(headers: Headers, body: str, origin: str) -> bool:
    """The same, case by case."""
    personal = "Anna" in body
    drawn_in = (
        headers["Content-Type"].partition(";")[0] == "text/javascript"
        and headers.get(CORP) != "same-origin"
    )
    read = (headers.get(ALLOW), headers.get(CREDENTIALS)) == (origin, "true")
    return personal and (drawn_in or read)


def by_truth(headers: Headers, body: str, origin: str) -> Any:
    """The same, by what is true of it, whatever that is."""
    kind = headers["Content-Type"].split(";")[0].strip()
    run = kind == "text/javascript" and headers.get(CORP) != "same-origin"
    read = headers.get(ALLOW) == origin and headers.get(CREDENTIALS)
    return body.count("Anna") and (run or read)


def cors_only(headers: Headers, body: str, origin: str) -> bool:
    """Forget that a script needs no CORS."""
    return headers.get(ALLOW) == origin and headers.get(CREDENTIALS) == "true"


def star_too(headers: Headers, body: str, origin: str) -> bool:
    """Fear the star, which a browser refuses together with cookies."""
    return leaks(headers, body, origin) or headers.get(ALLOW) == "*"


def without_credentials(headers: Headers, body: str, origin: str) -> bool:
    """Forget that an answer to cookies needs a second header."""
    return leaks(headers | {CREDENTIALS: "true"}, body, origin)


def one_policy(headers: Headers, body: str, origin: str) -> bool:
    """Take each policy for the one that forbids."""
    if "javascript" in headers["Content-Type"]:
        return "Anna" in body and CORP not in headers
    return leaks(headers, body, origin)


def bare_type(headers: Headers, body: str, origin: str) -> bool:
    """Compare the type with what stands behind it."""
    if headers["Content-Type"] != "text/javascript":
        return leaks(headers | {"Content-Type": "text/plain"}, body, origin)
    return leaks(headers, body, origin)


def every_script(headers: Headers, body: str, origin: str) -> bool:
    """Take each script for a leak."""
    return "javascript" in headers["Content-Type"] or leaks(headers, body, origin)


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-cors": (cors, javascript.cors),
    "exercise-cookie": (is_sent, javascript.cookie),
    "exercise-leaks": (leaks, javascript.leaks),
}
OTHERS: Entries = {
    "cors, as pairs": (by_pairs, javascript.cors),
    "cors, as items": (by_items, javascript.cors),
    "cors, in small letters": (in_small_letters, javascript.cors),
    "cors, which differs by the cookie too": (by_cookie_too, javascript.cors),
    "a cookie, by a suffix": (by_suffix, javascript.cookie),
    "leaks, by cases": (by_cases, javascript.leaks),
    "leaks, by what is true": (by_truth, javascript.leaks),
}
MISTAKES: Entries = {
    "an origin reflected": (reflected, javascript.cors),
    "a star with cookies": (starred, javascript.cors),
    "an origin by its ending": (by_ending, javascript.cors),
    "an origin by its beginning": (by_beginning, javascript.cors),
    "a list by heart": (by_heart, javascript.cors),
    "no Vary": (no_vary, javascript.cors),
    "Vary without the origin": (varies_otherwise, javascript.cors),
    "a site is a host": (by_origin, javascript.cookie),
    "a site without its dot": (without_dot, javascript.cookie),
    "one account by heart": (one_account, javascript.cookie),
    "blocked within the site": (blocked_everywhere, javascript.cookie),
    "Strict is for one host": (strict_is_alone, javascript.cookie),
    "a script needs CORS": (cors_only, javascript.leaks),
    "a star leaks": (star_too, javascript.leaks),
    "no credentials needed": (without_credentials, javascript.leaks),
    "any policy forbids": (one_policy, javascript.leaks),
    "a type without its charset": (bare_type, javascript.leaks),
    "each script leaks": (every_script, javascript.leaks),
}
