"""One stream of two: what is in both, and marks around all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .contents import takes_parts
from .events import Event, joined_texts
from .flow import Flow
from .incoming import incoming
from .marks import escaped
from .match import Matcher, by_difflib
from .parts import Parts
from .pieces import Pair, Piece
from .tree import Forest


def diff_events(
    old: Iterable[Event], new: Iterable[Event], matcher: Matcher = by_difflib
) -> list[Event]:
    """Return the diff of two event streams, itself such a stream.

    ``accept_events`` gives back the new one and ``reject_events`` the old one,
    event for event, as :func:`~.incoming.incoming` reads them: without positions
    and namespaces, ``Markup`` as the events that it stands for.

    :param old: events of Genshi; well nested.
    :param new: events likewise.
    :param matcher: finds what is equal in two sequences.
    :raises ValueError: if events are not well nested.
    :raises TypeError: if the value of an attribute is no text.
    """
    return list(joined_texts(merge(incoming(old), incoming(new), matcher)))


def merge(
    old: Iterable[Event], new: Iterable[Event], matcher: Matcher
) -> Iterator[Event]:
    """Yield a diff whose texts are not joined; nor may those given need it."""
    forest = Forest()
    root = Pair(forest.tree(list(escaped(old))), forest.tree(list(escaped(new))))
    # Nesting, however deep, takes no recursion.
    todo = [merged(root, matcher)]
    while todo:
        for piece in todo[-1]:
            if isinstance(piece, Pair):
                todo.append(merged(piece, matcher))
                break
            yield from piece
        else:
            todo.pop()


def merged(pair: Pair, matcher: Matcher) -> Iterator[Piece]:
    """Return the pieces of a merge, as the element can be marked."""
    by_attribute = takes_parts(pair.old) and takes_parts(pair.new)
    return (Parts if by_attribute else Flow)(pair, matcher).pieces()
