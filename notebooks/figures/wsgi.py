"""Draw what servers answered: a row a server, a column a question.

A square is what PEP 3333 or HTTP asks for.  Everything else stands there in a
word; in a quiet one, and apart, where neither has a rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from examples.wsgi.show.servers.verdicts import ANSWERS, AS_ASKED, Verdicts, kept
from notebooks.figures.draw import (
    CHERRY,
    HAIRLINE,
    LEAF,
    SOFT,
    WIDTH,
    line,
    mark,
    svg,
    word,
)
from notebooks.show import Drawing

LEFT, TOP, PITCH, APART = 116, 40, 39, 24
SQUARE = (LEAF, "M-9 -9 h18 v18 h-18 z")
MEANING = (
    "as PEP 3333 and HTTP ask. Today’s releases, with the settings they come with."
)


def conformance(found: Verdicts, questions: Iterable[str] = ANSWERS) -> Drawing:
    """Draw which server answers which question as PEP 3333 and HTTP ask.

    :param questions: the columns, of `PROBES`; not more than eight fit.
    """
    columns = sorted(questions, key=lambda question: question not in AS_ASKED)
    asked = [question for question in columns if question in AS_ASKED]
    pitch = (WIDTH - LEFT - APART) / len(columns)
    middles = {
        question: LEFT + pitch * (number + 0.5) + APART * (number >= len(asked))
        for number, question in enumerate(columns)
    }
    drawn = [word(x, 24, question, SOFT, "middle") for question, x in middles.items()]
    edge = LEFT + pitch * len(asked)
    for number, (server, said) in enumerate(found.items()):
        y = TOP + PITCH * number
        drawn.append(_rule(y, edge))
        drawn.append(word(0, y + 27, server))
        drawn += [_cell(x, y, name, said[name]) for name, x in middles.items()]
    foot = TOP + PITCH * len(found)
    drawn += [_rule(foot, edge), mark(9, foot + 22, *SQUARE)]
    drawn.append(word(28, foot + 29, MEANING, SOFT))
    squares = sum(kept(name, said[name]) for said in found.values() for name in asked)
    return Drawing(
        f"{len(found)} servers, {len(asked)} questions, {squares} answers as asked",
        svg(foot + 38, drawn),
    )


def _cell(x: float, y: float, question: str, answer: str) -> str:
    """Draw an answer below a line: a square, a fault, or a fact."""
    if kept(question, answer):
        return mark(x, y + 20, *SQUARE)
    fill = CHERRY if question in AS_ASKED else SOFT
    return word(x, y + 27, answer, fill, "middle")


def _rule(y: float, edge: float) -> str:
    """Draw the line above a row, with a gap before the facts."""
    return line(f"M0 {y:g} H{edge:g} M{edge + APART:g} {y:g} H{WIDTH}", HAIRLINE, 2)
