"""Serve thumbnails in Flask: ``/SIZE/NAME``, each made at its first request."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, abort

from .core import Size
from .limits import PictureError, TooLargeError
from .thumbnailer import Read, Thumbnailer


def blueprint(
    thumbnailer: Thumbnailer, stored: Read, sizes: Mapping[str, Size]
) -> Blueprint:
    """Make a blueprint; its view is ``thumbnails.show(size, name)``.

    A picture that changes gets another name, for its thumbnail is kept.

    :param stored: opens a thumbnail that `thumbnailer` wrote.  They do not lie among
        the pictures, or thumbnails of thumbnails could be asked for.
    :param sizes: by name, for who may ask for any size may fill the disk.
    """
    views = Blueprint("thumbnails", __name__)

    @views.get("/<any({}):size>/<path:name>".format(", ".join(map(repr, sizes))))
    def show(size: str, name: str) -> Response:
        """Answer with the thumbnail, or 404, 413 or 415 as the picture is."""
        target = f"{size}/{name}.webp"
        try:
            with stored(target) as file:
                small = file.read()
        except FileNotFoundError:
            small = make(name, target, size)
        answer = Response(small, mimetype="image/webp")
        answer.cache_control.max_age = 24 * 3600
        return answer

    def make(name: str, target: str, size: str) -> bytes:
        try:
            return thumbnailer.make(name, target, sizes[size])
        except FileNotFoundError:
            abort(404, f"There is no picture {name!r}.")
        except TooLargeError as error:
            abort(413, str(error))
        except PictureError as error:
            abort(415, str(error))

    return views
