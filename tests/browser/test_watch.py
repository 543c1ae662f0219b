"""python -m slides.watch: save a source, and the open page is the new one."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from examples.peers import held
from slides.present import HOST, ROOT
from tests.browser.console import follow, open_console
from tests.browser.copies import PATIENCE, copy, running, wait
from tests.browser.heard import Heard
from tests.browser.reveal import HERE, current, go, ids, open_deck

pytestmark = pytest.mark.peer("chromium")

BUILT = ("node_modules", "build/fonts")
CHAPTER = "04-views.rst"  # it has a live example; the others would only take longer


class Watched(NamedTuple):
    """A tree that is being watched, and where it is served."""

    root: Path
    address: str
    output: Path

    def chapter(self) -> Path:
        """Return the source of the chapter."""
        return self.root / "slides" / "chapters" / CHAPTER

    def rename(self, title: str, new: str) -> None:
        """Save the chapter with another heading of a slide."""
        text = self.chapter().read_text("utf-8")
        mark = text.partition(f"\n{title}\n")[2][:1]
        self.edit(self.chapter(), f"\n{title}\n{mark}", f"\n{new}\n{mark * len(new)}")

    def titles(self) -> list[str]:
        """Return the headings of the chapter's main line."""
        return re.findall(r"^(\w.*)\n---", self.chapter().read_text("utf-8"), re.M)

    def edit(self, path: Path, old: str, new: str) -> None:
        """Save a file as editors do: a new one, put in its place."""
        text = path.read_text("utf-8")
        assert old in text
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text.replace(old, new), "utf-8")
        beside.replace(path)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Watch a deck of one chapter that was never built, as `make watch` does."""
    root = copy(tmp_path_factory.mktemp("watched"), "slides", "examples", "notebooks")
    deck = root / "slides" / "deck.rst"
    front, _, _ = deck.read_text("utf-8").partition(".. part::")
    (root / "slides" / "cuts.toml").unlink()  # it names slides of other chapters
    deck.write_text(f"{front}.. include:: chapters/{CHAPTER}\n", "utf-8")
    for name in BUILT:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(ROOT / name)
    with held() as port:
        command = ["slides.watch", "--no-browser", f"--port={port}"]
        ready = running(root, *command, ready="/?live&watch", seconds=PATIENCE)
        with ready as output:
            yield Watched(root, f"http://{HOST}:{port}/", output)
        with pytest.raises(ConnectionRefusedError):  # its server ends with it
            socket.create_connection((HOST, port))


def asked_again(page: Page, part: str = "") -> None:
    """Wait until a page whose address has that part has asked for news twice."""
    for _ in range(2):
        page.context.wait_for_event(
            "response",
            lambda answer: answer.request.method == "HEAD" and part in answer.url,
        )


def test_a_save_is_shown(page: Page, heard: Heard, watched: Watched) -> None:
    """New words of a slide come to the open page, once; it stays on its slide."""
    open_deck(page, watched.address, "?live=60&watch")
    go(page, ids(page)[-1])
    last, title = current(page), page.locator(f"{HERE} h2").inner_text()
    with watched.chapter().open("a", encoding="utf-8") as chapter:
        chapter.write("\n\nA new slide\n-----------\n\nWords.\n\n.. notes:: None.\n")
    expect(page.locator("h2", has_text="A new slide")).to_be_attached()
    page.locator(".reveal.ready").wait_for()
    assert (current(page), page.locator(f"{HERE} h2").inner_text()) == (last, title)
    asked_again(page)
    assert len(heard.pages) == 2


def test_a_save_is_shown_in_the_console(page: Page, watched: Watched) -> None:
    """Wall and console are loaded anew, and go on together."""
    open_deck(page, watched.address, "?live=60&watch")
    console = open_console(page)
    watched.rename(watched.titles()[0], "What was said then")
    page.locator("h2:has-text('What was said then')").wait_for(state="attached")
    page.locator(".reveal.ready").wait_for()  # now its scripts have run
    digest = page.evaluate("settings.digest")
    expect(console.locator("body")).to_have_attribute("data-digest", digest)
    follow(console, current(page))
    page.keyboard.press("ArrowRight")
    follow(console, current(page))


def test_a_renamed_slide_stays_in_sight(page: Page, watched: Watched) -> None:
    """Who edits a heading goes on looking at the slide, though its id is new."""
    open_deck(page, watched.address, "?live=60&watch")
    go(page, "04-views--a-form-can-be-read-once")
    title = page.locator(f"{HERE} h2").inner_text()
    watched.rename(title, f"{title} now")
    renamed = page.locator(f"{HERE} h2", has_text=f"{title} now")
    expect(renamed).to_be_attached()


def test_a_fault_keeps_the_last_good_page(page: Page, watched: Watched) -> None:
    """A deck with a fault is not shown; the fault is printed; mended, it goes on."""
    open_deck(page, watched.address, "?live=60&watch")
    watched.edit(watched.chapter(), ".. notes::", ".. mistake::")
    said = watched.output.read_text
    wait(lambda: 'Unknown directive type "mistake"' in said(), said)
    assert page.locator(".reveal.ready").count() == 1
    watched.edit(watched.chapter(), ".. mistake::", ".. notes::")
    watched.rename(watched.titles()[1], "What the old one did")
    mended = page.locator("h2", has_text="What the old one did")
    expect(mended).to_be_attached()


def test_a_live_example_is_taken_anew(page: Page, watched: Watched) -> None:
    """Saved code of an example is what its live page runs."""
    open_deck(page, f"{watched.address}?live=60&watch")
    live = watched.root / "examples" / "views" / "show" / "live.py"
    page.evaluate("document.body.id = 'old'")
    watched.edit(live, "does the inner application believe", "is the inner one")
    expect(page.locator("#old")).not_to_be_attached()
    page.goto(f"{watched.address}live/views/")
    expect(page.locator("h1")).to_contain_text("is the inner one")
