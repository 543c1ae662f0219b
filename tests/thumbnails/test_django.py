"""examples.thumbnails.with_django: storage, template tag, and the admin's preview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.template import Context, Engine

from examples.thumbnails import Limits, PictureError, TooLargeError
from examples.thumbnails.show import pictures
from examples.thumbnails.with_django import thumbnail_url
from examples.thumbnails.with_django.admin import PreviewMixin
from tests.thumbnails.look import opened
from tests.wsgi.django_settings import project

TAG = "examples.thumbnails.with_django.templatetags.thumbnails"
URL = "/media/recipes/cherry.jpg.60x60-contain.webp"


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Path]:
    """Be a Django project that has one good picture and a bad one."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes/cherry.jpg").write_bytes(pictures.turned(1))
    (tmp_path / "bad.jpg").write_bytes(b"cherries")
    with project(MEDIA_ROOT=str(tmp_path), MEDIA_URL="/media/"):
        yield tmp_path


def render(source: str, **values: object) -> str:
    """Render a template that has loaded the tag."""
    engine = Engine(libraries={"thumbnails": TAG})
    return str(
        engine.from_string("{% load thumbnails %}" + source).render(Context(values))
    )


def test_a_thumbnail_lies_in_the_default_storage(media: Path) -> None:
    """Beside the picture, under its name and size; the address is the storage's."""
    assert thumbnail_url("recipes/cherry.jpg", (60, 60)) == URL
    small = media / "recipes/cherry.jpg.60x60-contain.webp"
    assert opened(small.read_bytes()).size == (60, 40)


def test_it_is_made_once(media: Path) -> None:
    """The second time nothing is read or written."""
    thumbnail_url("recipes/cherry.jpg", (60, 60))
    default_storage.delete("recipes/cherry.jpg")
    assert thumbnail_url("recipes/cherry.jpg", (60, 60)) == URL


def test_it_has_limits_of_its_own(media: Path) -> None:
    """A picture that is too large for them is refused, and nothing is stored."""
    with pytest.raises(TooLargeError, match=r"more than 9$"):
        thumbnail_url("recipes/cherry.jpg", (60, 60), limits=Limits(pixels=9))
    assert not (media / "recipes/cherry.jpg.60x60-contain.webp").exists()


def test_the_tag_takes_a_field_or_a_name(media: Path) -> None:
    """An empty field has no address."""
    photo = SimpleNamespace(name="recipes/cherry.jpg")
    assert render("{% thumbnail photo 60 60 %}", photo=photo) == URL
    assert render("{% thumbnail 'recipes/cherry.jpg' 60 60 %}") == URL
    assert render("{% thumbnail photo 60 60 %}", photo=SimpleNamespace(name="")) == ""


@pytest.mark.parametrize("name", ["bad.jpg", "none.jpg"])
def test_a_page_survives_a_bad_picture(media: Path, name: str) -> None:
    """The tag is empty then; who calls the function gets the error."""
    assert render("[{% thumbnail name 60 60 'cover' %}]", name=name) == "[]"
    with pytest.raises((PictureError, FileNotFoundError)):
        thumbnail_url(name, (60, 60))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "recipes/cherry.jpg",
            '<img src="/media/recipes/cherry.jpg.80x80-contain.webp"',
        ),
        ("bad.jpg", "not a picture in one of JPEG"),
        ("none.jpg", "[Errno 2] No such file or directory"),
        ("", "no picture"),
    ],
)
def test_the_admin_shows_it_or_what_is_wrong(media: Path, name: str, says: str) -> None:
    """Whoever edits recipes can mend a bad picture."""
    recipe = SimpleNamespace(photo=SimpleNamespace(name=name))
    assert PreviewMixin().preview(recipe).startswith(says)


def test_the_preview_escapes_a_name(media: Path) -> None:
    """A file may be called anything."""
    name = 'x" onerror="alert(1).jpg'
    (media / name).write_bytes(pictures.turned(1))
    recipe = SimpleNamespace(photo=SimpleNamespace(name=name))
    assert 'onerror="' not in PreviewMixin().preview(recipe)


def test_the_tag_and_the_preview_have_their_own_sizes(media: Path) -> None:
    """The tag says how a picture is fitted, the admin how large a preview is."""
    photo = SimpleNamespace(name="recipes/cherry.jpg")
    covered = render("{% thumbnail photo 60 40 'cover' %}", photo=photo)
    assert covered == "/media/recipes/cherry.jpg.60x40-cover.webp"

    class Large(PreviewMixin):
        preview_size = 90, 50

    assert "90x50-contain" in Large().preview(SimpleNamespace(photo=photo))
