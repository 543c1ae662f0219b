"""What `make bench` promises: paired times, honest records, one look."""

import ast
import json
import os
import platform
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from pygments import __version__ as pygments_version
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from bench import wsgi
from bench.__main__ import known, main
from bench.attempt import MissingError, attempt
from bench.faces import beside, latency, load, running
from bench.faces.code import SIZES, code, distinct
from bench.faces.process import family, is_worker, python, spent, started
from bench.grown import EDITED, VOCABULARIES, WRAPPED, grown
from bench.htmldiff import ALSO, summary
from bench.pages import CURE, MissingPagesError, Pair, pairs
from bench.race import race, ratios, spread, told
from bench.record import ROOT, machine, processor, write
from bench.ways import FEWEST, Way, bare, compare
from bench.words import by_attribute, least, marked, words
from examples.wsgi.dispatch import Dispatcher
from examples.wsgi.html_bar.bar import Bar
from notebooks import records
from tests.setup.clone import Clone

pytestmark = pytest.mark.beside("notebooks")

RECORDED = sorted(path.parent.name for path in ROOT.glob("examples/*/bench.json"))


def test_each_round_runs_every_way_once_and_turns_round() -> None:
    """A machine that slows down slows all ways alike."""
    order: list[str] = []
    ways = {name: partial(order.append, name) for name in "ABC"}
    race(ways, rounds=3)
    assert "".join(order) == "ABC" + "CBA" + "ABC"


def test_ratios_are_taken_within_a_round() -> None:
    """Twice as slow in every round is twice as slow, however the rounds differ."""
    times = {"slow": [2.0, 20.0, 200.0], "fast": [1.0, 10.0, 100.0]}
    assert ratios(times, "fast") == {"slow": (2, 2, 2), "fast": (1, 1, 1)}


def test_times_come_from_the_clock() -> None:
    """A call is timed from just before it to just after."""
    ticks = count(step=5)
    times = race({"A": lambda: None}, 2, clock=lambda: float(next(ticks)))
    assert times == {"A": [5.0, 5.0]}


def test_spread_is_told_by_quartiles() -> None:
    """One slow round of five moves neither the middle nor the quarter below."""
    assert spread([1.0, 2.0, 3.0, 4.0, 90.0]) == (2, 3, 4)
    assert spread([7.0]) == (7, 7, 7)


@pytest.mark.parametrize(
    ("way", "limit", "failure"),
    [
        (partial(int, "many"), 60, "ValueError: invalid literal for int() with"),
        (Event().wait, 0.2, "given up after 0.2 s"),
        (partial(os._exit, 3), 60, "ended by itself, status 3"),
    ],
)
def test_a_way_that_fails_is_named(
    way: Callable[[], object], limit: float, failure: str
) -> None:
    """What raises, takes too long or crashes is recorded, and nothing else ends."""
    assert attempt(way, limit=limit).failure.startswith(failure)


def test_what_a_way_prints_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    """lxml prints where it fails; a measurement prints its own lines only."""
    assert attempt(partial(print, "noise")).failure == ""
    assert capfd.readouterr().out == ""


