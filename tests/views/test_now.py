"""The view of 2011 and its counterpart of today."""

from examples.views import then
from examples.views.ask import ask
from examples.views.show import now


def test_says_what_it_said() -> None:
    """Through Flask the two say the same: Flask encodes the text of 2011."""
    assert ask(now.app).text == ask(then.app).text == "cherries for 127.0.0.1"


def test_needs_no_flask() -> None:
    """A strict server takes today's bytes without Flask, and refuses the text."""
    answer = ask(now.hello)
    assert (answer.status, answer.error) == ("200 OK", None)
    assert "non-bytestring ('cherries for ')" in str(ask(then.hello).error)
