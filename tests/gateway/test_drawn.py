"""The map of chapter 8 is the table."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from examples.gateway.map import CHERRY, STRIPES, picture, says
from examples.gateway.show.site import TABLE
from examples.gateway.trap import picture as trap
from examples.gateway.trap import says as trap_says
from slides.press.drawable import faults


def words(svg: str) -> list[str]:
    """The texts of a drawing, in order."""
    found = ElementTree.fromstring(svg).iter()
    return [str(one.text) for one in found if one.tag.endswith("}text")]


def test_every_row_is_on_the_map() -> None:
    """Path, name, language and framework of each application are written there."""
    drawn = words(picture(TABLE))
    for row in TABLE:
        assert {row.path, row.name, f"{row.language}, {row.made_with}"} <= set(drawn)
    assert list(faults(picture(TABLE))) == []


def test_a_new_row_is_on_the_map() -> None:
    """The map is made from the table: who comes later is on it."""
    new = replace(TABLE[1], path="/news/", name="news", language="Ruby")
    svg = picture([*TABLE, new])
    assert {"/news/", "news", "Ruby, Bottle"} <= set(words(svg))
    assert "/news/       news, Bottle; cached below /news/" in says([*TABLE, new])


def test_languages_are_told_apart() -> None:
    """Each language has its stripe, a copy a box of its own, a guard its colour."""
    svg = picture(TABLE)
    python = sum(row.copies for row in TABLE if row.language == "Python")
    assert svg.count(STRIPES["Python"]) == python == 5
    assert svg.count(STRIPES["JavaScript"]) == 1
    assert svg.count(CHERRY) == sum(row.guarded for row in TABLE)


def test_the_trap_is_drawn_as_it_was_seen() -> None:
    """The way round the guard is red if something came by it; the status is there."""
    sprung, closed = trap(401, True), trap(401, False)
    assert list(faults(sprung)) == []
    assert {"401", "include /orders/", "auth_request"} <= set(words(sprung))
    assert "orders, trusting" in words(sprung)
    assert {"orders", "JavaScript"} <= set(words(closed))
    assert CHERRY in sprung.partition("include /orders/")[0][-80:]
    assert CHERRY not in closed.partition("include /orders/")[0][-80:]
    assert trap_says(401, True).endswith("with the orders")
    assert trap_says(401, False).endswith("without them")
