"""The table of the site: five applications, in two frameworks, none, and Node."""

from __future__ import annotations

from ..table import JAVASCRIPT, KB, PYTHON, Row

TABLE = (
    Row(
        *("/", "front", PYTHON, "Flask", "the page"),
        start="show.front:application",
        includes=True,
    ),
    Row(
        *("/stock/", "stock", PYTHON, "Bottle", "what is there"),
        start="show.stock:application",
        cached="",
    ),
    Row(
        *("/orders/", "orders", JAVASCRIPT, "Node", "what is ordered"),
        start="show/orders.mjs",
        guarded=True,
    ),
    Row(
        *("/account/", "account", PYTHON, "plain WSGI", "who is asking"),
        start="show.account:application",
        identifies=True,
    ),
    # region row
    Row(
        "/highlight/",
        "highlight",
        PYTHON,
        "Flask",
        "code in colour",
        start=".highlight.wsgi:application",
        copies=2,
        cached="h/",
        limit=256 * KB,
    ),
    # endregion
)
