"""The page of this chapter: post a photo, see its thumbnails come, one after another.

The request puts a task and ends.  A worker, here a thread, does it.  The page hears of
progress by server-sent events; without JavaScript it is loaded again and again.
"""

from __future__ import annotations

import atexit
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask import Flask, Response, redirect, render_template_string, request, url_for
from werkzeug.exceptions import NotFound, ServiceUnavailable

from examples.thumbnails.show.pictures import plain, saved

from ..protocol import FullError
from ..sqlite_queue import SqliteQueue
from ..worker import Worker
from .photos import SIZES, Photos

SLOW = 0.6  # seconds before each thumbnail, or nobody would see one
STREAMS = threading.BoundedSemaphore(2)
"""Streams at a time: each holds a thread, and the deck is served by the same ones."""
PATIENCE = 20.0  # seconds a stream lasts; then the browser asks again
LOOK = 0.1  # seconds between two looks

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
SCRIPT = """\
const list = document.querySelector("[data-events]");
const events = new EventSource(list.dataset.events);
events.onmessage = (event) => {
  const { made, why } = JSON.parse(event.data);
  for (const box of list.querySelectorAll("[data-size]")) {
    if (!made.includes(box.dataset.size) || box.querySelector("img")) continue;
    const image = new Image();
    image.src = box.dataset.src;
    image.alt = `thumbnail, ${box.dataset.size}`;
    box.prepend(image);
  }
  if (made.length < list.children.length && !why) return;
  events.close();
  document.querySelector("[role=status]").textContent = why || "done";
};
// Refused: others are listening.  Then as without JavaScript.
events.onerror = () => {
  if (events.readyState !== EventSource.CLOSED) return;
  setTimeout(() => location.reload(), 1000);
};
"""
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
{% if job and not (done or why) %}
<noscript><meta http-equiv="refresh" content="1"></noscript>
{% endif %}<title>It might take a while</title>
<style>
body { margin: 0; padding: 1.2rem 1.6rem; background: #fbf7f0; color: #241d1a;
  font: 1.3rem/1.4 Inter, system-ui, sans-serif }
