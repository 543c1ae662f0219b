"""The merge points compared: each cell has a source, and each source is there."""

from __future__ import annotations

import re
import subprocess
import sys
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from examples.success.parts import HTTP, MERGE_POINTS, QUEUE, SCRIPT, WSGI, ZEROMQ
from examples.success.show import merges
from examples.success.show.kills import LATER, YES, Killed
from notebooks.kernels import ROOT

FOUND = [Killed(who, {"a": YES, "b": LATER}) for who in merges.KILLED.values()]


def test_every_cell_says_where_it_comes_from() -> None:
    """It names a file or a cell that is there; a dash says why."""
    table = merges.table(FOUND)
    assert tuple(table) == MERGE_POINTS
    for row in table.values():
        assert tuple(row) == merges.ASPECTS
        for text, source in row.values():
            paths = re.findall(r"(?:examples|tests)/[^:,]*", source)
            assert bool(paths or "cell " in source) == (text != merges.NONE)
            assert source
            for path in paths:
                assert (ROOT / path).exists(), source


def test_no_test_that_is_named_is_gone() -> None:
    """A claim whose test was renamed would be nobody's."""
    assert merges.missing() == []


def test_a_test_that_is_gone_is_told() -> None:
    """A folder without tests shows nothing."""
    tests = [test for _, *tests in merges.SHOWN.values() for test in tests]
    assert merges.missing(ROOT / "slides") == tests


def test_what_is_late_is_counted() -> None:
    """The kills say how many steps work, and what only comes later."""
    cell = merges.table(FOUND)[QUEUE]["after a kill"]
    assert cell == ("1 of 2, 1\N{NO-BREAK SPACE}later", "cell kills: thumbnails")


def test_the_notebook_names_who_is_killed_behind_http() -> None:
    """It is not the front, which would take more with it."""
    words = (ROOT / "notebooks/14-success.ipynb").read_text("utf-8")
    assert f"which for HTTP is `{merges.KILLED[HTTP]}`" in words


def test_who_speaks_it_is_counted_from_sources() -> None:
    """WSGI is of one language, by its definition; ZeroMQ is not."""
    table = merges.table(FOUND)
    assert "Python" in table[WSGI]["spoken by"].text
    assert "Ruby" in table[ZEROMQ]["spoken by"].text
    assert "JS" in table[SCRIPT]["spoken by"].text


def test_one_cell_of_a_row_decides() -> None:
    """It is no dash, and no merge point is left out."""
    table = merges.table(FOUND)
    assert tuple(merges.DECISIVE) == MERGE_POINTS
    for point, aspect in merges.DECISIVE.items():
        assert table[point][aspect].text != merges.NONE


def test_latency_decides_for_wsgi_alone() -> None:
    """In the records a call is another size; the others differ by less than that."""
    others = [merges.seconds(point) for point in MERGE_POINTS if point != WSGI]
    assert merges.seconds(WSGI) < min(others) / 100
    assert max(others) < 10 * min(others)


def test_every_dash_is_told() -> None:
    """The line below the table says for each why."""
    assert merges.dashes() == (
        "– WSGI: nobody is between, a call ends before the next; "
        "HTTP: a request knows no other."
    )


def test_one_process_is_one_fate() -> None:
    """Who kills the shop that is joined by WSGI kills every part of it."""
    command = [sys.executable, "-m", "examples.success", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        try:
            said = process.stdout.readline().decode()
            address = re.search(r"http://127[\d.]+:\d+", said)
            assert address, said
            with urlopen(f"{address[0]}/stock/") as answer:
                assert answer.status == 200
        finally:
            process.kill()
    for path in ("/", "/stock/"):
        with pytest.raises(URLError):
            urlopen(f"{address[0]}{path}")
