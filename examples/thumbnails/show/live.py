"""The page of this chapter in a frame of the deck: drop a picture, see three faces.

The form is posted to itself; nothing is stored.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from flask import Flask, Response, render_template_string, request

from ..limits import PictureError
from .faces import FACES
from .pictures import BAD, ODD

KINDS = ODD | BAD
FIRST = "held, way 6"
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "form-action 'self'; base-uri 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>One picture, three faces</title>
<style>
body { margin: 0; padding: 1.2rem 1.6rem; background: #fbf7f0; color: #241d1a;
  font: 1.3rem/1.4 Inter, system-ui, sans-serif }
h1 { margin: 0 0 .8rem; font: 600 1.8rem/1.2 Fraunces, Georgia, serif }
form { display: flex; flex-wrap: wrap; gap: .7rem; align-items: center;
  margin-bottom: 1rem }
input, select, button { font: inherit; font-size: 1.1rem; color: inherit;
  padding: .4rem .8rem; border: 2px solid #e4dacb; border-radius: 8px;
  background: #fffdf9 }
input { border-style: dashed; flex: 1; min-width: 12rem }
button { background: #9b1232; border-color: #9b1232; color: #fff; font-weight: 600 }
section { display: flex; gap: 1.2rem }
figure { flex: 1; margin: 0; padding: 1rem; border: 2px solid #e4dacb;
  border-radius: 10px; background: #fffdf9; text-align: center; min-height: 13rem }
figcaption { margin-top: .5rem; color: #6d625b }
img { width: 160px; height: 160px; object-fit: contain;
  background: repeating-conic-gradient(#e4dacb 0 25%, #fff 0 50%) 0/20px 20px }
.error { color: #9b1232; overflow-wrap: anywhere }
.verdict { margin: 1rem 0 0; font-weight: 600 } .same { color: #2f6b45 }
</style>
<h1>One picture, three faces</h1>
<form method="post" enctype="multipart/form-data">
  <input type="file" name="picture" aria-label="a picture: drop it here">
  <select name="kind" aria-label="or an odd one">
  {% for kind in kinds %}<option{% if kind == chosen %} selected{% endif %}>
    {{- kind }}</option>{% endfor %}</select>
  <button>Make thumbnails</button>
</form>
<section>
{% for face, small, error in made %}<figure>
  {% if error %}<p class="error">{{ error }}</p>
  {% else %}<img src="data:image/webp;base64,{{ small }}" alt="its thumbnail">
  {% endif %}<figcaption>{{ face }}</figcaption>
</figure>{% endfor %}
</section>
<p class="verdict{% if verdict.startswith("the same") %} same{% endif %}">
{{- verdict }}</p>
</html>
"""

application = Flask(__name__, static_folder=None)
application.config["MAX_CONTENT_LENGTH"] = 32 * 2**20


@application.route("/", methods=["GET", "POST"])
def page() -> Response:
    """Show what each face makes of the picture that was dropped or chosen."""
    chosen = request.form.get("kind", FIRST)
    dropped = request.files.get("picture")
    picture = dropped.read() if dropped else b""
    made = list(thumbnails(picture or KINDS.get(chosen, KINDS[FIRST])()))
    small = {small for _, small, _ in made}
    answer = Response(
        render_template_string(
            PAGE,
            kinds=KINDS,
            chosen=chosen,
            made=made,
            verdict=says(len(small), all(error for _, _, error in made)),
        )
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def thumbnails(picture: bytes) -> Iterator[tuple[str, str, str]]:
    """Ask each face; give its name, and either the thumbnail or an error."""
    for name, face in FACES.items():
        try:
            yield name, b64encode(face(picture)).decode(), ""
        except PictureError as error:
            yield name, "", str(error)


def says(different: int, refused: bool) -> str:
    """Say whether all faces agree."""
    if refused:
        return "all three refuse it"
    return "the same bytes, three times" if different == 1 else "they differ"