h1 { margin: 0 0 .8rem; font: 600 1.8rem/1.2 Fraunces, Georgia, serif }
form { display: flex; gap: .7rem; margin-bottom: 1rem }
input, button { font: inherit; font-size: 1.1rem; padding: .4rem .8rem;
  border: 2px solid #e4dacb; border-radius: 8px; background: #fffdf9 }
input { border-style: dashed; flex: 1; min-width: 12rem }
button { background: #9b1232; border-color: #9b1232; color: #fff; font-weight: 600 }
ul { display: flex; gap: 1.2rem; margin: 0; padding: 0; list-style: none }
li { flex: 1; padding: 1rem; border: 2px solid #e4dacb; border-radius: 10px;
  background: #fffdf9; text-align: center; color: #6d625b; min-height: 9rem }
img { display: block; height: 7rem; margin: 0 auto .5rem }
[role=status] { margin: 1rem 0 0; font-weight: 600; color: #2f6b45 }
</style>
<h1>It might take a while</h1>
<form method="post" action="{{ url_for('post') }}" enctype="multipart/form-data">
  <input type="file" name="photo" aria-label="a photo; without one, ours is taken">
  <button>Post it</button>
</form>
{% if job %}<ul data-events="{{ url_for('progress', job=job) }}">
{% for size in sizes %}<li data-size="{{ size }}"
  data-src="{{ url_for('thumbnail', job=job, size=size) }}">
  {%- if size in made %}<img src="{{ url_for('thumbnail', job=job, size=size) }}"
    alt="thumbnail, {{ size }}">{% endif %}{{ size }}</li>
{% endfor %}</ul>
<p role="status">{{ "done" if done else why or "in the queue" }}</p>
{% if not (done or why) %}<script src="{{ url_for('script') }}"></script>{% endif %}
{% endif %}</html>
"""


class Shop:
    """A queue, a folder of photos, and a worker that is a thread of this process."""

    def __init__(self, folder: Path, slow: float = SLOW) -> None:
        self.photos = Photos(folder / "photos", lambda: time.sleep(slow))
        self.queue = SqliteQueue(folder / "tasks.db", deliveries=2)
        handle = self.photos.handle
        self.worker = Worker(self.queue, handle, retry=lambda delivery: 0)
        self.thread = threading.Thread(target=self.worker.run, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Stop the worker after its task, and close the queue."""
        self.worker.stop()
        self.thread.join()
        self.queue.close()

    def why(self, job: str) -> str:
        """Return the reason of a job that is dead, or nothing."""
        reasons = [d.last_line for d in self.queue.dead() if d.body.get("photo") == job]
        return reasons[-1] if reasons else ""


OPENING = threading.Lock()
"""Held while the shop opens: first requests may come at the same time."""


def shop() -> Shop:
    """Open at the first request; the folder goes with the process."""
    with OPENING:
        return opened()


@cache
def opened() -> Shop:
    """Open the shop."""
    folder = mkdtemp(prefix="queues-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Shop(Path(folder))


application = Flask(__name__, static_folder=None)
application.config["MAX_CONTENT_LENGTH"] = 8 * 2**20


@application.after_request
def stay_in_frame(answer: Response) -> Response:
    """Give every answer the headers that keep a page in its frame."""
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


@application.errorhandler(FullError)
def full(error: FullError) -> Any:
    """Tell a client when to come back: 503."""
    return ServiceUnavailable(str(error), retry_after=10).get_response()


@application.get("/")
def front() -> str:
    """Show the form."""
    return render_template_string(PAGE, job=None)


@application.post("/")
def post() -> Any:
    """Put a task, and say where its result will be: nothing is waited for."""
    # region post
    dropped = request.files.get("photo")
    name = shop().photos.store(dropped.read() if dropped else some_photo())
    shop().queue.put({"photo": name})
    return redirect(url_for("job", job=name), 303)
    # endregion


def some_photo() -> bytes:
    """Return a photo that nobody has posted before."""
    return saved(plain(), "JPEG", comment=secrets.token_bytes(8))


@application.get("/<job>")
def job(job: str) -> str:
    """Show what is made of a photo so far."""
    made = existing(job)
    done = len(made) == len(SIZES)
    shown = {"job": job, "made": made, "done": done, "sizes": SIZES}
    return render_template_string(PAGE, **shown, why="" if done else shop().why(job))


@application.get("/<job>/events")
def progress(job: str) -> Response:
    """Tell what is made, whenever there is more, or why it never will be."""
    existing(job)
    if not STREAMS.acquire(blocking=False):
        raise ServiceUnavailable("Two are listening already.", retry_after=1)
    answer = Response(events(job), mimetype="text/event-stream")
    answer.call_on_close(STREAMS.release)
    return answer


def events(job: str) -> Iterator[str]:
    """Yield an event for each thumbnail, until all are made or patience ends."""
    yield "retry: 500\n\n"
    made: list[str] = []
    told, why = made, ""
    end = time.monotonic() + PATIENCE
    while len(made) < len(SIZES) and not why and time.monotonic() < end:
        made, why = shop().photos.made(job), shop().why(job)
        if made != told or why:
            yield f"data: {application.json.dumps({'made': made, 'why': why})}\n\n"
            told = made
        time.sleep(LOOK)


@application.get("/<job>/<any(small,middle,large):size>.webp")
def thumbnail(job: str, size: str) -> Response:
    """Send a thumbnail."""
    if size not in existing(job):
        raise NotFound("This thumbnail is not made yet.")
    data = shop().photos.path(job, size).read_bytes()
    return Response(data, mimetype="image/webp")


@application.get("/live.js")
def script() -> Response:
    """Send the script that listens."""
    return Response(SCRIPT, mimetype="text/javascript")


def existing(job: str) -> list[str]:
    """Return what is made of a photo; 404 if there is none, or it is a thumbnail."""
    if "-" in job:
        raise NotFound("There is no such photo.")
    with suppress(FileNotFoundError), shop().photos.files.read(job):
        return shop().photos.made(job)
    raise NotFound("There is no such photo.")
