"""The API in Flask: ``/posts``, ``/posts/ID`` and ``/openapi.json``, all JSON.

Mounted anywhere: the only links are ``older`` and ``Location``, and both are relative.
A request of a browser's page has to come from this very host, and a body has to say
that it is JSON: so a page elsewhere cannot post through its reader's browser.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from .bucket import Bucket
from .contract import BODY, FILE, NUMBER, RATE, Problem, new, page
from .posts import LockedError, Post, Posts

HOSTS = ("127.0.0.1", "localhost")


def create_api(
    posts: Posts, bucket: Bucket | None = None, hosts: Iterable[str] = HOSTS
) -> Flask:
    """Make the application.

    :param bucket: what a client may ask; what the contract says, if None.
    :param hosts: by which it may be called; another is a foreign page's name for it.
    """
    api = Flask(__name__, static_folder=None)
    api.config.update(MAX_CONTENT_LENGTH=BODY, TRUSTED_HOSTS=list(hosts))
    api.config.update(PROVIDE_AUTOMATIC_OPTIONS=False)  # OPTIONS is 405, as in Node
    limit = bucket or Bucket(RATE["perSecond"], RATE["burst"])

    @api.before_request
    def wait() -> None:
        """Take a token of the client's bucket; 429 if there is none."""
        if seconds := limit.take(request.remote_addr or ""):
            retry = math.ceil(seconds)
            raise Problem(429, f"wait for {retry} s; the limit is x-rate", retry)

    @api.get("/posts")
    def posts_before() -> Response:
        """Answer with a page, and where the next one is."""
        before, limit = page(request.args)
        found = posts.before(before, limit)
        last = found[-1].id if found else 0  # the first of all posts has the id 0
        older = f"?before={last}&limit={limit}" if last else None
        shown = [post.document() for post in found]
        return answer({"posts": shown, "older": older})

    @api.get("/posts/<number>")
    def one(number: str) -> Response:
        """Answer with one post, or 404."""
        found = posts.get(int(number)) if NUMBER.fullmatch(number) else None
        if found is None:
            raise Problem(404, f"there is no post {number[:40]!r}")
        return answer(found.document())

    @api.post("/posts")
    def add() -> Response:
        """Add a post; who asks again with its key gets the same answer."""
        same_site()
        post = store(posts, **new(body()))
        done = answer(post.document(), 201)
        done.headers["Location"] = f"posts/{post.id}"
        return done

    @api.get("/openapi.json")
    def contract() -> Response:
        """Answer with the contract, as it stands in the file."""
        return Response(FILE.read_bytes(), mimetype="application/json")

    api.register_error_handler(Problem, refused)
    api.register_error_handler(HTTPException, http)
    api.after_request(harden)
    return api


def store(posts: Posts, author: str, text: str, key: str = "") -> Post:
    """Add a post; raises Problem, 409 for another's key, 503 for a lock."""
    try:
        return posts.add(author, text, key)
    except FileExistsError as error:
        raise Problem(409, str(error)) from None
    except LockedError as error:
        raise Problem(503, str(error), retry=1) from None


def body() -> Any:
    """Read JSON; raises Problem, 415 if it is not called so, 400 if it is none."""
    if request.mimetype != "application/json":
        raise Problem(415, f"application/json is read, not {request.mimetype[:40]!r}")
    try:
        return json.loads(request.get_data().decode())
    except (ValueError, RecursionError):
        raise Problem(400, "the body is no JSON in UTF-8") from None


def same_site() -> None:
    """Refuse what a page of another site sends; who sends no Origin is no browser."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Problem(403, f"{origin[:80]!r} may not post here")


def answer(document: Any, status: int = 200) -> Response:
    """Write JSON, in UTF-8."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, mimetype="application/json")


def refused(problem: Problem) -> Response:
    """Write a problem document."""
    done = answer(problem.document(), problem.status)
    done.mimetype = "application/problem+json"
    if problem.retry is not None:
        done.headers["Retry-After"] = str(problem.retry)
    return done


def http(error: HTTPException) -> Response:
    """Write an error of Flask's or Werkzeug's as a problem document."""
    done = refused(Problem(error.code or 500, error.description or error.name))
    for name, value in error.get_headers():
        if name == "Allow":
            done.headers[name] = value
    return done


def harden(done: Response) -> Response:
    """Let no browser guess, frame or keep an answer; say who gave it."""
    done.headers["X-Content-Type-Options"] = "nosniff"
    done.headers["Content-Security-Policy"] = (
        "default-src 'none'; frame-ancestors 'none'"
    )
    done.headers["Cache-Control"] = "no-store"
    done.headers["Server"] = "timeline (Python)"
    return done
