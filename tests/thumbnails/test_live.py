"""examples.thumbnails.show.live: the page that is shown beside the slides."""

from __future__ import annotations

from io import BytesIO

import pytest

from examples.thumbnails.show import pictures
from examples.thumbnails.show.faces import FACES, bare
from examples.thumbnails.show.live import application


def post(**form: object) -> str:
    """Send the form, and return the page."""
    return str(application.test_client().post("/", data=form).text)


def test_three_faces_agree() -> None:
    """The page says so, and shows three thumbnails."""
    page = application.test_client().get("/").text
    assert page.count("data:image/webp") == 3
    assert "the same bytes, three times" in page


def test_a_picture_is_dropped() -> None:
    """It counts, and not the one that is chosen in the list."""
    dropped = BytesIO(pictures.saved(pictures.transparent(), "PNG")), "cherry.png"
    page = post(picture=dropped, kind="not a picture")
    assert page.count("data:image/webp") == 3


@pytest.mark.parametrize("kind", pictures.BAD)
def test_a_bad_one_is_refused_by_all(kind: str) -> None:
    """Each says so in its own way."""
    page = post(kind=kind)
    assert "all three refuse it" in page
    assert "data:image" not in page


def test_one_that_alone_refuses_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that agree are not three."""
    monkeypatch.setitem(FACES, "Zope", lambda _: bare(b"no picture"))
    page = application.test_client().get("/").text
    assert page.count("data:image/webp") == 2
    assert "they differ" in page


def test_what_is_dropped_is_not_believed() -> None:
    """No kind but those of the list, nothing unescaped, no script."""
    page = application.test_client().post("/", data={"kind": "<script>"})
    assert "<script>" not in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
