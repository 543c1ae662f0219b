"""The bar of 2011: what it tells whom, and what it runs."""

from __future__ import annotations

import json
import re

from werkzeug.test import Client

from examples.javascript import Bar, Shown
from examples.javascript.then import old_bar

NAME = "<img src=x onerror=alert(1)>"
OLD = Client(old_bar(lambda environ: Shown(NAME, 3)))
NEW = Client(Bar(lambda environ: Shown(NAME, 3), ["https://front.example"]))


def test_any_page_is_told_who_is_signed_in() -> None:
    """JSONP asks nobody's origin: the answer is a program for whoever draws it in."""
    headers = {"Origin": "https://blog.example"}
    told = OLD.get("/who?callback=spy", headers=headers)
    who = told.text.removeprefix("spy(").removesuffix(");")
    assert json.loads(who)["name"] == NAME
    assert NEW.get("/bar.json", headers=headers).status_code == 403


def test_a_callback_is_any_program() -> None:
    """Who allows the bar's origin allows whatever is asked of it."""
    told = OLD.get("/who?callback=alert(document.cookie)//")
    assert told.text.startswith("alert(document.cookie)//")
    assert told.mimetype == "text/javascript"


def test_the_script_puts_a_name_into_the_page_as_html() -> None:
    """Today's has no innerHTML and no document.write at all."""
    code = re.sub(r"//.*", "", NEW.get("/bar.js").text)
    for sink in ("innerHTML", "document.write", "setAttribute", "eval"):
        assert sink not in code
    assert "innerHTML" in OLD.get("/bar.js").text
