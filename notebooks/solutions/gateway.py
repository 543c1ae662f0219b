"""Answers to the exercises of 08-gateway, right and wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from notebooks.exercises import Exercise, gateway

Answers = dict[str, tuple[Callable[..., Any], Exercise]]
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


def replaced(location: str, proxied: str, path: str) -> str | None:
    """Replace the location wherever it stands."""
    if not path.startswith(location):
        return None
    return path.replace(location, proxied) if proxied else path


def as_pattern(location: str, proxied: str, path: str) -> str | None:
    """Take a location for a pattern, in which a dot is any letter."""
    if not (found := re.match(location, path)):
        return None
    return proxied + path[found.end() :] if proxied else path


def any_case(location: str, proxied: str, path: str) -> str | None:
    """Take capitals for small letters."""
    if not path.lower().startswith(location.lower()):
        return None
    return proxied + path[len(location) :] if proxied else path


def directives(cache_control: str) -> dict[str, str]:
    """Read what a Cache-Control says."""
    each = [one.strip().lower() for one in cache_control.split(",")]
    return {one.partition("=")[0]: one.partition("=")[2] for one in each}


def may(cache_control: str, age: int) -> str:
    """Decide as a shared cache."""
    said = directives(cache_control)
    if said.keys() & {"private", "no-store"}:
        return "never"
    lifetime = said.get("s-maxage", said.get("max-age"))
    if "no-cache" in said or lifetime is None:
        return "ask"
    if age < int(lifetime):
        return "give"
    late = int(said.get("stale-while-revalidate", "0"))
    return "refresh" if age < int(lifetime) + late else "ask"


def by_search(cache_control: str, age: int) -> str:
    """Search for each word, one after the other, and leave early."""
    said = cache_control.lower()

    def has(word: str) -> bool:
        return re.search(rf"(^|,)\s*{word}\s*(,|$)", said) is not None

    def seconds(word: str) -> int | None:
        found = re.search(rf"(?:^|,)\s*{word}=(\d+)", said)
        return int(found[1]) if found else None

    if has("private") or has("no-store"):
        return "never"
    shared, all_of_us = seconds("s-maxage"), seconds("max-age")
    lifetime = all_of_us if shared is None else shared
    if has("no-cache") or lifetime is None:
        return "ask"
    if age < lifetime:
        return "give"
    late = seconds("stale-while-revalidate") or 0
    return "refresh" if age < lifetime + late else "ask"


def a_second_more(cache_control: str, age: int) -> str:
    """Take an answer for young that is as old as its lifetime."""
    return may(cache_control, age - 1)


def as_browser(cache_control: str, age: int) -> str:
    """Decide as a browser, which has one user."""
    alone = cache_control.replace("private", "").replace("s-maxage", "unknown")
    return may(alone, age)


def alone(cache_control: str, age: int) -> str:
    """Count the second time from the answer, too."""
    late = directives(cache_control).get("stale-while-revalidate", "0")
    decided = may(cache_control, age)
    return "ask" if decided == "refresh" and age > int(late) else decided


def young_for_nothing(cache_control: str, age: int) -> str:
    """Take no lifetime for one of 0 seconds."""
    named = "max-age" in cache_control.lower() or "s-maxage" in cache_control.lower()
    return may(cache_control if named else f"{cache_control}, max-age=0", age)


def comma_and_space(cache_control: str, age: int) -> str:
    """Split where a comma and a space stand."""
    words = cache_control.split(", ")
    said = ", ".join(word for word in words if "," not in word)
    return may(said, age)


def zero_is_none(cache_control: str, age: int) -> str:
    """Take ``s-maxage=0`` for no s-maxage."""
    return may(re.sub(r"s-maxage=0\b", "s-nothing", cache_control, flags=re.I), age)


def shorter(cache_control: str, age: int) -> str:
    """Let the shorter of two lifetimes count."""
    ages = [int(one) for one in re.findall("max-?age=([0-9]+)", cache_control)]
    shared = f"{cache_control}, s-maxage={min(ages)}" if ages else cache_control
    return may(shared, age)


def by_substring(cache_control: str, age: int) -> str:
    """Look for the letters of a word."""
    return "never" if "private" in cache_control else may(cache_control, age)


def no_cache(cache_control: str, age: int) -> str:
    """Take ``no-cache`` for ``no-store``, as its name says."""
    return may(cache_control.replace("no-cache", "no-store"), age)


def asks_first(cache_control: str, age: int) -> str:
    """Look for ``no-cache`` before what must not be kept."""
    return "ask" if "no-cache" in directives(cache_control) else may(cache_control, age)


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


def small_lists(came: Pairs, peer: str, prefix: str) -> list[list[str]]:
    """Give lists for pairs, and names in small letters."""
    return [[name.lower(), value] for name, value in told(came, peer, prefix)]


def one_pass(came: Pairs, peer: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield pair after pair."""
    ends = {*HOP_BY_HOP, *LIES}
    for name, value in came:
        if name.lower() == "connection":
            ends |= {hop.strip().lower() for hop in value.split(",")}
    yield from (pair for pair in came if pair[0].lower() not in ends)
    yield from ours(peer, prefix)


