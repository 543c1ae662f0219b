"""The shop around the deck: at its own hosts the parts, everywhere else the deck.

``http://shop.localhost:8000`` is the shop of ``14-success``, in one process; the deck
is one of its applications, ``deck.shop.localhost``.  It is imported and opened at the
first request for one of its hosts.  If that fails, those say so, and only those.

It lasts as long as this process, which has one: its parts read one environment, and
Django has one set of settings.  So `Shop` is not for a test's own process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import InternalServerError

DOMAIN = "shop.localhost"
DECK = f"deck.{DOMAIN}"
FAILED = "The shop cannot be opened: the console says why."
WORDS = 9  # bytes of a password

Opens = Callable[[WSGIApplication], AbstractContextManager[WSGIApplication]]


@contextmanager
def of_examples(deck: WSGIApplication) -> Iterator[WSGIApplication]:
    """Open the shop of ``examples/success`` around a deck; say who may sign in."""
    one = import_module("examples.success.one")
    password = token_urlsafe(WORDS)
    with (
        TemporaryDirectory(prefix="shop-") as folder,
        one.shop(Path(folder), password, {"deck": deck}, deck) as app,
    ):
        print(f"The shop is open: anna or ben, password {password}", flush=True)
        yield app


class Shop:
    """WSGI application: the deck, and at the shop's hosts the shop around it.

    deck: answers every other host; it refuses those it does not know.
    opens: opens the shop.
    """

    def __init__(self, deck: WSGIApplication, opens: Opens = of_examples) -> None:
        self.deck = deck
        self.opens = opens
        self.stack = ExitStack()
        self.lock = Lock()
        self.app: WSGIApplication | None = None

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Respond with what the host stands for."""
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        app = self.deck
        if host == DOMAIN or host.endswith(f".{DOMAIN}"):
            app = self.around()
        return app(environ, start_response)

    def around(self) -> WSGIApplication:
        """Return the shop, opened once; after a failure it is tried anew."""
        with self.lock:
            if self.app is None:
                try:
                    self.app = self.stack.enter_context(self.opens(self.deck))
                except Exception as error:
                    what = " ".join(f"{type(error).__name__}: {error}".split())
                    print(f"present: the shop: {what}", file=sys.stderr)
                    return InternalServerError(FAILED)
            return self.app

    def close(self) -> None:
        """Close the shop, if it was opened."""
        with self.lock:
            self.stack.close()
