"""Questions of 04-views: mount, close, and find the fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, product, zip_longest
from typing import Any

from notebooks.exercises import Exercise, Question, Wrong

Below = Callable[[str, str], str | None]
AS_ASKED = "as asked"
SERVER = "server"
NOTHING = "nothing more"


def rest_of(prefix: str, path: str) -> str | None:
    """Say what `below` should: the rest of a path, or None."""
    if path == prefix or path.startswith(f"{prefix}/"):
        return path[len(prefix) :]
    return None


def _below(prefix: str, path: str, answer: Below) -> str | None:
    return answer(prefix, path)


def _all_below(answer: Below) -> str | Wrong:
    """Try all short paths below prefixes that mean something elsewhere."""
    letters = "", "/", "m", ".", "M", "\n"
    paths = dict.fromkeys(map("".join, product("/", *[letters] * 4)))
    for path, prefix in product(paths, ("/m", "/.", "/m/m", "/M.")):
        wanted, got = rest_of(prefix, path), answer(prefix, path)
        if got != wanted:
            return Wrong(wanted, got)
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
    error: which it is, and the one of close(), if that fails.
    """

    def __init__(
        self, told: list[str], fails: int, error: BaseException, closes: bool
    ) -> None:
        self.told, self.fails, self.at = told, fails, 0
        self.error, self.closes = error, closes

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self.at += 1
        if self.at - 1 == self.fails:
            raise self.error
        if self.at > len(CHUNKS):
            raise StopIteration
        self.told.append(f"chunk {self.at}")
        return CHUNKS[self.at - 1]

    def close(self) -> None:
        """Close, or fail at it."""
        self.told.append("body closed")
        if not self.closes:
            raise self.error


KINDS = {
    "body": "a body with close()",
    "list": "a list",
    "iterator": "an iterator without close()",
    "fails at once": "a body that fails before its first chunk",
    "fails later": "a body that fails after a chunk",
    "exits later": "a body that raises SystemExit after a chunk",
    "cannot close": "a body whose close() fails",
    "exits at close": "a body whose close() raises SystemExit",
    "fails itself": "an application that fails when it is called",
    "exits": "an application that raises SystemExit when it is called",
}
UNCALLED = "fails itself", "exits"
UNCLOSED = "cannot close", "exits at close"
FAILS = {"fails at once": 0, "fails later": 1, "exits later": 1}
FAILURE = LookupError("the cherry is not on the tree")
EXIT = SystemExit("the shop is shut")


def _application(kind: str, told: list[str]) -> Callable[..., Iterable[bytes]]:
    """Make an application of one of the `KINDS`."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        told.append(f"app called with {environ}")
        error = EXIT if kind.startswith("exits") else FAILURE
        if kind in UNCALLED:
            raise error
        start_response("200 OK", HEADERS)(b"ripe, ")
        if kind == "list":
            return list(CHUNKS)
        if kind == "iterator":
            return map(bytes, CHUNKS)
        return Body(told, FAILS.get(kind, ALL), error, closes=kind not in UNCLOSED)

    return app


def _serving(app: Any, told: list[str], take: int, closes: int) -> Iterator[None]:
    """Play a server, tell in order what happens, and rest before each step.

    take: how many chunks are asked for; then the client goes away.
    closes: how often the body is closed.
    """

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
        told.append(f"{status} {headers}")
        return lambda data: told.append(f"{data!r} written")

    answer: Any = ()
    try:
        told.append(f"{SERVER} calls")
        answer = app({"PATH_INFO": "/page"}, start_response)
        chunks = iter(answer)
        for _ in range(take):
            yield
            told.append(f"{SERVER} asks for a chunk")
            told.append(f"{next(chunks)!r} came")
    except StopIteration:
        told.append("end of the body")
    except (LookupError, SystemExit) as error:
        told.append(repr(error))
    for _ in range(closes):
        yield
        told.append(f"{SERVER} closes")
        try:
            getattr(answer, "close", list)()
        except (LookupError, SystemExit) as error:
            told.append(repr(error))


def _wanted(kind: str, take: int, closes: int) -> list[str]:
    """Tell what happens without a guard, with closed() where it belongs."""
    told: list[str] = []
    list(_serving(_application(kind, told), told, take, closes=0))
    if kind in UNCALLED:
        return [*told[:-1], "closed()", told[-1], *[f"{SERVER} closes"] * closes]
    told.append(f"{SERVER} closes")
    if kind not in ("list", "iterator"):
        told.append("body closed")
    told.append("closed()")
    if kind in UNCLOSED:
        told.append(repr(EXIT if kind.startswith("exits") else FAILURE))
    return told + [f"{SERVER} closes"] * (closes - 1)


def _steps(told: list[str]) -> Iterator[list[str]]:
    """Cut what is told before each word of the server."""
    starts = [at for at, word in enumerate(told) if word.startswith(SERVER)]
    for start, end in zip_longest(starts, starts[1:]):
        yield told[start:end]


def _guarded(
    kind: str, take: int, closes: int, guard: Callable[..., Any]
) -> str | Wrong:
    """Say where a guarded application does something else than is wanted."""
    told: list[str] = []
    guarded = guard(_application(kind, told), lambda: told.append("closed()"))
    list(_serving(guarded, told, take, closes))
    return _compared(told, _wanted(kind, take, closes))


def _twice(kind: str, guard: Callable[..., Any]) -> str | Wrong:
    """Ask one guarded application twice: each request is closed for itself."""
    told: list[str] = []
    guarded = guard(_application(kind, told), lambda: told.append("closed()"))
    for _ in range(2):
        list(_serving(guarded, told, ALL, closes=1))
    return _compared(told, _wanted(kind, ALL, 1) * 2)


def _in_turns(kind: str, guard: Callable[..., Any]) -> str | Wrong:
    """Ask it twice at the same time, a step of one request after one of the other."""
    told: list[str] = []
    guarded = guard(_application(kind, told), lambda: told.append("closed()"))
    both = [_serving(guarded, told, ALL, closes=2) for _ in range(2)]
    list(zip_longest(*both))
    steps = [_steps(_wanted(kind, ALL, 2)) for _ in range(2)]
    return _compared(told, [*chain.from_iterable(chain(*zip(*steps, strict=True)))])


def _compared(told: list[str], wanted: list[str]) -> str | Wrong:
    before = "the call of guard()"
    for got, due in zip_longest(told, wanted, fillvalue=NOTHING):
        if got != due:
            return Wrong(f"{due}, after {before}", f"{got}, after {before}")
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
        Question(f"{says}, {when}", partial(ask, kind), AS_ASKED)
        for when, ask in {"asked twice": _twice, "twice at once": _in_turns}.items()
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
