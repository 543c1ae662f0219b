"""CONTRIBUTING.md names every directive and option of the deck, and no other."""

import re

from docutils.parsers.rst import Directive

from slides.press.borrowed import KEPT
from slides.press.directives import OURS
from tests.press.project import ROOT

ROW = re.compile(r"^\| `([\w-]+)` \|([^|]*)\|", re.M)


def test_directives_and_options_are_documented() -> None:
    """A directive that is new, gone or has another option is named here."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = text.partition("| directive | options |")[2].partition("\n\n")[0]
    written = {
        name: set(re.findall(":([a-z-]+):", o)) for name, o in ROW.findall(table)
    }
    every: dict[str, type[Directive]] = {**KEPT, **OURS}
    known = {name: set(one.option_spec or ()) for name, one in every.items()}
    for name in ("replace", "unicode"):  # docutils has options that we do not speak of
        known[name] = set()
    assert written == known
