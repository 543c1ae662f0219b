"""examples.thumbnails: the same picture in, the same bytes out, through every face."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from examples.thumbnails import PictureError
from examples.thumbnails.show.faces import FACES, bare, through_command
from examples.thumbnails.show.pictures import BAD, ODD

ALL = FACES | {"command": through_command}


@pytest.mark.parametrize("face", ALL.values(), ids=ALL)
@pytest.mark.parametrize("kind", ["a plain JPEG", "held, way 6", "transparent", "CMYK"])
def test_a_face_adds_nothing(kind: str, face: Callable[[bytes], bytes]) -> None:
    """What comes out of it is what comes out of the core."""
    picture = ODD[kind]()
    assert face(picture) == bare(picture)


@pytest.mark.parametrize("face", ALL.values(), ids=ALL)
@pytest.mark.parametrize("kind", BAD)
def test_a_face_refuses_what_the_core_refuses(
    kind: str, face: Callable[[bytes], bytes]
) -> None:
    """And says so in its own way."""
    with pytest.raises(PictureError):
        face(BAD[kind]())