def test_a_failing_way_is_named_beside_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a way did not manage is in the record, and in no sum."""
    ways = {
        "lxml": Way(lambda old, new: f"{old}<ins>{new}</ins>"),
        "none": Way(lambda old, new: ""),
    }
    monkeypatch.setattr("bench.ways.WAYS", ways)
    monkeypatch.setattr("bench.htmldiff.WAYS", ways)
    row = compare(Pair("x", "<p>a</p>", "<p>b</p>"), patience=0.01)
    assert row["ways"]["none"] == {
        "failed": "ValueError: an empty diff of two full pages"
    }
    assert row["ways"]["lxml"]["ratio"] == (1, 1, 1)
    hurried = compare(Pair("x", "<p>a</p>", "<p>b</p>"), patience=1e-9)
    assert hurried["ways"]["lxml"]["rounds"] == FEWEST
    summed = summary([row, row])
    assert summed["none"] == {"pages": 0, "failed": 2, "marked": 0}
    assert (summed["lxml"]["marked"], summed["lxml"]["timed"]) == (0.5, 2)


def test_words_are_those_that_a_reader_sees() -> None:
    """Neither the head nor a script is read; what follows a comment is."""
    page = "<title>no</title><p>one<b>two</b><!-- no -->three<script>no</script>four"
    assert words(page) == ["one", "two", "three", "four"]


def test_the_least_is_what_the_common_words_leave() -> None:
    """One word replaced by another are two, whatever the tags around them."""
    assert least("<p>a b c</p>", "<div>a <b>x</b> c</div>") == 2
    assert least("<p>a b c</p>", "<p>a b c</p>") == 0


def test_marked_words_are_counted_once() -> None:
    """A mark within a mark marks nothing more; a mark may be an attribute."""
    assert marked("<p>a <ins>b <del>c</del></ins> d</p>") == 2
    diff = (
        '<ul><li data-diff="ins">a <ins data-diff="ins">b</ins></li></ul><ins>c</ins>'
    )
    assert marked(diff, by_attribute) == 2


@pytest.mark.parametrize("text", VOCABULARIES)
def test_a_seed_grows_one_page(text: str) -> None:
    """Two measurements compare the same pages; another seed makes others."""
    assert grown(5, text) == grown(5, text)
    assert grown(5, text) != grown(5, text, seed=2)


@pytest.mark.parametrize("text", VOCABULARIES)
@pytest.mark.parametrize("also", [*ALSO.values()][1:])
def test_pages_with_other_tags_have_the_words_of_the_others(
    text: str, also: Callable[..., Pair]
) -> None:
    """Splitting, merging, wrapping and renaming move tags alone; the old page stays."""
    plain, other = grown(50, text), also(50, text)
    assert other.old == plain.old
    assert words(other.new) == words(plain.new)
    assert other.new != plain.new


def test_a_wrapper_costs_no_marked_word() -> None:
    """What came around others is told by a tag, and so is a name that changed."""
    marks = [
        marked(bare(pair.old, pair.new), by_attribute)
        for pair in (grown(50), grown(50, wrap=WRAPPED))
    ]
    assert marks[0] == marks[1]


def test_about_a_twentieth_of_a_grown_page_is_edited() -> None:
    """A replaced word counts once in each page, so twice in the least."""
    old, new = grown(500)[1:]
    share = least(old, new) / (len(words(old)) + len(words(new)))
    assert 0.5 * EDITED < share < EDITED


def test_missing_pages_name_the_cure(tmp_path: Path) -> None:
    """Who runs one test file alone is told what to type."""
    with pytest.raises(MissingPagesError, match=CURE):
        next(pairs(tmp_path))


def test_an_unknown_example_is_answered_by_the_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A mistyped name measures nothing."""
    assert main(["htmldif"]) == 2
    assert (
        capsys.readouterr().err == f"bench: htmldif? known are {', '.join(known())}\n"
    )


