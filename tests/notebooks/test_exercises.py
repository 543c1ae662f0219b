"""Every exercise can be solved, and says so; a stub says "not yet"."""

import json
import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from itsdangerous import URLSafeSerializer

from examples.htmldiff import accept
from examples.serializers.exact import exact
from examples.serializers.php.guard import end
from notebooks import exercises
from notebooks.exercises import (
    Question,
    check,
    htmldiff,
    preface,
    serializers,
    views,
    wsgi,
)
from notebooks.kernels import ROOT
from notebooks.solutions import datastore as datastore_answers
from notebooks.solutions import gateway as gateway_answers
from notebooks.solutions import highlight as highlight_answers
from notebooks.solutions import htmldiff as answers
from notebooks.solutions import javascript as javascript_answers
from notebooks.solutions import processes as process_answers
from notebooks.solutions import queues as queue_answers
from notebooks.solutions import success as success_answers
from notebooks.solutions import thumbnails as thumbnail_answers
from notebooks.solutions import timeline as timeline_answers
from notebooks.solutions import wsgi as wsgi_answers
from notebooks.solutions import zeromq as zeromq_answers

pytestmark = pytest.mark.beside("browser")


def vandal(*given: Any) -> None:
    """Empty whatever can be emptied."""
    for one in given:
        if isinstance(one, dict | list | set):
            one.clear()
    raise ValueError


