"""Merge two streams into one: what is in both, and marks around all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..marks import escape_marks
from ..reading.events import Event, join_texts
from ..reading.normalize import normalize
from ..sequences.match import Matcher, by_difflib
from .flow import Flow
from .items import takes_parts
from .pair import Pair, Step
from .parts import Parts
from .tree import Forest


def diff_events(
    old: Iterable[Event], new: Iterable[Event], matcher: Matcher = by_difflib
) -> list[Event]:
    """Return the diff of two event streams, itself such a stream.

    ``accept_events`` gives back the new one and ``reject_events`` the old one,
    event for event, as :mod:`~..reading.normalize` reads them: without positions
    and namespaces, ``Markup`` as the events that it stands for.

    :param old: events of Genshi; well nested.
    :param new: events likewise.
    :param matcher: finds what is equal in two sequences.
    :raises ValueError: if events are not well nested.
    :raises TypeError: if the value of an attribute is no text.
    """
    return list(join_texts(merge(normalize(old), normalize(new), matcher)))


def merge(
    old: Iterable[Event], new: Iterable[Event], matcher: Matcher
) -> Iterator[Event]:
    """Yield a diff whose texts are not joined; nor may those given need it."""
    forest = Forest()
    root = Pair(forest.tree(escape_marks(old)), forest.tree(escape_marks(new)))
    # Nesting, however deep, takes no recursion.
    todo = [merge_pair(root, matcher)]
    while todo:
        for step in todo[-1]:
            if isinstance(step, Pair):
                todo.append(merge_pair(step, matcher))
                break
            yield from step
        else:
            todo.pop()


def merge_pair(pair: Pair, matcher: Matcher) -> Iterator[Step]:
    """Return the steps of a merge, as the element can be marked."""
    by_attribute = takes_parts(pair.old) and takes_parts(pair.new)
    return (Parts if by_attribute else Flow)(pair, matcher).steps()
