"""The template tag: ``{% load thumbnails %} {% thumbnail recipe.photo 160 160 %}``."""

from __future__ import annotations

from typing import Any

from django import template

from ...core import Fit
from ...limits import PictureError
from .. import thumbnail_url

register = template.Library()


def thumbnail(photo: Any, width: int, height: int, fit: Fit = "contain") -> str:
    """Return the address of a photo's thumbnail; empty if there is no good photo.

    A page stays readable where one of its pictures is not.

    :param photo: the value of an ImageField or FileField, or a name in the storage.
    """
    name = getattr(photo, "name", photo)
    try:
        return thumbnail_url(name, (width, height), fit) if name else ""
    except (FileNotFoundError, PictureError):
        return ""


register.simple_tag(thumbnail)
