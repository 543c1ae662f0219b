"""A page a cherry: its form carries the version that it was made from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template_string, request
from flask.typing import ResponseReturnValue

from ..protocol import Cherry, RefusedError, StaleError, Store, StoreError

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{{ cherry.name }}</title>
<style>
body { margin: 0; padding: 1rem 1.2rem; background: #fffdf9; color: #241d1a;
  font: 1.15rem/1.4 Inter, system-ui, sans-serif }
h1 { margin: 0 0 .7rem; font: 600 1.4rem/1.2 Fraunces, Georgia, serif }
label { display: flex; gap: .7rem; align-items: center; margin-bottom: .7rem }
label span { flex: 0 0 6.5rem; color: #6d625b }
input, button, a { font: inherit; padding: .35rem .7rem; border-radius: 8px;
  border: 2px solid #e4dacb; background: #fbf7f0; color: inherit }
input { flex: 1; min-width: 0 }
button { background: #9b1232; border-color: #9b1232; color: #fff; font-weight: 600 }
a { text-decoration: none } p { margin: 0 0 .8rem }
.conflict, .saved { padding: .5rem .8rem; border-radius: 8px; font-weight: 600 }
.conflict { background: #f7d9dd; color: #9b1232 }
.saved { background: #d9efdf; color: #2f6b45 }
</style>
<h1>{{ who }}</h1>
<form method="post">
<input type="hidden" name="version" value="{{ cherry.version }}">
<label><span>cherry</span> {{ cherry.name }}, version {{ cherry.version }}</label>
<label><span>price</span> <input name="price" value="{{ cherry.price }}"></label>
<label><span>grams</span> <input name="grams" value="{{ cherry.grams }}"></label>
<button>Save</button> <a href="">Read again</a>
</form>
<p></p>
{% if complaint %}<p class="conflict" role="alert">✗ {{ complaint }}</p>{% endif %}
{% if saved %}<p class="saved" role="status">✓ saved as version {{ saved }}</p>
{%- endif %}
</html>
"""


def pages(name: str, store: Store, who: str) -> Blueprint:
    """Make the pages of a store.

    :param who: whose they are, as a heading.
    """
    blueprint = Blueprint(name, __name__)

    @blueprint.get("/<uuid:tag>")
    def show(tag: UUID) -> str:
        """Show the cherry as it is now."""
        return page(tag)

    @blueprint.post("/<uuid:tag>")
    def save(tag: UUID) -> ResponseReturnValue:
        """Write it, unless somebody else did meanwhile."""
        typed = replace(find(tag), **form())
        try:
            saved = store.change(typed).version
        except StaleError:
            return page(tag, f"Not saved: it was version {typed.version} to you."), 409
        except RefusedError as error:
            return page(tag, f"Not saved: {error}"), 400
        except StoreError as error:
            return page(tag, f"Not saved: {error}"), 503
        return redirect(f"{tag}?saved={saved}", 303)

    def find(tag: UUID) -> Cherry:
        try:
            return store.get(tag)
        except LookupError as error:
            abort(404, str(error))

    def page(tag: UUID, complaint: str = "") -> str:
        cherry = find(tag)
        saved = request.args.get("saved", type=int)
        shown = {"who": who, "cherry": cherry, "complaint": complaint, "saved": saved}
        return render_template_string(PAGE, **shown)

    return blueprint


def form() -> dict[str, Any]:
    """Read what was typed; 400 if a number is none."""
    typed = request.form
    try:
        return {
            "price": Decimal(typed.get("price", "")),
            "grams": int(typed.get("grams", "")),
            "version": int(typed.get("version", "")),
        }
    except (InvalidOperation, ValueError):
        abort(Response("price, grams and version are numbers\n", 400))
