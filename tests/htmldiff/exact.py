"""What each diff of HTML must do: give back both documents."""

from examples.htmldiff import accept, parse, reject
from examples.htmldiff.reading.parse import is_document


def assert_exact(old: str, new: str, marked: str) -> None:
    """Check that both documents come back from their diff."""
    # If one is a whole document, so is the other.
    whole = is_document(old) or is_document(new)
    assert parse(reject(marked), whole) == parse(old, whole)
    assert parse(accept(marked), whole) == parse(new, whole)
