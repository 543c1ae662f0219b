"""The page of this chapter: sign in, fill the basket, slow the service down.

The page and its bar do not know each other.  The page says on its document that the
shop has changed, and the bar asks again.
"""

from __future__ import annotations

import time
from pathlib import Path

from flask import Response, render_template_string, request
from werkzeug.exceptions import BadRequest, ServiceUnavailable
from werkzeug.wrappers import Response as Redirect

from .shop import PEOPLE, Shop

SLOW = 3.0  # seconds; the bar waits for two
MOODS = "well", "slow", "down"
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src data:; form-action 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>One page, two programs</title>
<link rel="stylesheet" href="{{ url_for('style') }}">
<main>
<h1>One page, two programs</h1>
<form method="post" action="{{ url_for('sign_in') }}"><b>You are</b>
{% for person in people %}<button name="name" value="{{ person }}">{{ person }}</button>
{% endfor %}<button formaction="{{ url_for('sign_out') }}">nobody</button></form>
<form method="post" action="{{ url_for('basket') }}"><b>The shop</b>
<button>Put a cherry in the basket</button></form>
<form method="post" action="{{ url_for('service') }}"><b>Its service is</b>
{% for mood in moods %}<button name="mood" value="{{ mood }}">{{ mood }}</button>
{% endfor %}</form>
</main>
<script type="module" src="{{ url_for('page_script') }}"></script>
<script type="module" src="{{ url_for('script') }}{{ query }}"></script>
</html>
"""

shop = Shop()
application = shop.application()


@application.get("/")
def page() -> Response:
    """Show the page, whose policy is as strict as can be."""
    shown = {"people": PEOPLE, "moods": MOODS, "query": shop.query}
    html = render_template_string(PAGE, **shown)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return Response(html, headers=headers)


@application.get("/live.js", endpoint="page_script")
@application.get("/live.css", endpoint="style")
def file() -> Response:
    """Send the script or the style of the page, which lie beside this file."""
    text = Path(__file__).with_name(request.path[1:]).read_text("utf-8")
    kind = "css" if request.path.endswith("css") else "javascript"
    return Response(text, mimetype=f"text/{kind}")


@application.post("/service")
def service() -> Redirect:
    """Make the service slow or dead, for this visitor."""
    mood = request.form.get("mood", MOODS[0])
    if mood not in MOODS:
        raise BadRequest(f"There are {', '.join(MOODS)}.")
    return shop.renewed(mood=mood)


@application.before_request
def moody() -> None:
    """Let this visitor's bar wait, or refuse it."""
    mood = shop.visitor(request.environ).mood
    if request.endpoint == "json" and mood == "slow":
        time.sleep(SLOW)
    if request.endpoint == "json" and mood == "down":
        raise ServiceUnavailable("As you wished.")
