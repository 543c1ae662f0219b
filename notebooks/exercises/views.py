"""Questions of 04-views: mount, close, and find the fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from notebooks.exercises import Question
from notebooks.exercises.bodies import Body

Below = Callable[[str, str], str | None]
PATHS = {
    "/m": "",
    "/m/": "/",
    "/m/page": "/page",
    "/mx": None,
    "/other": None,
    "/": None,
    "/m/m": "/m",
}


def _below(path: str, answer: Below) -> str | None:
    return answer("/m", path)


below = [
    Question(f"{path} below /m", partial(_below, path), rest)
    for path, rest in PATHS.items()
]


ALL, AT_ONCE = 9, -1


def _run(take: int, fails_at: int, guard: Callable[..., Any]) -> str:
    """Play a server: take chunks, close, and say which close was called when."""
    calls: list[str] = []
    body = Body(b"chunk", fails_at)

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if fails_at == AT_ONCE:
            raise LookupError("the cherry is not on the tree")
        start_response("200 OK", [])
        return body

    guarded = guard(app, lambda: calls.append("closed"))
    chunks, early = 0, len(calls)
    answer: Any = []
    try:
        answer = guarded({}, lambda status, headers, exc_info=None: len)
        early = len(calls)
        iterator = iter(answer)
        while chunks < take and next(iterator, None) is not None:
            chunks += 1
    except LookupError:
        pass
    finally:
        if hasattr(answer, "close"):
            answer.close()
    times = f"closed() called {len(calls)} times, {early} of them too early"
    return f"{chunks} chunks, body closed {body.closed} times, {times}"


def _said(chunks: int, closed: int) -> str:
    times = "closed() called 1 times, 0 of them too early"
    return f"{chunks} chunks, body closed {closed} times, {times}"


guard = [
    Question("read to the end", partial(_run, ALL, ALL), _said(2, 1)),
    Question("cut short after one chunk", partial(_run, 1, ALL), _said(1, 1)),
    Question("never started", partial(_run, 0, ALL), _said(0, 1)),
    Question("fails before the first chunk", partial(_run, ALL, 0), _said(0, 1)),
    Question("fails when it is called", partial(_run, ALL, AT_ONCE), _said(0, 0)),
]


def wrong(naive: Below) -> list[Question]:
    """The path that `naive` gets wrong under ``/m``."""

    def is_wrong(answer: Callable[[], str]) -> object:
        path = answer()
        if not isinstance(path, str):
            return f"no path: {path!r}"
        inside = path == "/m" or path.startswith("/m/")
        got, wanted = naive("/m", path), path[2:] if inside else None
        return "a fault" if got != wanted else f"{path!r} is handled well"

    return [Question("a path that naive gets wrong", is_wrong, "a fault")]


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-below": """
from notebooks.exercises import check, views


def below(prefix, path):
    raise NotImplementedError


check(below, views.below)
""",
    "exercise-guard": """
def guard(app, closed):
    raise NotImplementedError


check(guard, views.guard)
""",
    "exercise-wrong": """
def naive(prefix, path):
    return path[len(prefix) :] if path.startswith(prefix) else None


def wrong():
    raise NotImplementedError


check(wrong, views.wrong(naive))
""",
}