def test_missing_pages_end_a_measurement_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The old record stays."""

    def measure() -> None:
        raise MissingPagesError("no page")

    monkeypatch.setattr("bench.htmldiff.SECTIONS", {"real": measure})
    monkeypatch.setattr("bench.__main__.write", pytest.fail)
    assert main(["htmldiff"]) == 1
    assert capsys.readouterr().err == "bench: no page\n"


def test_a_record_is_written_whole(tmp_path: Path) -> None:
    """What cannot be written leaves the old record; three digits are kept."""
    (tmp_path / "examples" / "x").mkdir(parents=True)
    content = {"seconds": [0.123456, 7], "by": {"a": 1234.5}, "ratio": (1.2345, 2)}
    path = write("x", content, tmp_path)
    before = path.read_text()
    assert json.loads(before) == {
        "seconds": [0.123, 7],
        "by": {"a": 1230.0},
        "ratio": [1.23, 2],
    }
    with pytest.raises(TypeError):
        write("x", {"seconds": object()}, tmp_path)
    assert path.read_text() == before


def test_a_machine_without_cpuinfo_has_a_processor(tmp_path: Path) -> None:
    """Where the kernel tells nothing, Python does, or it is unknown."""
    told = tmp_path / "cpuinfo"
    assert processor(told)
    told.write_text("model name\t: Abacus 3000\n")
    assert processor(told) == "Abacus 3000"


def test_every_example_that_can_be_measured_has_a_record() -> None:
    """A fresh clone builds from the records, and measures nothing."""
    assert known() == sorted([*RECORDED, "press"])


@pytest.mark.parametrize("name", RECORDED)
def test_a_record_says_where_when_and_what(name: str) -> None:
    """Kind of machine, versions, date and each section; neither host nor folder."""
    content = records.read(name)
    text = json.dumps(content)
    assert platform.node() not in text
    assert str(ROOT) not in text
    about = {"date", "machine", "versions", "what"}
    assert content.keys() >= about
    assert content["machine"].keys() == machine().keys()
    assert all(content["versions"].values())
    assert content["what"].keys() >= content.keys() - about
    assert content["date"] in records.where(content)


def test_a_missing_record_names_the_cure(tmp_path: Path) -> None:
    """An example that was never measured says how to."""
    with pytest.raises(FileNotFoundError, match="make bench ARGS=x"):
        records.read("x", tmp_path)


@pytest.mark.parametrize("target", ["slides", "present", "lab", "notebooks"])
def test_only_bench_measures(target: str, tmp_path: Path) -> None:
    """No other target runs a measurement, or fetches what only it needs."""
    planned = Clone(tmp_path).make("--dry-run", target).stdout
    assert "bench" not in planned


def test_a_way_that_failed_has_no_point() -> None:
    """A line ends where its way was given up, and no figure is made up."""
    managed = {"ways": {"A": {"seconds": 0.1}, "B": {"seconds": 0.2}}}
    given_up = {"ways": {"A": {"seconds": 1.0}, "B": {"failed": "given up after 60 s"}}}
    drawn = records.seconds({"2": managed, "500": given_up}, ["B", "A"])
    assert drawn == {"B": {2: 0.2}, "A": {2: 0.1, 500: 1.0}}


@pytest.mark.parametrize("personal", [False, True])
def test_both_bars_make_the_same_page(personal: bool) -> None:
    """What is compared does the same work, but for the length and its header."""
    app = wsgi.chunked(wsgi.html(wsgi.HEAD, 9000))
    ours = Bar(app, lambda environ: wsgi.NAV, personal=personal)
    theirs = wsgi.webob_way(app, personal)
    one, other = (Client(way).get("/") for way in (ours, theirs))
    assert wsgi.NAV.encode("ascii", "xmlcharrefreplace") in one.data
    assert one.data == other.data.replace(
        wsgi.NAV.encode(), wsgi.NAV.encode("ascii", "xmlcharrefreplace")
    )
    for name in ("ETag", "Cache-Control", "Vary"):
        assert one.headers.get(name) == other.headers.get(name)


def test_both_dispatchers_choose_the_same() -> None:
    """The places of the race are found by both, and so is what is below them."""
    app = wsgi.chunked(b"")
    mounts = dict.fromkeys(wsgi.flat(10), wsgi.chunked(b"mounted"))
    for way in (Dispatcher(mounts, app), DispatcherMiddleware(app, mounts)):
        client = Client(way)
        assert client.get("/m1/s").data == b"mounted"
        assert client.get("/m10x").data == b""


def test_ways_that_time_themselves_take_turns_too() -> None:
    """Another process tells its own seconds; the order turns round as well."""
    order: list[str] = []

    def way(name: str) -> float:
        order.append(name)
        return float(len(order))

    times = told({name: partial(way, name) for name in "AB"}, 2)
    assert (order, times) == ([*"ABBA"], {"A": [1, 4], "B": [2, 3]})


@pytest.mark.parametrize("kilobytes", SIZES)
def test_what_is_highlighted_is_code(kilobytes: str) -> None:
    """Whole functions of the right length; no docstring, which is one token."""
    length = len(distinct(kilobytes, "1.2.3").encode())
    assert 0.9 * SIZES[kilobytes] < length <= SIZES[kilobytes]
    tree = ast.parse(code(kilobytes))
    defined = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    assert len(defined) >= 3 * int(kilobytes) ** 0.5
    assert not any(map(ast.get_docstring, defined))


def test_no_code_is_sent_twice() -> None:
    """A shelf or a cache would answer what is to be measured."""
    calls = [distinct("1", f"{seed}.{number}") for seed in "12" for number in range(9)]
    assert len({*calls}) == len(calls)


def test_a_part_is_what_one_way_takes_longer_than_another() -> None:
    """Parts are taken within a round; a way's first part is a way itself."""
    times = {way: [1.0, 10.0, 1.0] for way in (*running.LAYERS, *running.OF_RUBY)}
    found = latency.summary(times | {"pipe": [3.0, 12.0, 3.0], "message": [2.0] * 3})
    assert found["ways"]["pipe"] == {"seconds": (3, 3, 7.5), "ratio": (2.1, 3, 3)}
    assert found["parts"]["pipe"]["lexing, formatting"].middle == 1
    assert found["parts"]["pipe"]["pipe, Ruby"].middle == 1


