"""Questions of 04-views: mount, close, and find the fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product, zip_longest
from typing import Any

from notebooks.exercises import Exercise, Question

Below = Callable[[str, str], str | None]
AS_ASKED = "as asked"
NOTHING = "nothing more"


def rest_of(prefix: str, path: str) -> str | None:
    """Say what `below` should: the rest of a path, or None."""
    if path == prefix or path.startswith(f"{prefix}/"):
        return path[len(prefix) :]
    return None


def _below(prefix: str, path: str, answer: Below) -> str | None:
    return answer(prefix, path)


def _all_below(answer: Below) -> str:
    """Try all short paths below prefixes that mean something elsewhere."""
    letters = "", "/", "m", ".", "M", "\n"
    paths = dict.fromkeys(map("".join, product("/", *[letters] * 4)))
    for path, prefix in product(paths, ("/m", "/.", "/m/m", "/M.")):
        wanted, got = rest_of(prefix, path), answer(prefix, path)
        if got != wanted:
            return f"{got!r}, wanted {wanted!r}"
    return AS_ASKED


below = Exercise(
    __name__,
    hint="Two cases are below: the path is the prefix, or it goes on with a slash.",
    questions=[
        *(
            Question(f"{path} below {prefix}", partial(_below, prefix, path), rest)
            for prefix, path, rest in [
                ("/m", "/m", ""),
                ("/m", "/m/", "/"),
                ("/m", "/m/page", "/page"),
                ("/m", "/mx", None),
                ("/m", "/other", None),
                ("/m", "/", None),
                ("/m", "/m/m", "/m"),
                ("/m", "/M/page", None),
                ("/a.b", "/aab/page", None),
                ("/c++", "/c++/page", "/page"),
                ("/m/n", "/m/n/page", "/page"),
            ]
        ),
        Question("all short paths, below four prefixes", _all_below, AS_ASKED),
    ],
)


CHUNKS = [b"sweet ", b"cherries"]
HEADERS = [("Content-Type", "text/plain")]
ALL = 9


class Body:
    """Chunks one can close.

    told: gets a word for whatever happens to it.
    fails: the chunk that is an error instead; `ALL` for none.
    closes: whether its close() works.
    """

    def __init__(self, told: list[str], fails: int, closes: bool) -> None:
        self.told, self.fails, self.closes, self.at = told, fails, closes, 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self.at += 1
        if self.at - 1 == self.fails:
            raise LookupError("the cherry is not on the tree")
        if self.at > len(CHUNKS):
            raise StopIteration
        self.told.append(f"chunk {self.at}")
        return CHUNKS[self.at - 1]

    def close(self) -> None:
        """Close, or fail at it."""
        self.told.append("body closed")
        if not self.closes:
            raise OSError("the lid does not fit")


KINDS = {
    "body": "a body with close()",
    "list": "a list",
    "iterator": "an iterator without close()",
    "fails at once": "a body that fails before its first chunk",
    "fails later": "a body that fails after a chunk",
    "cannot close": "a body whose close() fails",
    "fails itself": "an application that fails when it is called",
    "exits": "an application that raises SystemExit when it is called",
}


def _application(kind: str, told: list[str]) -> Callable[..., Iterable[bytes]]:
    """Make an application of one of the `KINDS`."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        told.append(f"app called with {environ}")
        if kind == "fails itself":
            raise LookupError("the cherry is not on the tree")
        if kind == "exits":
            raise SystemExit("the shop is shut")
        start_response("200 OK", HEADERS)(b"ripe, ")
        if kind == "list":
            return list(CHUNKS)
        if kind == "iterator":
            return map(bytes, CHUNKS)
        fails = {"fails at once": 0, "fails later": 1}.get(kind, ALL)
        return Body(told, fails, closes=kind != "cannot close")

    return app


