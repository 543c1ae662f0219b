"""What the preface says: a token of 2011, and a map of what is here."""

from itsdangerous import URLSafeSerializer

FROM_THE_TALK = "WzEsMiwzXQ.ss4nn3igDDAwxiqsWvj3EQ9FdIQ"


def test_token_of_2011() -> None:
    """itsdangerous signs as it did on slide 25 of the talk, and opens its token."""
    signer = URLSafeSerializer("secret-key")
    assert signer.dumps([1, 2, 3]) == FROM_THE_TALK
    assert signer.loads(FROM_THE_TALK) == [1, 2, 3]