@pytest.mark.parametrize("name", [one.name for one in iter_modules(exercises.__path__)])
def test_an_answer_spoils_no_question(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever one did to its arguments, the next is asked the same."""
    module = import_module(f"notebooks.exercises.{name}")
    data = [one for one in vars(module).values() if isinstance(one, dict | list | set)]
    before = repr(data)
    for questions in (one for one in data if isinstance(one, list)):
        for question in questions:
            if isinstance(question, Question):
                check(vandal, [question])
    assert repr(data) == before
    assert capsys.readouterr()


def sign(value: object, key: str) -> str | bytes:
    """Sign a value."""
    return URLSafeSerializer(key).dumps(value)


def open_with(token: str, keys: list[str]) -> object:
    """Open a token signed with any of the keys, newest first."""
    return URLSafeSerializer(keys[::-1]).loads(token)  # the newest comes last


def below(prefix: str, path: str) -> str | None:
    """Give the rest of a path below a prefix."""
    rest = path.removeprefix(prefix)
    return rest if prefix + rest == path and rest[:1] in ("", "/") else None


class Guarded:
    """A body that calls back when it is closed."""

    def __init__(self, body: Any, closed: Callable[[], object]) -> None:
        self.body, self.chunks, self.closed = body, iter(body), closed

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = next(self.chunks)
        return chunk

    def close(self) -> None:
        """Close the body, then call back, even if that failed."""
        try:
            if hasattr(self.body, "close"):
                self.body.close()
        finally:
            self.closed()


def guard(app: Any, closed: Callable[[], object]) -> Any:
    """Answer as an application does; call back when the request ends."""

    def guarded(environ: Any, start: Any) -> Guarded:
        try:
            return Guarded(app(environ, start), closed)
        except BaseException:
            closed()
            raise

    return guarded


def too_early(app: Any, closed: Callable[[], object]) -> Any:
    """Call back when the request begins."""

    def guarded(environ: Any, start: Any) -> Any:
        closed()
        return app(environ, start)

    return guarded


def half(app: Any, closed: Callable[[], object]) -> Any:
    """Forget an application that fails when it is called."""
    return lambda environ, start: Guarded(app(environ, start), closed)


def generator(app: Any, closed: Callable[[], object]) -> Any:
    """The answer that looks right: nobody starts it, so nobody ends it."""

    def guarded(environ: Any, start: Any) -> Iterator[bytes]:
        body = app(environ, start)

        def chunks() -> Iterator[bytes]:
            try:
                yield from body
            finally:
                body.close()
                closed()

        return chunks()

    return guarded


def startswith(prefix: str, path: str) -> str | None:
    """Let ``/mx`` into ``/m``."""
    return path[len(prefix) :] if path.startswith(prefix) else None


def wrong() -> str:
    """Name the path that a bare startswith gets wrong."""
    return "/mx"


def ends(host: str) -> bool:
    """Take every host for a tenant's that ends like one."""
    return host.endswith("example.com")


def ours(host: str) -> bool:
    """Know a tenant's host."""
    tenant, _, domain = host.partition(".")
    return bool(tenant) and domain == "example.com"


def returned(value: object) -> object:
    """Answer with a value."""
    return value


def shared(values: list[object], by: list[Any]) -> list[object]:
    """List the values that come back exactly from every serializer."""

    def carried(value: object) -> bool:
        try:
            return all(exact(value, one.loads(one.dumps(value))) for one in by)
        except Exception:  # each serializer has errors of its own
            return False

    return list(filter(carried, values))


def equal(values: list[object], by: list[Any]) -> list[object]:
    """Take ``==`` for exact."""

    def carried(value: object) -> bool:
        try:
            return all(one.loads(one.dumps(value)) == value for one in by)
        except (TypeError, ValueError):
            return False

    return list(filter(carried, values))


def careless(values: list[object], by: list[Any]) -> list[object]:
    """Expect that nothing is refused."""
    backs = [(value, [one.loads(one.dumps(value)) for one in by]) for value in values]
    return [value for value, back in backs if all(exact(value, one) for one in back)]


def split(data: bytes) -> dict[str, bytes]:
    """Cut a session of PHP's into its names and values."""
    found, place = {}, 0
    while place < len(data):
        bar = data.index(b"|", place)
        after = end(data, bar + 1, depth=0)
        found[data[place:bar].decode()] = data[bar + 1 : after]
        place = after
    return found


def at_bars(data: bytes) -> dict[str, bytes]:
    """Split where a bar stands."""
    first, *rest = data.split(b"|")
    names, values = [first], []
    for part in rest:
        value, _, name = part.rpartition(b";")
        values.append(value + b";")
        names.append(name)
    return {name.decode(): value for name, value in zip(names, values, strict=False)}


def at_quotes(data: bytes) -> dict[str, bytes]:
    """Look for the first quote and semicolon, whatever the length says."""
    pairs = re.findall(rb'(\w+)\|(s:\d+:".*?";|[^"]*?;)', data)
    return {name.decode(): value for name, value in pairs}


def letters(data: bytes) -> dict[str, bytes]:
    """Count letters where PHP counts bytes."""
    text, found = data.decode(), {}
    while text:
        name, _, text = text.partition("|")
        kind, _, rest = text.partition(":")
        size = int(rest.partition(":")[0]) if kind == "s" else 0
        close = text.index('"') + size + 3 if size else text.index(";") + 1
        found[name], text = text[:close].encode(), text[close:]
    return found


def alike() -> object:
    """Name a value that json changes into an equal one."""
    return OrderedDict(a=1)


def empty(*_: object) -> None:
    """Do what the stub in a notebook does."""
    raise NotImplementedError


Answers = dict[str, tuple[Callable[..., Any], list[Question]]]
ANSWERS = (
    datastore_answers,
    gateway_answers,
    javascript_answers,
    process_answers,
    queue_answers,
    success_answers,
    thumbnail_answers,
    timeline_answers,
    zeromq_answers,
    highlight_answers,
)


def joined(*tables: Answers) -> Answers:
    """Join tables; a name that stands in two of them would hide one."""
    names = Counter(name for table in tables for name in table)
    assert not (twice := [name for name, count in names.items() if count > 1]), twice
    return {name: row for table in tables for name, row in table.items()}


SOLUTIONS = joined(
    {
        "exercise-sign": (sign, preface.sign),
        "exercise-rotate": (open_with, preface.rotate),
        "exercise-below": (below, views.below),
        "exercise-guard": (guard, views.guard),
        "exercise-wrong": (wrong, views.wrong(startswith)),
        "exercise-match": (answers.longest, htmldiff.match),
        "exercise-changes": (answers.changes, htmldiff.changes),
        "exercise-take": (answers.take, htmldiff.take),
        "exercise-shared": (shared, serializers.shared),
        "exercise-split": (split, serializers.split),
        "exercise-alike": (alike, serializers.alike),
        "exercise-by-header": (wsgi_answers.by_header, wsgi.by_header),
        "exercise-shout": (wsgi_answers.shout, wsgi.shout),
        "exercise-fooled": (lambda: "evilexample.com", wsgi.fooled(ends, ours)),
    },
    *(module.SOLUTIONS for module in ANSWERS),
)

# Right answers of another shape.
OTHERS = joined(
    {
        "difflib, with all that its opcodes say": (answers.standard, htmldiff.match),
        "values in another collection and order": (
            lambda values, by: reversed(shared(values, by)),
            serializers.shared,
        ),
        **{
            says: (answer, wsgi.by_header)
            for says, answer in wsgi_answers.BY_HEADER_OTHERS.items()
        },
        **{
            says: (answer, wsgi.shout)
            for says, answer in wsgi_answers.SHOUT_OTHERS.items()
        },
        **{
            f"a host: {says}": (partial(returned, host), wsgi.fooled(ends, ours))
            for says, host in wsgi_answers.FOOLED_OTHERS.items()
        },
    },
    *(module.OTHERS for module in ANSWERS),
)

MISTAKES = joined(
    {
        "one key for all": (lambda value, key: sign(value, "mine"), preface.sign),
        "newest key only": (
            lambda token, keys: open_with(token, keys[:1]),
            preface.rotate,
        ),
        "unsigned": (lambda token, keys: [1], preface.rotate),
        "bare startswith": (startswith, views.below),
        "a generator's finally": (generator, views.guard),
        "closed too early": (too_early, views.guard),
        "not closed if the call fails": (half, views.guard),
        "closed twice": (
            lambda app, closed: guard(guard(app, closed), closed),
            views.guard,
        ),
        "no path": (lambda: None, views.wrong(startswith)),
        "a path that is right": (lambda: "/m/page", views.wrong(startswith)),
        "nothing is equal": (answers.nothing, htmldiff.match),
        "difflib's autojunk": (answers.junk, htmldiff.match),
        "equal items that cross": (answers.crossing, htmldiff.match),
        "equal is what stands there": (answers.in_place, htmldiff.match),
        "every <ins> is a mark": (answers.by_name, htmldiff.changes),
        "a mark ends at an end tag": (answers.to_first_end, htmldiff.changes),
        "all are accepted": (lambda diff, number: accept(diff), htmldiff.take),
        "counted from one": (
            lambda diff, number: answers.take(diff, number - 1),
            htmldiff.take,
        ),
        "an item keeps its mark": (answers.left_marked, htmldiff.take),
        "equal is taken for exact": (equal, serializers.shared),
        "a refusal is not caught": (careless, serializers.shared),
        "split at every bar": (at_bars, serializers.split),
        "a string ends at a quote": (at_quotes, serializers.split),
        "letters are counted": (letters, serializers.split),
        "nothing is returned": (lambda values, by: None, serializers.shared),
        "json changes it, and == sees it": (lambda: (1, 2), serializers.alike),
        "json keeps it": (lambda: [1, 2], serializers.alike),
        **{
            f"by header, {says}": (answer, wsgi.by_header)
            for says, answer in wsgi_answers.BY_HEADER_MISTAKES.items()
        },
        **{
            f"shout, {says}": (answer, wsgi.shout)
            for says, answer in wsgi_answers.SHOUT_MISTAKES.items()
        },
        **{
            f"a host: {says}": (partial(returned, host), wsgi.fooled(ends, ours))
            for says, host in wsgi_answers.FOOLED_MISTAKES.items()
        },
    },
    *(module.MISTAKES for module in ANSWERS),
)


@pytest.mark.parametrize("name", [*SOLUTIONS, *OTHERS])
def test_solution(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The solution of an exercise is accepted, and each other right answer."""
    check(*{**SOLUTIONS, **OTHERS}[name])
    assert capsys.readouterr().out.startswith("done: ")


@pytest.mark.parametrize("name", SOLUTIONS)
def test_stub(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty function is no answer, and the reader is told where to start."""
    check(empty, SOLUTIONS[name][1])
    assert capsys.readouterr().out.startswith("not yet: empty is still empty; first, ")


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A likely mistake is refused, with what was wanted and what came."""
    check(*MISTAKES[name])
    said = capsys.readouterr().out
    assert said.startswith("not yet, ")
    assert "wanted" in said
    assert "got" in said


def test_every_exercise_has_a_solution() -> None:
    """No exercise stands in a notebook that nobody has solved."""
    tags = {
        tag
        for path in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        for tag in cell["metadata"].get("tags", [])
        if tag.startswith("exercise")
    }
    assert tags == set(SOLUTIONS), "add it to SOLUTIONS, and likely MISTAKES"


def test_each_notebook_has_two_or_three_exercises() -> None:
    """A chapter is worked through, not only read."""
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        checks = path.read_text("utf-8").count('\n    "check(')
        assert 2 <= checks <= 3, f"{path.name}: {checks} exercises, two or three wanted"
