"""Answers to the exercises of 01-timeline, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from notebooks.exercises import Exercise, timeline

Posts = list[dict[str, Any]]
Page = tuple[Posts, int | None]
Bucket = dict[str, float]
Contract = dict[str, Any]


def page(posts: Posts, before: int | None, limit: int) -> Page:
    """Filter, take the last, turn round; there is more if more was left."""
    left = [post for post in posts if before is None or post["id"] < before]
    found = left[-limit:][::-1]
    return found, found[-1]["id"] if len(left) > limit else None


def one_by_one(posts: Posts, before: int | None, limit: int) -> list[Any]:
    """Walk backwards, and look whether there is another one."""
    found: Posts = []
    for post in reversed(posts):
        if before is not None and post["id"] >= before:
            continue
        if len(found) == limit:
            return [found, found[-1]["id"]]
        found.append(post)
    return [found, None]


def by_number(posts: Posts, before: int | None, limit: int) -> Page:
    """Count how many were shown: 2006's."""
    skipped = before or 0
    found = posts[::-1][skipped : skipped + limit]
    more = skipped + limit < len(posts)
    return found, skipped + limit if more else None


def with_it(posts: Posts, before: int | None, limit: int) -> Page:
    """Show the post that the page lies before once more."""
    left = [post for post in posts if before is None or post["id"] <= before]
    found = left[-limit:][::-1]
    return found, found[-1]["id"] if len(left) > limit else None


def none_is_zero(posts: Posts, before: int | None, limit: int) -> Page:
    """Take 0 for no id."""
    left = [post for post in posts if not before or post["id"] < before]
    found = left[-limit:][::-1]
    return found, found[-1]["id"] if len(left) > limit else None


def always_more(posts: Posts, before: int | None, limit: int) -> Page:
    """Promise another page after the last one."""
    found, _ = page(posts, before, limit)
    return found, found[-1]["id"] if found else None


def posts_alone(posts: Posts, before: int | None, limit: int) -> Posts:
    """Return no pair."""
    return page(posts, before, limit)[0]


def oldest_first(posts: Posts, before: int | None, limit: int) -> Page:
    """Forget to turn round."""
    found, older = page(posts, before, limit)
    return found[::-1], older


def by_heart(posts: Posts, before: int | None, limit: int) -> Page:
    """Think that an id is known by its neighbours in the first questions."""
    ids = [0, 61, 140, 141, 300]
    known = {post["id"]: post for post in posts}
    older = [one for one in reversed(ids) if before is None or one < before]
    found = [known[one] for one in older[:limit]]
    return found, found[-1]["id"] if len(older) > limit else None


def take(bucket: Bucket, now: float, rate: float, burst: float) -> float:
    """Count what has dripped in, then take."""
    tokens = min(burst, bucket["tokens"] + (now - bucket["at"]) * rate)
    granted = tokens >= 1
    bucket.update(tokens=tokens - granted, at=now)
    return 0 if granted else (1 - tokens) / rate


def by_time(bucket: Bucket, now: float, rate: float, burst: float) -> float:
    """Keep the time at which the bucket would be full, and no tokens (GCRA)."""
    full = bucket.get("full", bucket["at"] + (burst - bucket["tokens"]) / rate)
    full = max(full, now) + 1 / rate
    wait = full - now - burst / rate
    if wait > 0:
        return wait
    bucket["full"] = full
    return 0


def debt(bucket: Bucket, now: float, rate: float, burst: float) -> float:
    """Take a token that is not there."""
    tokens = min(burst, bucket["tokens"] + (now - bucket["at"]) * rate) - 1
    bucket.update(tokens=tokens, at=now)
    return 0 if tokens >= 0 else -tokens / rate


def bottomless(bucket: Bucket, now: float, rate: float, burst: float) -> float:
    """Let it fill over the rim."""
    tokens = bucket["tokens"] + (now - bucket["at"]) * rate
    granted = tokens >= 1
    bucket.update(tokens=tokens - granted, at=now)
    return 0 if granted else (1 - tokens) / rate


def counted_twice(bucket: Bucket, now: float, rate: float, burst: float) -> float:
    """Forget to say until when it was counted, where nothing is granted."""
    tokens = min(burst, bucket["tokens"] + (now - bucket["at"]) * rate)
    bucket["tokens"] = tokens
    if tokens < 1:
        return (1 - tokens) / rate
    bucket.update(tokens=tokens - 1, at=now)
    return 0


