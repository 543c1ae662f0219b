"""Adapt a picture to its thumbnail, with zope.interface: ``IThumbnail(picture)``.

A component says which interface it wants, and never who implements it: Zope has
worked so since 2001.
"""

from __future__ import annotations

from zope.component import adapter
from zope.interface import Attribute, Interface, implementer

from .core import Size, thumbnail


class IPicture(Interface):
    """What has the file of a picture."""

    data = Attribute("bytes of the file")


class IThumbnail(Interface):
    """What has the file of a thumbnail."""

    data = Attribute("bytes of the file, WebP")


@adapter(IPicture)
@implementer(IThumbnail)
class Thumbnail:
    """Adapts an `IPicture`; a subclass has another size.

    Register it with `zope.component.provideAdapter`, and any object of yours that
    provides `IPicture` has a thumbnail.
    """

    size: Size = (160, 160)

    def __init__(self, picture: IPicture) -> None:
        self.picture = picture

    @property
    def data(self) -> bytes:
        """Make the thumbnail.

        :raises PictureError: as `thumbnail`.
        """
        return thumbnail(self.picture.data, self.size)