def test_another_python_is_no_rival() -> None:
    """Two Pythons, or two releases of Pygments, are refused rather than compared."""
    ours = {"python": os.path.realpath(sys.executable), "pygments": pygments_version}
    running.check(ours)
    for other in {"python": "/usr/bin/python2"}, {"pygments": "1.4"}:
        with pytest.raises(MissingError, match=r"pygments\.rb runs"):
            running.check(ours | other)


def test_a_missing_peer_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wants to measure is told what to install."""
    monkeypatch.setattr(running, "find", lambda name: None)
    monkeypatch.setattr(running, "version", lambda name: None)
    with pytest.raises(MissingError, match="apt-get install ruby"):
        running.versions()


def test_each_layer_calls_and_is_timed() -> None:
    """A process that was asked for calls tells as many times; it is seen to work."""
    with started(python("bench.faces.bare")) as process:
        before = spent(family(process.pid))
        for name in running.LAYERS:
            seconds = running.way_of_python(process, name)("1", 2, "test")
            assert len(seconds) == 2
            assert min(seconds) > 0
        pids = family(process.pid)
        assert spent(pids) > before
        assert [pid for pid in pids if is_worker(pid)] == pids  # and its child


def test_a_process_that_has_ended_is_told() -> None:
    """Nobody waits for the answer of a process that failed."""
    with (
        pytest.raises(EOFError, match="has ended"),
        started([sys.executable, "-c", ""]) as process,
    ):
        process.line()


def test_work_is_compared_with_a_worker_that_only_highlights() -> None:
    """Twice the processor's time for as many calls is half; the front counts once."""
    done = [load.Done(calls=12, wall=4.0, workers=2.0, front=1.0)] * 3
    found = load.told(done, plain=[12.0] * 3)
    assert found["calls a second"].middle == 3
    assert found["of a worker"].middle == 0.5
    assert found["with the front"].middle == pytest.approx(1 / 3)


def test_the_worst_call_is_recorded() -> None:
    """A median would not tell that somebody waited."""
    found = beside.summary([0.001] * 99 + [0.5])
    assert found["median"] == 0.001
    assert (found["99 %"], found["worst"], found["late"]) == (0.5, 0.5, 1)
