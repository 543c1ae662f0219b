"""Draw what servers answered: a row a server, a column a question.

A square is what PEP 3333 or HTTP asks for.  Everything else stands there in a
word; in a quiet one, and apart, where neither has a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .verdicts import ANSWERS, AS_ASKED, Verdicts, kept

INK, SOFT, LEAF, CHERRY, LINE = "#241d1a", "#6d625b", "#2f6b45", "#9b1232", "#e4dacb"
WIDTH, LEFT, TOP, PITCH, APART = 1144, 116, 40, 39, 24
LEGEND = "as PEP 3333 and HTTP ask. Today’s releases, with the settings they come with."


def picture(found: Verdicts, questions: Iterable[str] = ANSWERS) -> str:
    """Draw verdicts as SVG.

    :param questions: the columns, of `PROBES`; not more than eight fit.
    """
    columns = sorted(questions, key=lambda question: question not in AS_ASKED)
    asked = sum(question in AS_ASKED for question in columns)
    pitch = (WIDTH - LEFT - APART) / len(columns)
    middles = {
        question: LEFT + pitch * (number + 0.5) + APART * (number >= asked)
        for number, question in enumerate(columns)
    }
    drawn = [word(x, 24, question, SOFT) for question, x in middles.items()]
    edge = LEFT + pitch * asked
    for number, (server, said) in enumerate(found.items()):
        y = TOP + PITCH * number
        drawn.append(rule(y, edge))
        drawn.append(word(0, y + 27, server, INK, "start"))
        drawn += [cell(x, y, name, said[name]) for name, x in middles.items()]
    foot = TOP + PITCH * len(found)
    drawn += [rule(foot, edge), square(9, foot + 13)]
    drawn.append(word(28, foot + 29, LEGEND, SOFT, "start"))
    box = f'viewBox="0 0 {WIDTH} {foot + 38}"'
    font = 'font-family="Inter, Helvetica, sans-serif" font-size="22"'
    body = "\n".join(drawn)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {font}>\n{body}\n</svg>'


def says(found: Verdicts, questions: Iterable[str] = ANSWERS) -> str:
    """Say in words how many of the squares there are."""
    asked = [question for question in questions if question in AS_ASKED]
    squares = sum(kept(name, said[name]) for said in found.values() for name in asked)
    return f"{len(found)} servers, {len(asked)} questions, {squares} answers as asked"


def cell(x: float, y: float, question: str, answer: str) -> str:
    """Draw an answer below a line: a square, a fault, or a fact."""
    if kept(question, answer):
        return square(x, y + 11)
    return word(x, y + 27, answer, CHERRY if question in AS_ASKED else SOFT)


def rule(y: float, edge: float) -> str:
    """Draw the line above a row, with a gap before the facts."""
    ends = f"M0 {y:g} H{edge:g} M{edge + APART:g} {y:g} H{WIDTH}"
    return f'<path stroke="{LINE}" stroke-width="2" d="{ends}"/>'


def square(x: float, y: float) -> str:
    """Draw a mark around a middle."""
    return f'<path fill="{LEAF}" d="M{x - 9:g} {y:g} h18 v18 h-18 z"/>'


def word(x: float, y: float, text: str, fill: str, anchor: str = "middle") -> str:
    """Write a word."""
    where = f'x="{x:g}" y="{y:g}" fill="{fill}" text-anchor="{anchor}"'
    return f"<text {where}>{escape(text)}</text>"
