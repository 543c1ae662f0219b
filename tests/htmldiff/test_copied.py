"""examples.htmldiff as a quarry: what is copied out of it works elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import examples.htmldiff
from tests.lifted import ONLY, OURS, copy, importing, run

pytestmark = pytest.mark.beside("notebooks")

DIFF = "print(diff('<p>sour cherries</p>', '<p>sweet cherries</p>'))\n"
MARKED = (
    '<p><del data-diff="del">sour</del><ins data-diff="ins">sweet</ins> cherries</p>\n'
)


def test_the_folder_needs_what_it_says(tmp_path: Path) -> None:
    """Under another name, with Genshi, lxml and nh3 and nothing else, it compares."""
    copy(examples.htmldiff, tmp_path)
    (tmp_path / "cherries").rename(tmp_path / "lifted")
    program = ONLY + "from lifted import diff\n" + DIFF + OURS
    assert (
        run(tmp_path, "-c", program, "genshi", "lxml.etree", "nh3") == MARKED + "[]\n"
    )


def test_without_sanitising_it_needs_no_nh3(tmp_path: Path) -> None:
    """Streams of events are compared with Genshi and lxml alone."""
    modules = copy(examples.htmldiff, tmp_path)
    package = tmp_path / "cherries"
    package.rename(tmp_path / "lifted")
    for name in ("__init__", "sanitize", "markup", "page", "live", "serve", "__main__"):
        assert name in modules
        (tmp_path / "lifted" / f"{name}.py").unlink()
    (tmp_path / "lifted" / "__init__.py").touch()
    program = ONLY + (
        "from lifted.merge import diff_events\n"
        "from lifted.parse import parse\n"
        "from lifted.serialize import serialize\n"
        "def diff(old, new):\n"
        "    return serialize(diff_events(parse(old), parse(new)))\n"
    )
    said = run(tmp_path, "-c", program + DIFF, "genshi", "lxml.etree")
    assert said == MARKED


def test_every_module_of_a_copy_is_imported(tmp_path: Path) -> None:
    """The command, the page and the programs of 2011 come along."""
    program = importing(copy(examples.htmldiff, tmp_path)) + OURS
    assert run(tmp_path, "-c", program) == "[]\n"
    assert run(tmp_path, "-m", "cherries", "--help").startswith(
        "usage: python -m cherries "
    )
