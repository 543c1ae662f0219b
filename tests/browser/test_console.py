"""The console: notes, the next slide, the time; and what befalls it in a talk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from examples.views.show.server import serving
from slides.present import EXAMPLES, ROOT, Present
from slides.rehearsal import Plan, Rehearsal, read_table
from tests.browser.console import follow, open_console
from tests.browser.copies import wait
from tests.browser.reveal import HERE, current, go, ids, open_deck, until
from tests.browser.test_access import check

pytestmark = pytest.mark.peer("chromium")

STEPS = "04-views--what-the-talk-said"


@pytest.fixture(params=["file", "http", "opener"])
def wall(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open the 20-minute cut, as a file, from a server, or where no channel speaks."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    if request.param == "opener":
        context.add_init_script("BroadcastChannel.prototype.postMessage = () => {}")
    where = "present" if request.param == "http" else "built"
    page = context.new_page()
    open_deck(page, request.getfixturevalue(where), "?cut=20")
    yield page
    context.close()


@pytest.fixture
def whole(page: Page, built: Path) -> Page:
    """Open the whole deck as a file."""
    open_deck(page, built)
    return page


def line(wall: Page) -> list[str]:
    """Return the ids of the slides on the line, as the wall has them."""
    found: list[str] = wall.evaluate(
        "Reveal.getHorizontalSlides().map(s => (s.querySelector('section') ?? s).id)"
    )
    return found


def reload(wall: Page) -> None:
    """Load the wall anew, as soon as its address says where it is."""
    until(wall, "location.hash === `#/${Reveal.getCurrentSlide().id}`")
    wall.reload()
    wall.locator(".reveal.ready").wait_for()


def test_it_follows_and_drives(wall: Page) -> None:
    """It shows slide, step, notes, and what is next; its keys move the wall."""
    console = open_console(wall)
    before = line(wall)[line(wall).index(STEPS) - 1]
    go(wall, before)
    follow(console, before)
    console.keyboard.press("ArrowRight")
    follow(console, STEPS)
    assert current(wall) == STEPS
    console.keyboard.press("ArrowRight")
    until(wall, "Reveal.getIndices().f === 0")
    n, steps = line(wall).index(STEPS) + 1, wall.locator(f"{HERE} .fragment").count()
    said = f"slide {n} of {len(line(wall))}, step 1 of {steps}"
    expect(console.locator("#place")).to_have_text(said)
    expect(console.locator("#here .fragment.visible")).to_have_count(1)
    title = wall.locator(f"[id='{line(wall)[n]}'] h2").text_content() or ""
    expect(console.locator("#next h2")).to_have_text(title)
    notes = wall.locator(f"{HERE} aside.notes:not(.cue) p").all_text_contents()
    assert notes
    expect(console.locator("#notes > p")).to_have_text(notes)
    expect(console.locator("#notes > .cue")).to_have_count(1)


def test_a_cut_is_changed_while_speaking(wall: Page) -> None:
    """What fits keeps the end, and outlives a reload; a cut brings all back."""
    console = open_console(wall)
    before = line(wall)
    go(wall, before[3])
    follow(console, before[3])
    console.locator("#minutes").fill("1")  # a slip of the finger
    console.locator("#minutes").press("Enter")
    until(wall, f"Reveal.getHorizontalSlides().length < {len(before) // 2}")
    console.locator("#minutes").fill("5")
    console.locator("#minutes").press("Enter")
    until(wall, f"Reveal.getHorizontalSlides().length > {len(before) // 4}")
    after = line(wall)
    rest = after[after.index(before[3]) + 1 :]
    pace = dict(wall.evaluate("Reveal.getSlides().map(s => [s.id, s.dataset.seconds])"))
    assert 240 < sum(int(pace[slide]) for slide in rest) <= 300
    assert (after[:4], after[-1]) == (before[:4], before[-1])
    assert set(after) < set(before)
    assert current(wall) == before[3]
    reload(wall)
    assert (line(wall), current(wall)) == (after, before[3])
    console.locator("#cut").select_option("20")
    until(wall, f"Reveal.getHorizontalSlides().length === {len(before)}")
    assert line(wall) == before


def test_it_outlives_reloads(wall: Page) -> None:
    """Both windows loaded anew, the console closed and opened: the clock goes on."""
    console = open_console(wall)
    console.keyboard.press("ArrowRight")
    follow(console, line(wall)[1])
    until(console, "clock.since")
    began = console.evaluate("clock.since")
    console.reload()
    follow(console, line(wall)[1])
    reload(wall)
    wall.keyboard.press("s")  # brings back this one
    wall.keyboard.press("ArrowRight")
    follow(console, line(wall)[2])
    assert len(wall.context.pages) == len([wall, console])
    console.close()
    while wall.context.pages == [wall]:  # the wall may not have noticed
        wall.keyboard.press("s")
    console = wall.context.pages[-1]
    follow(console, line(wall)[2])
    assert began == console.evaluate("clock.since")
    assert began


def test_the_clock_begins_with_a_move(whole: Page) -> None:
    """Not when the console opens, wherever the wall is, nor when a cut is chosen.

    What is before the slide at which it begins is planned for its beginning.  T stops
    it, with the caps lock as well; it outlives the slide at which it began.
    """
    go(whole, line(whole)[3])
    console = open_console(whole)
    console.locator("#cut").select_option("20")
    until(console, "here.cut === '20'")
    follow(console, current(whole))
    assert console.evaluate("[clock.since, clock.base]") == [None, None]
    expect(console.locator("#pace")).to_have_text("on time")
    console.keyboard.press("ArrowRight")
    until(console, "clock.since && clock.base")
    assert console.evaluate("clock.base.id") == current(whole)
    expect(console.locator("#pace")).to_have_text("on time")
    console.keyboard.press("ArrowLeft")
    until(console, "here.id !== clock.base.id")
    expect(console.locator("#sum")).to_contain_text("planned here 0:00,")
    console.keyboard.press("T")
    until(console, "!clock.since && clock.spent")
    console.evaluate("clock.base.id = 'a-slide-that-is-gone'; keep()")
    console.reload()
    follow(console, current(whole))
    expect(console.locator("#pace")).to_have_text("on time")
    assert console.evaluate("clock.spent")


def test_a_held_key_counts_once(whole: Page) -> None:
    """The keyboard repeats it; the wall is dark and stays so."""
    console = open_console(whole)
    for _ in range(2):
        console.keyboard.down("b")
    until(whole, "document.querySelector('.dark')")
    console.keyboard.up("b")
    console.keyboard.press("ArrowRight")
    follow(console, line(whole)[1])
    assert whole.locator(".dark").count() == 1


def test_two_may_be_open(whole: Page) -> None:
    """Either moves the wall, and the other; they have one clock."""
    console = open_console(whole)
    second = whole.context.new_page()
    second.goto(console.url)
    follow(second, line(whole)[0])
    second.keyboard.press("ArrowRight")
    follow(console, line(whole)[1])
    until(console, "clock.since")
    until(second, f"clock.since === {console.evaluate('clock.since')}")


def test_it_goes_on_without_server_and_wall(page: Page, built: Path) -> None:
    """The server dies: S opens it. The wall closes: its keys still move it."""
    with serving(Present(built, ROOT / EXAMPLES)) as address:
        with page.expect_response("**/console.html"):
            open_deck(page, address + "/")
        page.wait_for_load_state("networkidle")
    console = open_console(page)
    expect(console.locator("#notes")).to_contain_text("Armin Ronacher")
    console.keyboard.press("ArrowRight")
    follow(console, line(page)[1])
    after = line(page)[2]
    page.close()
    expect(console.locator("#wire")).to_have_text("No wall: keys move this page alone")
    console.keyboard.press("ArrowRight")
    until(console, f"here.id === {after!r}")


@pytest.mark.parametrize("how", ["behind", "ahead", "on time"])
def test_the_pace_is_of_this_slide(whole: Page, how: str) -> None:
    """Behind the end that was planned for it, ahead of its beginning, or on time."""
    console = open_console(whole)
    *before, here = line(whole)[:4]
    pace = dict(
        whole.evaluate("Reveal.getSlides().map(s => [s.id, s.dataset.seconds])")
    )
    start = sum(int(pace[slide]) for slide in before)
    spent = {"behind": start + int(pace[here]) + 80, "ahead": start - 65}.get(
        how, start
    )
    kept = {
        "spent": spent * 1000,
        "since": None,
        "base": {"seconds": 0, "id": before[0]},
    }
    console.evaluate("kept => { clock = kept; keep(); }", kept)
    go(whole, here)
    follow(console, here)
    said = {"behind": "1:20 behind", "ahead": "1:05 ahead"}.get(how, how)
    expect(console.locator("#pace")).to_have_text(said)


def test_the_size_of_the_notes_is_remembered(whole: Page) -> None:
    """It begins with 28 pixels in a window of 720, never smaller; 72 are the most."""
    console = open_console(whole)
    notes = console.locator("#notes")
    expect(notes).to_have_css("font-size", "28px")
    console.locator("#smaller").click()
    expect(notes).to_have_css("font-size", "28px")
    console.keyboard.press("+")
    console.reload()
    expect(notes).to_have_css("font-size", "30px")
    for _ in range(25):
        console.keyboard.press("+")
    expect(notes).to_have_css("font-size", "72px")
    console.evaluate("localStorage.removeItem('console-notes')")


def test_it_says_which_demos_are_up(page: Page, present: str) -> None:
    """Those of the cut, before one gets there; one that fails is named."""

    def answer(route: Route) -> None:
        route.fulfill(status=500 if "datastore" in route.request.url else 200)

    page.context.route("**/live/**", answer)
    open_deck(page, present, "?cut=20&live")
    console = open_console(page)
    expect(console.locator("#demos .down")).to_have_text(["datastore down"])
    expect(console.locator("#demos span:not(.down)")).to_have_text(["processes up"])
    page.context.unroute("**/live/**")


def test_axe_finds_nothing(whole: Page) -> None:
    """Neither in the console's own words nor in the pictures, of paper or cherry."""
    console = open_console(whole)
    assert check(console) == []


def test_a_rehearsal_is_kept(
    page: Page, built: Path, tmp_path: Path, serve: Callable[[WSGIApplication], str]
) -> None:
    """Each slide that was left has its seconds, the last one when the page goes."""
    file = tmp_path / "rehearsal.json"
    plan = Plan(built / "index.html", "20").seconds
    rehearsal = Rehearsal(file, plan)
    address = serve(Present(built, ROOT / EXAMPLES, rehearsal)) + "/"
    open_deck(page, address, "?cut=20&rehearse")
    page.keyboard.press("ArrowRight")
    until(page, "Reveal.getIndices().h === 1")
    page.goto("about:blank")
    wait(lambda: "part--change" in read_table(file), lambda: str(rehearsal.spent))
    assert [*rehearsal.spent] == ["title", "part--change"]


def test_notes_are_never_on_the_wall(page: Page, built: Path) -> None:
    """No slide shows its notes, not even in the print view."""
    for query in ("", "?view=print"):
        open_deck(page, built, query)
        assert page.locator("aside.notes:not(.cue)").count() == len(ids(page))
        assert page.locator("aside.notes:visible").count() == 0