def _serve(app: Any, told: list[str], take: int, closes: int) -> list[str]:
    """Play a server, and tell in order what happened.

    take: how many chunks are asked for; then the client goes away.
    closes: how often the body is closed.
    """

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
        told.append(f"{status} {headers}")
        return lambda data: told.append(f"{data!r} written")

    answer: Any = ()
    try:
        answer = app({"PATH_INFO": "/page"}, start_response)
        chunks = iter(answer)
        for _ in range(take):
            told.append("server asks for a chunk")
            told.append(f"{next(chunks)!r} came")
    except StopIteration:
        told.append("end of the body")
    except (LookupError, SystemExit) as error:
        told.append(repr(error))
    for _ in range(closes):
        told.append("server closes")
        try:
            getattr(answer, "close", list)()
        except OSError as error:
            told.append(repr(error))
    return told


def _wanted(kind: str, take: int, closes: int) -> list[str]:
    """Tell what happens without a guard, with closed() where it belongs."""
    told: list[str] = []
    _serve(_application(kind, told), told, take, closes=0)
    if kind in ("fails itself", "exits"):
        return [*told[:-1], "closed()", told[-1], *["server closes"] * closes]
    told.append("server closes")
    if kind not in ("list", "iterator"):
        told.append("body closed")
    told.append("closed()")
    if kind == "cannot close":
        told.append(repr(OSError("the lid does not fit")))
    return told + ["server closes"] * (closes - 1)


def _guarded(kind: str, take: int, closes: int, guard: Callable[..., Any]) -> str:
    """Say where a guarded application does something else than is wanted."""
    told: list[str] = []
    guarded = guard(_application(kind, told), lambda: told.append("closed()"))
    wanted = _wanted(kind, take, closes)
    return _compared(_serve(guarded, told, take, closes), wanted)


def _twice(kind: str, guard: Callable[..., Any]) -> str:
    """Ask one guarded application twice: each request is closed for itself."""
    told: list[str] = []
    guarded = guard(_application(kind, told), lambda: told.append("closed()"))
    _serve(guarded, told, ALL, closes=1)
    return _compared(_serve(guarded, told, ALL, closes=1), _wanted(kind, ALL, 1) * 2)


def _compared(told: list[str], wanted: list[str]) -> str:
    before = "the call of guard()"
    for got, due in zip_longest(told, wanted):
        if got != due:
            return f"after {before}: {got or NOTHING}; wanted {due or NOTHING}"
        before = got
    return AS_ASKED


TAKEN = {ALL: "read to the end", 1: "cut short after one chunk", 0: "never started"}
TIMES = {1: "", 2: ", closed twice"}

guard = Exercise(
    __name__,
    hint="Return an object of a class of your own: __iter__, __next__ and close(). The "
    "server calls close() whatever happened before; only a call of app that fails "
    "leaves nothing to close.",
    questions=[
        Question(
            f"{KINDS[kind]}, {TAKEN[take]}{TIMES[closes]}",
            partial(_guarded, kind, take, closes),
            AS_ASKED,
        )
        for closes, kind, take in product(TIMES, KINDS, TAKEN)
    ]
    + [
        Question(f"{says}, two requests", partial(_twice, kind), AS_ASKED)
        for kind, says in KINDS.items()
    ],
)


def wrong(naive: Below) -> Exercise:
    """The path that `naive` gets wrong under ``/m``."""

    def is_wrong(answer: Callable[[], str]) -> str:
        path = answer()
        if not isinstance(path, str):
            return f"no path: {path!r}"
        fault = naive("/m", path) != rest_of("/m", path)
        return "a fault" if fault else f"{path!r} is handled well"

    return Exercise(
        __name__,
        hint="Read what `replace` does, and how often.",
        questions=[Question("a path that naive gets wrong", is_wrong, "a fault")],
    )


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
    inside = f"{path}/".startswith(f"{prefix}/")
    return path.replace(prefix, "") if inside else None


def wrong():
    raise NotImplementedError


check(wrong, views.wrong(naive))
""",
}
