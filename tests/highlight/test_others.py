"""What Ruby's highlighters say is compared fairly, and counted right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from examples.highlight.show.others.agreement import (
    FILES,
    agreement,
    classify,
    compare,
)
from examples.highlight.show.others.agreement import pygments_tokens as ours
from examples.highlight.show.others.classes import of_coderay, of_pygments
from examples.highlight.show.others.coverage import coverage, proper_names
from examples.highlight.show.others.ruby import ask
from examples.highlight.show.others.size import lines, size
from examples.peers import version

pytestmark = pytest.mark.beside("properties")

LIBRARIES = [
    pytest.param("rouge", marks=[pytest.mark.peer("ruby"), pytest.mark.peer("rouge")]),
    pytest.param(
        "coderay", marks=[pytest.mark.peer("ruby"), pytest.mark.peer("coderay")]
    ),
]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Keyword.Constant", "keyword"),
        ("Operator.Word", "keyword"),
        ("Literal.String.Escape", "string"),
        ("Comment.Preproc", "keyword"),
        ("", "text"),
    ],
)
def test_kinds_of_pygments_and_rouge_have_a_class(kind: str, name: str) -> None:
    """The longest beginning counts; what nobody knows is text."""
    assert of_pygments(kind) == name


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("string.delimiter", "string"),
        ("string.inline.inline_delimiter", "string"),
        ("string.inline.ident", "name"),
        ("inline_delimiter", "keyword"),
        ("inline.inline_delimiter", "keyword"),
        ("binary", "number"),
        ("key.char", "name"),
        ("space", "text"),
    ],
)
def test_kinds_of_coderay_have_a_class(kind: str, name: str) -> None:
    """A part belongs to its group, unless it is code inside a string."""
    assert of_coderay(kind) == name


def test_characters_are_compared_and_not_tokens() -> None:
    """Who cuts a string into three agrees with who does not; blanks do not count."""
    whole = classify([("Literal.String", '"a b"')], "rouge")
    cut = [("string.delimiter", '"'), ("string.content", "a b"), ("plain", '"')]
    compared = compare('"a b"', whole, classify(cut, "coderay"))
    assert (compared.same, compared.characters, compared.share) == (3, 4, 0.75)
    assert compared.differences == Counter({("string", "text"): 1})


def test_a_highlighter_that_changes_code_is_refused() -> None:
    """A share of other characters would say nothing."""
    code = classify([("Name", "a")], "rouge")
    with pytest.raises(ValueError, match="changed the code 'ab'"):
        compare("ab", code, code)


def test_pygments_agrees_with_itself() -> None:
    """Each file of ours is lexed whole, down to its last character."""
    for language, path in FILES.items():
        code = path.read_text(encoding="utf-8")
        same = classify(ours(language, code), "pygments")
        assert compare(code, same, same).share == 1


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_library_is_asked_about_our_files(library: str, ran: set[str]) -> None:
    """JSON is coloured alike by all; nobody is right about everything."""
    ran.add("examples/highlight/show/others/tokens.rb")
    found = agreement(library)
    assert found.keys() == FILES.keys()
    assert found["json"] is not None
    assert found["json"].share == 1
    shares = [each.share for each in found.values() if each]
    assert 0.5 < min(shares) < sum(shares) / len(shares) < 1
    assert (found["bash"] is None) == (library == "coderay")


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_tells_version_and_languages(library: str) -> None:
    """Each language is found by Pygments' name for it as well as by its own."""
    reply = ask(library)
    assert reply.version == version(library)
    assert (
        proper_names(reply.languages)["js"]
        == proper_names(reply.languages)["javascript"]
    )
    found = coverage(reply.languages)
    assert found.languages == len(reply.languages)
    assert {"Python", "C++", "JavaScript"} <= {*found.covered}
    assert len(found.missing) > 400


def test_a_missing_ruby_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Who has no Ruby gets one sentence."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LookupError, match="ruby is missing"):
        ask("rouge")


def test_a_language_is_covered_under_any_of_its_names() -> None:
    """Case, blanks and underlines are no difference."""
    found = coverage([["java_script", "js"], ["c plus plus", "C++"], ["cherry"]])
    assert (found.languages, found.covered) == (3, ["C++", "JavaScript"])
    assert len(found.missing) == size().languages - 2


def test_lines_of_code_are_neither_blank_nor_comments(tmp_path: Path) -> None:
    """The size of a rewrite is not what explains it."""
    path = tmp_path / "x.py"
    path.write_text("# why\n\nx = 1  # one\n  # two\ny = 2\n")
    assert lines([path, path]) == 4
