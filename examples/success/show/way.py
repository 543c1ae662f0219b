"""A customer's way through the shop, by HTTP, a step after the other.

She has a browser's cookies and no script.  A step that fails stops nobody: the next
one is tried all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from http.cookiejar import CookieJar
from itertools import count
from time import monotonic, sleep
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener
from uuid import uuid4

from ...thumbnails.show.pictures import plain, saved
from ..programs.settings import STAFF

SECONDS = 60.0  # for what always comes
LOOK = 0.02  # seconds between two looks at a page
MORE = count(101)
"""Grams of an order: no two customers order as many."""


class Customer:
    """A customer, at an address.

    :param address: of the shop, without a slash last.
    :param password: hers, and she is staff.
    :param hoping: whether there is anybody left who could make a thumbnail.
    """

    def __init__(
        self, address: str, password: str, hoping: Callable[[], bool] = lambda: True
    ) -> None:
        self.address, self.password, self.hoping = address, password, hoping
        self.cookies = CookieJar()
        keeping = HTTPCookieProcessor(self.cookies)
        self.browser = build_opener(keeping, ProxyHandler({}))
        self.grams = 0
        self.photo = ""

    def ask(self, path: str, body: bytes | None = None, kind: str = "") -> str:
        """Ask for a page, or post a form, and follow; OSError if that fails."""
        request = Request(f"{self.address}{path}", body)
        request.add_header("Content-Type", kind or "application/x-www-form-urlencoded")
        with self.browser.open(request, timeout=SECONDS) as answer:
            self.at = answer.url
            text: str = answer.read().decode()
            return text

    def fill_in(self, path: str, **fields: object) -> str:
        """Post a form."""
        return self.ask(path, urlencode(fields).encode())

    def comes(self) -> bool:
        """See the front."""
        return "<h1>Cherries</h1>" in self.ask("/")

    def sees_stock(self) -> bool:
        """See what there is, a fragment of another part."""
        return "Burlat:" in self.ask("/")

    def signs_in(self) -> bool:
        """Be known from now on."""
        with suppress(OSError):  # the page after that may be away
            self.fill_in("/account/sign-in", name=STAFF, password=self.password)
        return "session" in {cookie.name for cookie in self.cookies}

    def orders(self) -> bool:
        """Order some cherries."""
        grams = next(MORE)
        self.fill_in("/order", sort="Napoleon", grams=grams)
        self.grams = grams
        return True

    def finds_it(self) -> bool:
        """Find the order in the office; without one, any order."""
        wanted = f'"field-grams">{self.grams}<' if self.grams else "field-grams"
        return wanted in self.ask("/office/office/order/")

    def posts_picture(self) -> bool:
        """Post a picture; its page is known then."""
        mark = uuid4().hex
        picture = saved(plain(), "JPEG", comment=mark.encode())
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="photo"; '
            'filename="cherry.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        form = head.encode() + picture + f"\r\n--{mark}--\r\n".encode()
        self.ask("/photos/", form, f"multipart/form-data; boundary={mark}")
        self.photo = self.at.removeprefix(self.address)
        return True

    def sees_thumbnail(self) -> bool:
        """Load its page again, until its thumbnails are there or hope is not."""
        end = monotonic() + SECONDS
        while self.photo and monotonic() < end:
            hope = self.hoping()  # before the look: it may be made in between
            if "done" in self.ask(self.photo):
                return True
            if not hope:
                break
            sleep(LOOK)
        return False

    def reads_recipe(self) -> bool:
        """Read a recipe, coloured or not."""
        return "crust" in self.ask("/recipe")

    def in_colour(self) -> bool:
        """Read it in colour."""
        return 'class="k"' in self.ask("/recipe")

    def compares(self) -> bool:
        """See what changed in a recipe."""
        return "<ins" in self.ask("/history/")

    def hears(self) -> bool:
        """Read on the front what people say."""
        return "A pie a day" in self.ask("/")

    def asks_highlight(self) -> bool:
        """Ask the highlighter itself, as Ruby does."""
        return "ruby" in self.ask("/highlight/languages")

    def is_named(self) -> bool:
        """Be named by the bar."""
        return bool(json.loads(self.ask("/bar/bar.json"))["name"] == STAFF)


STEPS: dict[str, Callable[[Customer], bool]] = {
    "front": Customer.comes,
    "stock": Customer.sees_stock,
    "news": Customer.hears,
    "sign in": Customer.signs_in,
    "bar": Customer.is_named,
    "picture": Customer.posts_picture,
    "thumbnail": Customer.sees_thumbnail,
    "order": Customer.orders,
    "office": Customer.finds_it,
    "recipe": Customer.reads_recipe,
    "colour": Customer.in_colour,
    "history": Customer.compares,
    "API": Customer.asks_highlight,
}


def walk(customer: Customer) -> dict[str, bool]:
    """Take every step; tell which succeeded."""
    return {name: tried(step, customer) for name, step in STEPS.items()}


def tried(step: Callable[[Customer], bool], customer: Customer) -> bool:
    """Take a step; an answer that is an error, or none, is a failure."""
    try:
        return step(customer)
    except (OSError, ValueError):
        return False
