"""examples.thumbnails.zope_adapter: a component asks for an interface."""

from __future__ import annotations

import pytest
from zope.component.globalregistry import BaseGlobalComponents
from zope.interface.verify import verifyClass, verifyObject

from examples.thumbnails import PictureError
from examples.thumbnails.show import pictures
from examples.thumbnails.show.faces import Photo
from examples.thumbnails.zope_adapter import IThumbnail, Thumbnail, small
from tests.thumbnails.look import opened


def test_the_adapter_keeps_its_word() -> None:
    """It provides what it says it implements."""
    made = IThumbnail(Photo(pictures.turned(1)))
    assert verifyClass(IThumbnail, Thumbnail)
    assert verifyObject(IThumbnail, made)
    assert opened(made.data).size == (160, 107)


def test_it_can_be_registered_in_a_registry_of_one_s_own() -> None:
    """By what it adapts, and what to: neither has to be said again."""
    registry = BaseGlobalComponents("cherries")
    registry.registerAdapter(small)
    assert registry.queryAdapter(Photo(pictures.turned(1)), IThumbnail)
    assert registry.queryAdapter(object(), IThumbnail) is None


def test_what_is_no_picture_is_not_adapted() -> None:
    """Zope says so before anything is opened."""
    with pytest.raises(TypeError, match="Could not adapt"):
        IThumbnail(object())


def test_a_bad_picture_cannot_be_adapted() -> None:
    """The error of the core passes through."""
    with pytest.raises(PictureError):
        IThumbnail(Photo(b"cherries"))