def prefix_passes(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Let a client say what its prefix is."""
    evil = [pair for pair in came if pair[0].lower() == "x-forwarded-prefix"]
    return [*without(came, named(came)), *evil, *ours(peer, prefix)]


def hard_coded(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Write down the peer and the prefix of the first question."""
    return told(came, "192.0.2.7", "/api")


def ours_first(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Say ours before the client's."""
    return [*ours(peer, prefix), *without(came, named(came))]


def ours_may_end(came: Pairs, peer: str, prefix: str) -> Pairs:
    """Say ours first, then leave out what Connection names."""
    theirs = without(came, set())
    ends = named(came)
    pairs = [*theirs, *ours(peer, prefix)]
    return [pair for pair in pairs if pair[0].lower() not in ends]


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


def unlike(ends: Callable[[str, set[str]], bool]) -> Callable[..., Pairs]:
    """Compare a name in a way of its own with those that end here."""

    def answer(came: Pairs, peer: str, prefix: str) -> Pairs:
        gone = named(came) | HOP_BY_HOP | LIES
        kept = [(name, value) for name, value in came if not ends(name.lower(), gone)]
        return [*kept, *ours(peer, prefix)]

    return answer


SOLUTIONS: Answers = {
    "exercise-passed": (passed, gateway.passed),
    "exercise-may": (may, gateway.may),
    "exercise-told": (told, gateway.told),
}

OTHERS: Answers = {
    "passed, by a pattern": (
        lambda location, proxied, path: (
            re.sub(f"^{re.escape(location)}", proxied or location, path)
            if path.startswith(location)
            else None
        ),
        gateway.passed,
    ),
    "may, word by word": (by_search, gateway.may),
    "told, lists of small letters": (small_lists, gateway.told),
    "told, one after the other": (one_pass, gateway.told),
}

MISTAKES: Answers = {
    "a location is a folder": (by_segment, gateway.passed),
    "slashes are joined": (one_slash, gateway.passed),
    "always cut": (always_cut, gateway.passed),
    "replaced wherever it stands": (replaced, gateway.passed),
    "a dot is any letter": (as_pattern, gateway.passed),
    "capitals are small letters": (any_case, gateway.passed),
    "the table of the notebook by heart": (
        lambda location, proxied, path: {"/apiary": "/ary", "/api": "/"}.get(path),
        gateway.passed,
    ),
    "a cache for one": (as_browser, gateway.may),
    "young for its whole lifetime": (a_second_more, gateway.may),
    "late from the beginning": (alone, gateway.may),
    "no-cache keeps nothing": (no_cache, gateway.may),
    "old is never given": (patient, gateway.may),
    "small letters only": (exact_case, gateway.may),
    "s-maxage=0 is none": (zero_is_none, gateway.may),
    "the shorter lifetime counts": (shorter, gateway.may),
    "no-cache before no-store": (asks_first, gateway.may),
    "letters for a word": (by_substring, gateway.may),
    "young for 0 seconds where nothing says so": (young_for_nothing, gateway.may),
    "a comma has a space": (comma_and_space, gateway.may),
    "what Connection names passes": (unnamed, gateway.told),
    "one Connection is read": (one_connection, gateway.told),
    "an address is appended": (appended, gateway.told),
    "one of two headers is lost": (as_dict, gateway.told),
    "headers as usually spelt": (as_spelt, gateway.told),
    "a client's prefix passes": (prefix_passes, gateway.told),
    "peer and prefix by heart": (hard_coded, gateway.told),
    "ours come first": (ours_first, gateway.told),
    "a client's Connection ends ours": (ours_may_end, gateway.told),
    "all that begins x-forwarded- ends": (
        unlike(lambda name, gone: name in gone or name.startswith("x-forwarded-")),
        gateway.told,
    ),
    "all that begins like a name ends": (
        unlike(lambda name, gone: name.startswith(tuple(gone - {""}))),
        gateway.told,
    ),
    "all that ends like a name ends": (
        unlike(lambda name, gone: name.endswith(tuple(gone - {""}))),
        gateway.told,
    ),
    "all that stands in a name ends": (
        unlike(lambda name, gone: any(name in one for one in gone)),
        gateway.told,
    ),
    "all that stands in Connection ends": (
        lambda came, peer, prefix: [
            *(
                (name, value)
                for name, value in without(came, set())
                if not any(
                    name.lower() in hops.lower()
                    for header, hops in came
                    if header.lower() == "connection"
                )
            ),
            *ours(peer, prefix),
        ],
        gateway.told,
    ),
    "nothing is told": (lambda came, peer, prefix: None, gateway.told),
}
