"""A preview in the admin: ``list_display = ["name", "preview"]``."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html

from ..limits import PictureError
from . import thumbnail_url


class PreviewMixin:
    """Gives a ModelAdmin the column ``preview``.

    preview_field: the model's field that holds the picture.
    preview_size: width and height in pixels.
    """

    preview_field = "photo"
    preview_size = 80, 80

    def preview(self, instance: Any) -> str:
        """Show the thumbnail, or say what is wrong with the picture."""
        name = getattr(instance, self.preview_field).name
        if not name:
            return "no picture"
        try:
            url = thumbnail_url(name, self.preview_size)
        except (FileNotFoundError, PictureError) as error:
            return str(error)
        return str(format_html('<img src="{}" alt="{}">', url, name))
