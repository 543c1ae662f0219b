"""Serve the deck, its live examples and the shop: one WSGI application on one port.

``python -m slides.present`` serves ``build/slides`` at ``/`` and, for each package
``examples/NAME`` with a ``show/live.py``, its ``application`` at ``/live/NAME/``.
At ``shop.localhost`` is the shop, and the deck is one of its applications.
It listens on the loopback interface only: it is for a speaker, not for a site.
"""

from __future__ import annotations

import argparse
import logging
import re
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterable
from contextlib import closing
from importlib import import_module
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from waitress import create_server
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    ServiceUnavailable,
)
from werkzeug.utils import redirect, send_from_directory
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import get_host

from .press.line.toml import FILE, MAIN, read_cuts
from .press.problems import nearest
from .press.served import NAME, served
from .rehearsal import FILE as REHEARSAL
from .rehearsal import Plan, Rehearsal, read_table
from .shop import DECK as DECK_HOST
from .shop import DOMAIN, Shop

ROOT = Path(__file__).resolve().parent.parent
DECK = Path("build", "slides")  # below the root, as is
EXAMPLES = Path("examples")
HOST = "127.0.0.1"
# Any other is a foreign page's, made to point here.
NAMES = [HOST, "localhost", DECK_HOST]
LIVE = re.compile(rf"(/live/({NAME.pattern}))(/.*)?", re.DOTALL)

# What a page of the deck may do: nothing leaves this machine.  reveal.js sets
# styles; the console has its script and its styles in it.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
LARGEST = 1000  # bytes of what a rehearsal posts

BUILDING = "The deck is being built; load this page again."
FAILED = "This live example cannot be imported: the console says why."


class Present:
    """WSGI application: files of the deck, and live examples below ``/live/``.

    deck: the folder of the built deck.
    examples: the folder of the package ``examples``, which has to be importable.
    rehearsal: what keeps the seconds that the deck posts, if it is rehearsed.
    """

    def __init__(
        self, deck: Path, examples: Path, rehearsal: Rehearsal | None = None
    ) -> None:
        self.deck = deck
        self.examples = examples
        self.rehearsal = rehearsal

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Respond with a file of the deck, a live example, or an error page."""
        try:
            get_host(environ, NAMES)
            answer = self.answer(Request(environ))
        except HTTPException as error:
            answer = error
        return answer(environ, start_response)

    def answer(self, request: Request) -> WSGIApplication:
        """Route a request to a live example or to the deck."""
        path = request.environ.get("PATH_INFO", "")
        if live := LIVE.fullmatch(path):
            prefix, name, rest = live.groups()
            if rest is None:  # without the slash its relative links would miss
                return redirect(f"{request.root_path}{prefix}/", 308)
            return mounted(self.live(name), prefix, rest)
        if self.rehearsal and path == "/rehearsal":
            return self.rehearse(request, self.rehearsal)
        return self.file(request)

    def rehearse(self, request: Request, rehearsal: Rehearsal) -> WSGIApplication:
        """Keep the seconds of a slide; a foreign page may not send JSON unasked."""
        if request.method != "POST":
            raise MethodNotAllowed(["POST"])
        if (request.content_length or 0) > LARGEST:
            raise RequestEntityTooLarge
        try:
            rehearsal.add(request.get_json())
        except ValueError as error:
            raise BadRequest(str(error)) from None
        return Response(status=204)

    def file(self, request: Request) -> WSGIApplication:
        """Send a file of the deck, looked up anew: a build may have replaced it."""
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(["GET", "HEAD"])
        name = request.path.removeprefix("/") or "index.html"
        try:
            answer = send_from_directory(self.deck, name, request.environ, max_age=0)
        except NotFound:
            if name == "index.html":  # a build is about to put it there
                raise ServiceUnavailable(BUILDING, retry_after=1) from None
            raise
        answer.headers.extend(HEADERS)
        tag, _ = answer.get_etag()  # a script cannot read the ETag of its own page
        answer.headers["Server-Timing"] = f'etag;desc="{tag}"'
        return answer

    def live(self, name: str) -> WSGIApplication:
        """Import a live example at its first request.

        Raises NotFound if there is none, InternalServerError if it fails.
        """
        if name not in served(self.examples):
            raise NotFound(f"There is no live example {name!r}.")
        try:
            application: WSGIApplication = import_module(
                f"examples.{name}.show.live"
            ).application
        except Exception as error:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            print(f"present: examples/{name}/show/live.py: {what}", file=sys.stderr)
            raise InternalServerError(FAILED) from error
        return application


def mounted(application: WSGIApplication, prefix: str, rest: str) -> WSGIApplication:
    """Mount an application: move `prefix` to ``SCRIPT_NAME`` (PEP 3333)."""

    def inside(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        script = environ.get("SCRIPT_NAME", "") + prefix
        shifted = {**environ, "SCRIPT_NAME": script, "PATH_INFO": rest}
        return application(shifted, start_response)

    return inside


def port(text: str) -> int:
    """Parse a port number of the command line; 0 takes a free one."""
    if not (text.isdecimal() and int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


def main(argv: list[str] | None = None, root: Path = ROOT) -> int:
    """Serve until Ctrl-C; the status is 1 where that cannot begin."""
    parser = argparse.ArgumentParser(prog="python -m slides.present")
    parser.add_argument("--port", type=port, default=8000, help="default: 8000")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    again = "open a page that is loaded again after a build"
    parser.add_argument("--reload", action="store_true", help=again)
    parser.add_argument("--cut", help="the name of a shorter talk in slides/cuts.toml")
    slow = "keep the seconds of each slide, and print them at the end"
    parser.add_argument("--rehearse", action="store_true", help=slow)
    asked = parser.parse_args(argv)
    cuts = {MAIN, *(cut.name for cut in read_cuts(root)[0])}
    if asked.cut is not None and asked.cut not in cuts:
        hint = nearest(asked.cut, cuts)
        print(f"present: no cut {asked.cut!r} in {FILE}; {hint}", file=sys.stderr)
        return 1
    if not (root / DECK / "index.html").is_file():
        print("present: the deck is not built; run: make slides", file=sys.stderr)
        return 1
    try:
        listening = socket.create_server((HOST, asked.port))
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        cure = 'choose another: make present ARGS="--port 8001"'
        print(f"port {asked.port}: {reason}; {cure}", file=sys.stderr)
        return 1
    rehearsal = None
    if asked.rehearse:
        if before := read_table(root / REHEARSAL):
            print(f"The last one, before this:\n{before}\n")
        plan = Plan(root / DECK / "index.html", asked.cut or MAIN).seconds
        rehearsal = Rehearsal(root / REHEARSAL, plan)
    application = Shop(Present(root / DECK, root / EXAMPLES, rehearsal))
    server = create_server(application, sockets=[listening], threads=8)
    # A browser has more requests under way than there are threads: no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
    page = "?live&watch" if asked.reload else "?live"
    page += "&rehearse" if asked.rehearse else ""
    page += f"&cut={asked.cut}" if asked.cut else ""
    address = f"http://{HOST}:{server.effective_port}/{page}"
    print(address)
    print(f"http://{DOMAIN}:{server.effective_port}/ opens the shop around it.")
    print("S opens the presenter console; Ctrl-C here stops.", flush=True)
    if not asked.no_browser:
        # In a thread: a browser in this terminal would keep the server from running.
        threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
    with closing(application), closing(server):
        server.run()
    if rehearsal and rehearsal.spent:
        print(read_table(root / REHEARSAL), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
