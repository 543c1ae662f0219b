"""2011: difflib compares two streams of Genshi's events (talk, pages 16-22).

Our own small version of it, without the types nobody wrote then.  What it
cannot do is told by the tests: an event knows its line and column, so what
merely moved has changed; a mark is put around half an element, or around a
list item; and a script is an event like any other.
"""

from difflib import SequenceMatcher

from genshi.core import END, START, Attrs, QName, Stream
from genshi.input import HTML


def wrapped(tag, events):
    here = None, -1, -1
    start = START, (QName(tag), Attrs()), here
    end = END, QName(tag), here
    return [start, *events, end] if events else []


def htmldiff(old, new):
    old, new = list(HTML(old)), list(HTML(new))
    matcher = SequenceMatcher(None, old, new)
    diff = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            diff += new[k:m]
        else:
            diff += wrapped("del", old[i:j])
            diff += wrapped("ins", new[k:m])
    return Stream(diff).render("html")
