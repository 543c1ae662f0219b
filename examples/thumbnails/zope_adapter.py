"""Adapt a picture to its thumbnail, with zope.interface: ``IThumbnail(picture)``.

A component says which interface it wants, and never who implements it: Zope has
worked so since 2001.
"""

from __future__ import annotations

from dataclasses import dataclass

from zope.component import adapter
from zope.interface import Attribute, Interface, implementer

from .core import Size, thumbnail

SIZE: Size = (160, 160)


class IPicture(Interface):
    """What has the file of a picture."""

    data = Attribute("bytes of the file")


class IThumbnail(Interface):
    """What has the file of a thumbnail."""

    data = Attribute("bytes of the file, WebP")


@implementer(IThumbnail)
@dataclass(frozen=True)
class Thumbnail:
    """A thumbnail that was made."""

    data: bytes


@adapter(IPicture)
@implementer(IThumbnail)
def small(picture: IPicture) -> Thumbnail:
    """Make the thumbnail of a picture.

    Register it with `zope.component.provideAdapter`, and ``IThumbnail(picture)`` works
    for any object of yours that provides `IPicture`.

    :raises PictureError: as `thumbnail`.
    """
    return Thumbnail(thumbnail(picture.data, SIZE))
