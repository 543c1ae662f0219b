"""Keep how long each slide was on the wall, and compare it with the plan.

``make present REHEARSE=1`` begins a rehearsal; the deck posts a slide's seconds when it
leaves the slide.  They are in ``build/rehearsal.json`` as soon as they come, so that a
rehearsal that breaks off is kept as well.  The next start prints it, and begins anew
with the first slide that comes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from threading import Lock

from .press.line.cuts import clock
from .press.line.toml import MAIN

FILE = Path("build", "rehearsal.json")
OVER = 5  # seconds; a slide may take as many more than planned


class Plan(HTMLParser):
    """The seconds of each slide on the line of a cut, from the page as it is built."""

    def __init__(self, page: Path, cut: str = MAIN) -> None:
        super().__init__()
        self.cut = cut
        self.seconds: dict[str, int] = {}
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a slide: what is below the line is planned with no time."""
        said = {name: value or "" for name, value in attrs}
        if tag == "section" and "data-seconds" in said:
            on_line = self.cut in said["data-line"].split()
            self.seconds[said["id"]] = int(said["data-seconds"]) if on_line else 0


class Rehearsal:
    """Sums the seconds of each slide in a file; threads may add at once."""

    def __init__(self, file: Path, plan: Mapping[str, int]) -> None:
        self.file = file
        self.plan = plan
        self.spent: dict[str, float] = {}
        self.lock = Lock()

    def add(self, said: object) -> None:
        """Add ``{"slide": id, "seconds": number}``.

        Raises ValueError for anything else, and for a slide that the deck has not.
        """
        match said:
            case {"slide": str(slide), "seconds": int() | float() as seconds} if (
                slide in self.plan and math.isfinite(seconds) and seconds >= 0
            ):
                with self.lock:
                    self.spent[slide] = self.spent.get(slide, 0) + seconds
                    kept = {"plan": dict(self.plan), "spent": self.spent}
                    beside = self.file.with_suffix(".new")
                    beside.write_text(json.dumps(kept, indent=1), "utf-8")
                    beside.replace(self.file)
            case _:
                what = "a slide of the deck, and its seconds from 0"
                raise ValueError(f"expected {what}; given {said!r:.80}")


def read_table(file: Path) -> str:
    """Return the table of the rehearsal that a file keeps; nothing if there is none."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        plan, spent = kept["plan"], kept["spent"]
        return "\n".join(table(plan, spent))
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"{file.name}: cannot be read ({error}); the next rehearsal replaces it"


def table(plan: Mapping[str, int], spent: Mapping[str, float]) -> Iterable[str]:
    """Yield a line a slide that was shown, in the order of the deck, and the sum."""
    shown = [(slide, plan.get(slide, 0), int(spent[slide] + 0.5)) for slide in spent]
    order = {slide: number for number, slide in enumerate(plan)}
    shown.sort(key=lambda row: order.get(row[0], len(order)))
    width = max(map(len, ["rehearsal", *spent]))
    yield f"{'rehearsal':{width}}  planned  spent"
    for slide, planned, took in shown:
        over = took - planned
        mark = f"  {clock(over)} over" if over > OVER else ""
        yield f"{slide:{width}}  {clock(planned):>7}  {clock(took):>5}{mark}"
    planned, took = sum(row[1] for row in shown), sum(row[2] for row in shown)
    yield f"{'sum':{width}}  {clock(planned):>7}  {clock(took):>5}"
    missed = [
        slide for slide, planned in plan.items() if planned and slide not in spent
    ]
    if missed:
        count = f"{len(missed)} slide{'s' * (len(missed) > 1)}"
        yield f"not shown: {count} of the line, from {missed[0]}"