def one_rate(bucket: Bucket, now: float, rate: float, burst: float) -> float:
    """Know the rate and the burst of the first questions, and no other."""
    return take(bucket, now, 0.5, 2)


def one_span(bucket: Bucket, now: float, rate: float, burst: float) -> float:
    """Count in spans of time: twice as many come at the edge."""
    span = burst / rate
    if now // span != bucket["at"] // span:
        bucket["tokens"] = burst
    bucket["at"] = now
    if bucket["tokens"] < 1:
        return (now // span + 1) * span - now
    bucket["tokens"] -= 1
    return 0


def in_tokens(bucket: Bucket, now: float, rate: float, burst: float) -> float:
    """Return tokens where seconds are wanted."""
    return take(bucket, now, rate, burst) * rate


def breaks(old: Contract, new: Contract) -> list[str]:
    """What an old client sends must be taken, and what it reads must be there."""
    gone = [name for name in old["gives"] if name not in new["gives"]]
    unknown = [name for name in old["asks"] if name not in new["asks"]]
    wanted = [
        name
        for name, how in new["asks"].items()
        if how == "required" and old["asks"].get(name) != "required"
    ]
    return gone + unknown + wanted


def by_sets(old: Contract, new: Contract) -> set[str]:
    """The same with sets."""

    def required(contract: Contract) -> set[str]:
        return {n for n, how in contract["asks"].items() if how == "required"}

    gone: set[str] = {*old["gives"]} - {*new["gives"]}
    unknown: set[str] = {*old["asks"]} - {*new["asks"]}
    return gone | unknown | (required(new) - required(old))


def any_change(old: Contract, new: Contract) -> set[str]:
    """Hold every change for a break."""
    asks = {name for name, _ in old["asks"].items() ^ new["asks"].items()}
    gives: set[str] = {*old["gives"]} ^ {*new["gives"]}
    return asks | gives


def answers_only(old: Contract, new: Contract) -> set[str]:
    """Look at what comes back alone."""
    return {*old["gives"]} - {*new["gives"]}


def new_names_only(old: Contract, new: Contract) -> list[str]:
    """Overlook what was optional before."""
    gone = [name for name in old["gives"] if name not in new["gives"]]
    gone += [name for name in old["asks"] if name not in new["asks"]]
    return gone + [
        name
        for name, how in new["asks"].items()
        if how == "required" and name not in old["asks"]
    ]


def less_is_more(old: Contract, new: Contract) -> list[str]:
    """Fear that something need not be given any more."""
    eased = [
        name
        for name, how in new["asks"].items()
        if how == "optional" and old["asks"].get(name) == "required"
    ]
    return breaks(old, new) + eased


def taken_for_granted(old: Contract, new: Contract) -> list[str]:
    """Overlook what is not taken any more."""
    return [name for name in breaks(old, new) if name in {*old["gives"], *new["asks"]}]


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-page": (page, timeline.page),
    "exercise-bucket": (take, timeline.take),
    "exercise-breaks": (breaks, timeline.breaks),
}
OTHERS: Entries = {
    "page, one by one": (one_by_one, timeline.page),
    "take, by the time of a full bucket": (by_time, timeline.take),
    "breaks, by sets": (by_sets, timeline.breaks),
}
MISTAKES: Entries = {
    "a page by its number": (by_number, timeline.page),
    "the last post comes again": (with_it, timeline.page),
    "0 is taken for none": (none_is_zero, timeline.page),
    "an empty page comes last": (always_more, timeline.page),
    "the oldest comes first": (oldest_first, timeline.page),
    "the posts alone": (posts_alone, timeline.page),
    "ids by heart": (by_heart, timeline.page),
    "one rate by heart": (one_rate, timeline.take),
    "a span instead of a bucket": (one_span, timeline.take),
    "a refusal costs a token": (debt, timeline.take),
    "a bucket without a rim": (bottomless, timeline.take),
    "drops are counted twice": (counted_twice, timeline.take),
    "tokens instead of seconds": (in_tokens, timeline.take),
    "what is eased breaks": (less_is_more, timeline.breaks),
    "any change breaks": (any_change, timeline.breaks),
    "only answers break": (answers_only, timeline.breaks),
    "optional became required": (new_names_only, timeline.breaks),
    "a member is not taken any more": (taken_for_granted, timeline.breaks),
}
