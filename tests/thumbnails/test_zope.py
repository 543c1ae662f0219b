"""examples.thumbnails.zope_adapter: a component asks for an interface."""

from __future__ import annotations

import pytest
from zope.component.globalregistry import BaseGlobalComponents
from zope.interface.verify import verifyClass, verifyObject

from examples.thumbnails import PictureError
from examples.thumbnails.show import pictures
from examples.thumbnails.show.faces import Photo
from examples.thumbnails.zope_adapter import IPicture, IThumbnail, Thumbnail
from tests.thumbnails.look import opened


class Large(Thumbnail):
    """The same, larger."""

    size = (200, 200)


def test_the_adapter_keeps_its_word() -> None:
    """It provides what it says it implements."""
    assert verifyClass(IThumbnail, Thumbnail)
    assert verifyObject(IThumbnail, IThumbnail(Photo(pictures.turned(1))))


def test_a_subclass_has_another_size() -> None:
    """And is registered in its place, in whose registry one likes."""
    registry = BaseGlobalComponents("cherries")
    registry.registerAdapter(Large)
    small = registry.getAdapter(Photo(pictures.turned(1)), IThumbnail).data
    assert opened(small).size == (200, 133)


def test_what_is_no_picture_is_not_adapted() -> None:
    """Zope says so before anything is opened."""
    with pytest.raises(TypeError, match="Could not adapt"):
        IThumbnail(object())


def test_a_bad_picture_is_an_error_when_it_is_asked_for() -> None:
    """Adapting costs nothing; making does."""
    small = IThumbnail(Photo(b"cherries"))
    assert IPicture.providedBy(small.picture)
    with pytest.raises(PictureError):
        _ = small.data
