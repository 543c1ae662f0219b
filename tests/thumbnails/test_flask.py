"""examples.thumbnails.flask_blueprint: made once, and served."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from examples.thumbnails import Thumbnailer
from examples.thumbnails.flask_blueprint import blueprint
from examples.thumbnails.show import pictures
from examples.thumbnails.show.faces import Memory
from tests.thumbnails.look import opened

PICTURES = {
    "recipes/cherry.jpg": pictures.turned(1),
    "bad.png": b"cherries",
    "huge.png": pictures.promised(10_000, 6_000),
}


class Site:
    """An application with the blueprint, its pictures and its thumbnails."""

    def __init__(self) -> None:
        self.pictures, self.thumbnails = Memory(**PICTURES), Memory()
        self.app = Flask("front")
        thumbnailer = Thumbnailer(self.pictures.read, self.thumbnails.write)
        sizes = {"small": (60, 60), "big": (120, 120)}
        made = blueprint(thumbnailer, self.thumbnails.read, sizes)
        self.app.register_blueprint(made, url_prefix="/thumbnails")

    @property
    def client(self) -> FlaskClient:
        """Return a client of it."""
        return self.app.test_client()


def test_a_thumbnail_is_served_as_what_it_is() -> None:
    """WebP, to be kept for a day."""
    answer = Site().client.get("/thumbnails/big/recipes/cherry.jpg")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.cache_control.max_age == 86400
    assert opened(answer.data).size == (120, 80)


def test_it_is_made_once() -> None:
    """The second request reads what the first one wrote."""
    site = Site()
    first = site.client.get("/thumbnails/small/recipes/cherry.jpg")
    site.pictures.files.clear()
    assert site.client.get("/thumbnails/small/recipes/cherry.jpg").data == first.data


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("small/none.jpg", 404, "no picture"),
        ("huge/recipes/cherry.jpg", 404, "not found"),
        ("small/bad.png", 415, "not a picture in one of JPEG"),
        ("small/huge.png", 413, "more than 50,000,000"),
        ("small/small/recipes/cherry.jpg.webp", 404, "no picture"),
    ],
)
def test_what_cannot_be_served_is_named(path: str, status: int, says: str) -> None:
    """Nothing is stored then, and a thumbnail is no picture."""
    site = Site()
    site.client.get("/thumbnails/small/recipes/cherry.jpg")
    answer = site.client.get(f"/thumbnails/{path}")
    assert answer.status_code == status
    assert says in answer.text
    assert list(site.thumbnails.files) == ["small/recipes/cherry.jpg.webp"]


def test_a_template_can_link_to_it() -> None:
    """By the name of the view."""
    with Site().app.test_request_context():
        url = url_for("thumbnails.show", size="small", name="recipes/cherry.jpg")
    assert url == "/thumbnails/small/recipes/cherry.jpg"


def test_a_storage_that_fails_is_no_bad_picture() -> None:
    """Its error passes through, for the application to log."""

    def read(name: str) -> BytesIO:
        raise PermissionError(name)

    site = Flask("front")
    site.testing = True
    thumbnailer = Thumbnailer(read, Memory().write)
    site.register_blueprint(blueprint(thumbnailer, Memory().read, {"s": (9, 9)}))
    with pytest.raises(PermissionError):
        site.test_client().get("/s/cherry.jpg")
