"""examples.highlight.problem: errors that cross processes."""

from __future__ import annotations

import json

import pytest

from examples.highlight import problem


@pytest.mark.parametrize("kind", problem.BY_KIND.values())
def test_there_and_back(kind: type[problem.Problem]) -> None:
    """The JSON object of each makes the same exception again."""
    told = kind("what was given", near=["ruby"])
    document = json.loads(json.dumps(told.document()))
    again = problem.Problem.of(document)
    assert (type(again), str(again)) == (kind, "what was given")
    assert again.document() == document
    assert 400 <= document["status"] < 600


@pytest.mark.parametrize(
    "document", [{}, {"type": "about:blank"}, {"self": 1, "detail": 2, "type": 3}]
)
def test_of_others(document: dict[str, object]) -> None:
    """Any object makes a problem, if it is not one of ours."""
    assert type(problem.Problem.of(document)) is problem.Problem
