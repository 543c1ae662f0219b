"""Customers' pictures, with Flask: post one, and see its thumbnails when they are made.

The request stores the picture and puts a task (``10-queues``).  Whoever takes it,
`thumbnails`, is another program; this page is loaded again until it is done.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, HTTPException, NotFound, ServiceUnavailable

from ...queues import FullError, Queue, open_queue
from ...queues.show.photos import SIZES, Photos
from ..hosts import home
from .failed import failed
from .settings import OPENED, folder, needed

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "form-action 'self'; base-uri 'none'"
)
application = Flask(__name__, static_folder=None)
application.config["MAX_CONTENT_LENGTH"] = 8 * 2**20
application.register_error_handler(HTTPException, failed)


@cache
def tasks() -> Queue:
    """Open the queue, at the first request."""
    queue = open_queue(needed("tasks"))
    OPENED.callback(queue.close)
    return queue


@cache
def photos() -> Photos:
    """Open the folder, at the first request."""
    return Photos(folder("photos"))


@application.context_processor
def links() -> dict[str, str]:
    """Tell the page where the shop is."""
    return {"home": home(request.environ)}


@application.get("/")
def front() -> str:
    """Show the form."""
    return render_template("photos.html", job=None)


@application.post("/")
def post() -> Any:
    """Store a picture, put a task, and say where its thumbnails will be."""
    given = request.files.get("photo")
    if not (photo := given.read() if given else b""):
        raise BadRequest("There is no picture in the form.")
    name = photos().store(photo)
    tasks().put({"photo": name})
    return redirect(url_for("job", job=name), 303)


@application.get("/<job>")
def job(job: str) -> str:
    """Show what is made of a picture so far."""
    if not photos().files.inside(job).exists():
        raise NotFound("Nobody posted this picture.")
    made = photos().made(job)
    done = len(made) == len(SIZES)
    dead = "" if done else why(job)
    return render_template("photos.html", job=job, made=made, done=done, dead=dead)


@application.get("/<job>/<any(small,middle,large):size>.webp")
def thumbnail(job: str, size: str) -> Response:
    """Send a thumbnail."""
    if size not in photos().made(job):
        raise NotFound("This thumbnail is not made yet.")
    return Response(photos().path(job, size).read_bytes(), mimetype="image/webp")


def why(job: str) -> str:
    """Return the reason of a picture of which nothing can be made, without its type."""
    dead = (one for one in tasks().dead() if one.body.get("photo") == job)
    said = next((one.last_line for one in dead), "")
    return said.partition(": ")[2] or said


@application.errorhandler(FullError)
def full(error: FullError) -> Any:
    """Tell a client when to come back: 503."""
    return failed(ServiceUnavailable(str(error), retry_after=10))


@application.after_request
def harden(answer: Response) -> Response:
    """Keep pictures and pages of others out, and caches away."""
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
