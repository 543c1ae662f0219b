"""Thumbnails of pictures, for any framework or none (talk, pages 10-12).

    >>> import io
    >>> from examples.thumbnails import thumbnail
    >>> from PIL import Image
    >>> picture = io.BytesIO()
    >>> Image.new("RGB", (640, 480), "crimson").save(picture, "JPEG")
    >>> small = thumbnail(picture.getvalue(), (160, 160))  # bytes in, bytes out
    >>> Image.open(io.BytesIO(small)).size
    (160, 120)

The core knows no framework, no storage and no database, because one day it runs
in a worker that has none of them.  Who has a storage gives two functions of it::

    Thumbnailer(shop.read, shop.write).make("cherry.jpg", "small.webp", (160, 160))

Pillow reads and writes the pictures.  What is added: only the formats and sizes of
`Limits` are opened, a picture stands upright, its colours are sRGB, and whatever
goes wrong in Pillow is one error, `PictureError`.

Each face is a module, and needs its framework: ``flask_blueprint``, ``with_django``
(a template tag, a preview in the admin), ``zope_adapter``, ``folder`` and the command
``python -m examples.thumbnails FOLDER OUT``.

When not to use it: if pictures lie behind a CDN or an image proxy, let that make
them.  An animation becomes its first frame, metadata is dropped.  Strangers' files
are decoded in this process: where that is too much trust, let a worker do it.

Needs: PIL.

To lift it, ``cp -r examples/thumbnails`` under any name, and delete ``show`` with the
faces you do not want.  ``then.py`` is 2011.
"""

from .core import thumbnail
from .limits import Limits, PictureError, TooLargeError
from .thumbnailer import Thumbnailer

__all__ = ["Limits", "PictureError", "Thumbnailer", "TooLargeError", "thumbnail"]
