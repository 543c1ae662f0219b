"""The map shows who runs, where the talk has come so far, and what a kill took."""

from __future__ import annotations

import re

import pytest

from examples.success import MERGE_POINTS, PLACES, TABLE, WORKERS, lines, many
from examples.success.parts import GATEWAY, HTTP, WSGI, Part, Place, Worker
from notebooks.figures import success
from notebooks.figures.draw import CHERRY, INK, SOFT
from notebooks.figures.success import PEOPLE, SEATS, kills, met, shop
from notebooks.show import Drawing
from slides.press.drawable import faults
from slides.press.svg import parse

ROWS: list[Part | Worker | Place] = [*TABLE, *WORKERS, *PLACES]
EVERYBODY = {one.name for one in ROWS} | {PEOPLE, GATEWAY}
CHAPTERS = sorted({one.chapter for one in ROWS})


def words(figure: Drawing) -> dict[str, str]:
    """Return the fill of each word in bold, and of others that are no such."""
    texts = [one for one in parse(figure.svg).iter() if one.tag.endswith("}text")]
    texts.sort(key=lambda one: "font-weight" in one.attrib)
    return {str(one.text): one.attrib["fill"] for one in texts}


def told(figure: Drawing) -> set[str]:
    """Return the lines of a map, in words."""
    return {*figure.says.split("; ")[1:]}


def test_everybody_has_a_seat() -> None:
    """No part is missing on the map, and none is there that does not run."""
    assert SEATS.keys() == EVERYBODY
    assert words(shop()).keys() >= EVERYBODY


def test_the_lines_are_those_of_the_table() -> None:
    """People reach the gateway; all other lines are the configuration's."""
    wanted = {f"{one.one} - {one.other}, {one.by}" for one in lines()}
    assert told(shop()) == wanted | {f"{PEOPLE} - {GATEWAY}, {HTTP}"}


def test_the_map_names_what_runs(shop: many.Shop) -> None:
    """Each process is a box, and each box without one says which language it needs."""
    boxes = EVERYBODY - {PEOPLE, *(place.name for place in PLACES)}
    away = {one.name for one in TABLE if one.language != "Python"}
    assert {*shop.kept} == boxes - away
    assert {*shop.kept} < words(success.shop()).keys()


def test_it_grows() -> None:
    """A chapter takes nobody away, and what is new has full ink."""
    before: set[str] = set()
    for chapter in CHAPTERS:
        found = words(shop(chapter))
        names = found.keys() & EVERYBODY
        assert before <= names
        for name in names - before - {PEOPLE}:
            assert found[name] == INK, (chapter, name)
        for name in before:
            assert found[name] == (SOFT if name != GATEWAY or chapter > "07" else INK)
        before = names
    assert before == EVERYBODY


def test_until_there_is_a_dispatcher_people_ask_each_part() -> None:
    """Then it calls them, by WSGI; since the next chapter it asks, by HTTP."""
    assert {one.one for one in met("01-timeline")} == {PEOPLE}
    assert {one.by for one in met("07-wsgi") if one.one == GATEWAY} == {WSGI}
    before = {one.other for one in met("06-serializers") if one.one == PEOPLE}
    assert len(before) == 6  # as 14-success says
    by_itself = {one.other for one in met("07-wsgi") if one.one == PEOPLE}
    assert by_itself == {GATEWAY, "basket"}  # PHP is in no process of Python
    assert HTTP in {one.by for one in met("08-gateway") if one.one == GATEWAY}


def test_the_servers_are_named_or_what_stands_for_them() -> None:
    """With peers each place has its server; without, what is embedded; nginx is one."""
    there, away = words(shop()), words(shop(peers=False))
    assert {"nginx", *success.SERVERS.values()} <= there.keys()
    assert success.SERVERS.keys() == {one.peer for one in PLACES if one.peer}
    assert not {"nginx", *success.SERVERS.values()} & away.keys()
    assert {one.embedded for one in PLACES} <= away.keys()
    assert there.keys() - away.keys() >= {"basket", "PHP", "orders", "Node"}


def test_a_basket_has_a_panel_for_each_count() -> None:
    """Its number and what is counted."""
    figure = success.basket({"languages": 10, "servers": 4})
    assert words(figure).keys() == {"10", "languages", "4", "servers"}
    assert figure.says == "10 languages, 4 servers"
    assert list(faults(figure.svg)) == []


def test_every_merge_point_has_its_sign() -> None:
    """No two are drawn alike; a solid line is WSGI's."""
    signs = {
        success.sign(by, INK, "M0 0 H9") for by in MERGE_POINTS if by != "JavaScript"
    }
    assert len(signs) == len(MERGE_POINTS) - 1
    assert "q" in success.waves(0, 80, 9)


def test_who_is_killed_is_struck() -> None:
    """With its lines, and nobody else."""
    figure = shop(down=["highlighter"])
    red = [name for name, fill in words(figure).items() if fill == CHERRY]
    assert red == ["highlighter"]
    strokes = re.findall(rf'stroke="{CHERRY}"', figure.svg)
    assert len(strokes) == 2  # its line, and the one through its name


def test_who_is_not_there_cannot_be_killed() -> None:
    """The error says who is."""
    with pytest.raises(LookupError, match="'store' is not on the map of 04-views"):
        shop("04-views", down=["store"])


def test_a_new_part_wants_a_seat(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names it, and where to give it one."""
    monkeypatch.delitem(SEATS, "bar")
    with pytest.raises(LookupError, match=r"'bar' has no seat .* add it to SEATS"):
        shop()


def test_a_kill_has_a_mark_for_each_step() -> None:
    """Yes, no and later are three signs, and what is lost is said in words."""
    rows = [
        ("nobody", {"order": "yes", "API": "yes"}),
        ("a", {"order": "no", "API": "later"}),
    ]
    figure = kills(rows)
    shapes = re.findall(r'd="([^"]+)"/></g>', figure.svg)
    assert shapes == [success.TICK, success.TICK, success.CROSS]
    assert words(figure).keys() == {"killed", "order", "API", "nobody", "a", "later"}
    assert figure.says == "nobody: all works\na: order no, API later"


@pytest.mark.parametrize("chapter", ["", *CHAPTERS])
def test_it_can_stand_on_a_slide(chapter: str) -> None:
    """The press finds no fault in it."""
    assert list(faults(shop(chapter).svg)) == []


def test_a_comparison_wraps_its_cells() -> None:
    """Every word of a cell is drawn, and the whole table is told."""
    row = ["queue", "10 ms", "12 of 13, one later", "Python", "–", "first in"]
    head = ["merge point", *"abcde"]
    figure = success.comparison(head, [row], {"queue": "b"}, "– queue: so it is.")
    assert {"12 of 13,", "one later", "queue"} <= words(figure).keys()
    assert figure.says == (
        "merge point: queue, a: 10 ms, b: 12 of 13, one later, c: Python, d: –, "
        "e: first in; b decides\n– queue: so it is."
    )
    assert list(faults(figure.svg)) == []
