"""The front page, with Flask: a frame for what others say.

Who joins the page knows how to include (SSI); this only says what and where, and
what stands there when nothing comes.
"""

from __future__ import annotations

from flask import Flask, Response

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8"><title>Cherries</title>
<h1>Cherries</h1>
<!--# block name="nothing" --><li>nothing to see</li>
<!--# endblock -->
<!--# block name="silent" --><li>no word from the stock</li>
<!--# endblock -->
<h2>In stock</h2>
<ul>
<!--# include virtual="/_include/stock/rows" stub="silent" -->
</ul>
<h2>Your orders</h2>
<ul>
<!--# include virtual="/_include/orders/latest" stub="nothing" -->
</ul>
<p><a href="/account/sign-in">Sign in</a> · <a href="/stock/">stock</a>
· <a href="/orders/">orders</a> · <a href="/highlight/languages">languages</a></p>
</html>
"""

application = Flask(__name__, static_folder=None)


@application.get("/")
def page() -> Response:
    """Return the frame, with its includes; no cache may keep it."""
    return Response(PAGE, headers={"Cache-Control": "private, no-store"})
