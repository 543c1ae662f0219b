"""Questions of 04-views: mount, close, and find the fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from notebooks.exercises import Question

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


class _Body:
    """Two chunks, and a close() that may be called once."""

    def __init__(self, fails_at: int) -> None:
        self.fails_at, self.at, self.closed = fails_at, 0, 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.at == self.fails_at:
            raise LookupError("the cherry is not on the tree")
        self.at += 1
        if self.at > 2:
            raise StopIteration
        return b"chunk"

    def close(self) -> None:
        self.closed += 1


def _run(take: int, fails_at: int, guard: Callable[..., Any]) -> tuple[int, int, int]:
    """Play a server: take chunks, then close. How many chunks, and which closes?"""
    calls: list[str] = []
    body = _Body(fails_at)

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return body

    guarded = guard(app, lambda: calls.append("closed"))
    answer = guarded({}, lambda status, headers, exc_info=None: len)
    chunks = 0
    try:
        iterator = iter(answer)
        while chunks < take and next(iterator, None) is not None:
            chunks += 1
    except LookupError:
        pass
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return chunks, body.closed, len(calls)


SAYS = "{}: (chunks, body closed, called)"
guard = [
    Question(SAYS.format("read to the end"), partial(_run, 9, -1), (2, 1, 1)),
    Question(SAYS.format("cut short after one chunk"), partial(_run, 1, -1), (1, 1, 1)),
    Question(SAYS.format("never started"), partial(_run, 0, -1), (0, 1, 1)),
    Question(SAYS.format("fails at once"), partial(_run, 9, 0), (0, 1, 1)),
]


def wrong(naive: Below) -> list[Question]:
    """The path that `naive` gets wrong under ``/m``."""

    def is_wrong(answer: Callable[[], str]) -> object:
        path = answer()
        inside = path == "/m" or path.startswith("/m/")
        got, wanted = naive("/m", path), path[2:] if inside else None
        return "wrong" if got != wanted else f"right: {path!r} gives {got!r}"

    return [Question("a path that naive gets wrong", is_wrong, "wrong")]
