"""Answers to the exercises of 08-gateway, right and wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from notebooks.exercises import Question, gateway

Answers = dict[str, tuple[Callable[..., Any], list[Question]]]
Pairs = list[tuple[str, str]]

HOP_BY_HOP = {
    *("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade")
}
LIES = {"x-forwarded-for", "x-forwarded-prefix", "x-identity"}


def passed(location: str, proxied: str, path: str) -> str | None:
    """Replace the location, letter by letter."""
    if not path.startswith(location):
        return None
    return proxied + path.removeprefix(location) if proxied else path


def by_segment(location: str, proxied: str, path: str) -> str | None:
    """Take a location for a folder."""
    inside = path == location or path.startswith(location.rstrip("/") + "/")
    return passed(location, proxied, path) if inside else None


def one_slash(location: str, proxied: str, path: str) -> str | None:
    """Join as a person would."""
    went = passed(location, proxied, path)
    return went.replace("//", "/") if went else None


def always_cut(location: str, proxied: str, path: str) -> str | None:
    """Cut the location off, also where nothing replaces it."""
    return proxied + path[len(location) :] if path.startswith(location) else None


def directives(cache_control: str) -> dict[str, str]:
    """Read what a Cache-Control says."""
    each = [one.strip().lower() for one in cache_control.split(",")]
    return {one.partition("=")[0]: one.partition("=")[2] for one in each}


def may(cache_control: str, age: int) -> str:
    """Decide as a shared cache."""
    said = directives(cache_control)
    if said.keys() & {"private", "no-store"}:
        return "never"
    lifetime = int(said.get("s-maxage", said.get("max-age", "0")))
    if "no-cache" not in said and age < lifetime:
        return "give"
    late = int(said.get("stale-while-revalidate", "0"))
    return "refresh" if "no-cache" not in said and age < lifetime + late else "ask"


def as_browser(cache_control: str, age: int) -> str:
    """Decide as a browser, which has one user."""
    alone = cache_control.replace("private", "").replace("s-maxage", "unknown")
    return may(alone, age)


def alone(cache_control: str, age: int) -> str:
    """Count the second time from the answer, too."""
    late = directives(cache_control).get("stale-while-revalidate", "0")
    decided = may(cache_control, age)
    return "ask" if decided == "refresh" and age > int(late) else decided


def no_cache(cache_control: str, age: int) -> str:
    """Take ``no-cache`` for ``no-store``, as its name says."""
    return may(cache_control.replace("no-cache", "no-store"), age)


def patient(cache_control: str, age: int) -> str:
    """Never give what is old."""
    return may(cache_control.replace("stale", "not"), age)


def exact_case(cache_control: str, age: int) -> str:
    """Look for small letters."""
    said = cache_control if cache_control.islower() else ""
    return may(said, age)


def told(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Leave out what is between neighbours, and what only we may say."""
    return [*without(came, named(came)), *ours(peer, prefix)]


def ours(peer: str, prefix: str) -> Pairs:
    """Say what only we may say."""
    return [("X-Forwarded-For", peer), ("X-Forwarded-Prefix", prefix)]


def without(came: Pairs, names: set[str]) -> Pairs:
    """Leave out what has one of these names, and all that never passes."""
    gone = names | HOP_BY_HOP | LIES
    return [(name, value) for name, value in came if name.lower() not in gone]


def named(came: Pairs) -> set[str]:
    """Collect what Connection names."""
    values = [value for name, value in came if name.lower() == "connection"]
    return {word.strip().lower() for word in ",".join(values).split(",")}


def unnamed(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Drop the list, and pass what it names."""
    return [*without(came, set()), *ours(peer, prefix)]


def one_connection(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Believe that there is one header of a name."""
    return [*without(came, named(list(dict(came).items()))), *ours(peer, prefix)]


def appended(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Add to what the client said, as $proxy_add_x_forwarded_for does."""
    kept = [(n, v) for n, v in came if n.lower() not in HOP_BY_HOP | named(came)]
    return [*kept, *ours(peer, prefix)]


def as_dict(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Lose one of two."""
    return list(dict(told(came, peer, prefix)).items())


def as_spelt(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Look for names as they are usually spelt."""
    gone = {name.title() for name in HOP_BY_HOP | LIES}
    return [*(pair for pair in came if pair[0] not in gone), *ours(peer, prefix)]


SOLUTIONS: Answers = {
    "exercise-passed": (passed, gateway.passed),
    "exercise-may": (may, gateway.may),
    "exercise-told": (told, gateway.told),
}

OTHERS: Answers = {
    "one line": (
        lambda location, proxied, path: (
            re.sub(f"^{location}", proxied or location, path)
            if path.startswith(location)
            else None
        ),
        gateway.passed,
    ),
}

MISTAKES: Answers = {
    "a location is a folder": (by_segment, gateway.passed),
    "slashes are joined": (one_slash, gateway.passed),
    "always cut": (always_cut, gateway.passed),
    "a cache for one": (as_browser, gateway.may),
    "late from the beginning": (alone, gateway.may),
    "no-cache keeps nothing": (no_cache, gateway.may),
    "old is never given": (patient, gateway.may),
    "small letters only": (exact_case, gateway.may),
    "what Connection names passes": (unnamed, gateway.told),
    "one Connection is read": (one_connection, gateway.told),
    "an address is appended": (appended, gateway.told),
    "one of two headers is lost": (as_dict, gateway.told),
    "headers as usually spelt": (as_spelt, gateway.told),
}
