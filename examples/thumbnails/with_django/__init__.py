"""A Django application: a template tag and a preview in the admin.

Add it to ``INSTALLED_APPS``.  Pictures and thumbnails lie in Django's default storage,
wherever that is.
"""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage

from ..core import LIMITS, Fit, Size
from ..limits import Limits
from ..thumbnailer import Thumbnailer


def thumbnail_url(
    name: str,
    size: Size,
    fit: Fit = "contain",
    storage: Storage = default_storage,
    limits: Limits = LIMITS,
) -> str:
    """Return the address of a picture's thumbnail, which is made if there is none.

    A picture that changes gets another name, as Django's storage gives it one.

    :raises FileNotFoundError: if the storage has no such picture.
    :raises PictureError: as `thumbnail`.
    """
    target = f"{name}.{size[0]}x{size[1]}-{fit}.webp"
    if not storage.exists(target):

        def save(name: str, data: bytes) -> None:
            storage.save(name, ContentFile(data))

        Thumbnailer(storage.open, save, limits).make(name, target, size, fit)
    return str(storage.url(target))
