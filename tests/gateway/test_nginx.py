"""examples.gateway: the table, and the configuration that is made from it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from examples.gateway.headers import HOP_BY_HOP, OURS, SPOOFED, headers
from examples.gateway.nginx import configuration
from examples.gateway.run.child import SETTINGS
from examples.gateway.run.processes import PACKAGE
from examples.gateway.show.site import TABLE
from examples.gateway.show.trial import until
from examples.gateway.table import identifying

PORTS = {row.name: [8100 + number] for number, row in enumerate(TABLE)}
ROWS = {row.name: row for row in TABLE}


def test_the_configuration_is_a_function() -> None:
    """The same table and ports give the same text, from any iterable."""
    assert configuration(iter(TABLE), PORTS) == configuration(TABLE, PORTS)


def test_each_application_listens_somewhere() -> None:
    """An application without a port is an error here, and not at nginx's start."""
    with pytest.raises(ValueError, match=r"^no ports for stock$"):
        configuration([ROWS["front"], ROWS["stock"]], {"front": [1], "stock": []})


@pytest.mark.parametrize("path", ["stock/", "/stock"])
def test_a_path_begins_and_ends_with_a_slash(path: str) -> None:
    """``location /stock`` would take ``/stockings``: no row can be written so."""
    with pytest.raises(ValueError, match=r"begin and end with a slash"):
        replace(ROWS["stock"], path=path)


@pytest.mark.parametrize("path", ["/a b/", "/a;/", "/$host/", "/caf%C3%A9/", '/"/'])
def test_a_path_is_a_word(path: str) -> None:
    """Nothing in a table is read by nginx as more: it is written as it is."""
    changes: list[dict[str, Any]] = [{"path": path}, {"cached": path[1:]}]
    for change in changes:
        with pytest.raises(ValueError, match=r"path and cached have no blank"):
            replace(ROWS["stock"], **change)


@pytest.mark.parametrize("path", ["//", "/a//b/", "/a/../b/", "/./", "/_include/a/"])
def test_a_path_is_found(path: str) -> None:
    """nginx looks for no such path, since it has cleaned it, or it is its own."""
    with pytest.raises(ValueError, match=rf"^stock: nothing is found .*'{path}'$"):
        replace(ROWS["stock"], path=path)


@pytest.mark.parametrize("name", ["", "a/b", "a:1", "$a"])
def test_a_name_is_one_of_an_upstream(name: str) -> None:
    """Else nginx would ask some other host for it."""
    with pytest.raises(ValueError, match=r"^/stock/: a name has letters"):
        replace(ROWS["stock"], name=name)


@pytest.mark.parametrize("cached", ["/h/", "h"])
def test_what_is_cached_is_below_its_path(cached: str) -> None:
    """``/highlight//h/`` is no place, ``/highlight/h`` begins many: both are wrong."""
    with pytest.raises(ValueError, match=rf"^highlight: cached has to .*'{cached}'$"):
        replace(ROWS["highlight"], cached=cached)


@pytest.mark.parametrize("cached", ["all/", ""])
def test_what_is_guarded_is_not_cached(cached: str) -> None:
    """A cache does not ask who is asking: a row that is both is refused."""
    with pytest.raises(ValueError, match="orders: what is guarded"):
        replace(ROWS["orders"], cached=cached)


def test_somebody_has_to_know_who_is_asking() -> None:
    """A guard that cannot ask anybody would let everybody in."""
    with pytest.raises(ValueError, match=r"nobody says who is asking: \['orders'\]"):
        configuration([row for row in TABLE if not row.identifies], PORTS)


def test_only_one_says_who_is_asking() -> None:
    """Two answers to one question are none."""
    second = replace(ROWS["stock"], identifies=True)
    with pytest.raises(ValueError, match=r"\['stock', 'account'\]"):
        identifying([second, ROWS["orders"], ROWS["account"]])


def test_nobody_is_asked_where_it_does_not_matter() -> None:
    """A table without guards and pages has no auth_request in its configuration."""
    assert "auth_request" not in configuration([ROWS["stock"]], PORTS)


def test_every_location_says_all_headers() -> None:
    """A location's own proxy_set_header drops what it inherits: so none inherits."""
    text = configuration(TABLE, PORTS)
    heads = [line for line in text.splitlines() if "proxy_pass http" in line]
    asked = text.count("proxy_set_header Host $http_host;")
    assert asked == len(heads)
    for name in (*OURS, *HOP_BY_HOP, *SPOOFED, "X-Identity", "X-Forwarded-Prefix"):
        assert text.count(f"proxy_set_header {name} ") == asked, name


def test_slow_senders_are_hung_up_on() -> None:
    """A client that sends nothing for ten seconds holds no connection."""
    text = configuration(TABLE, PORTS)
    assert "client_header_timeout 10s;" in text
    assert "client_body_timeout 10s;" in text


def test_what_is_kept_for_all_is_asked_for_nobody() -> None:
    """What a cache keeps cannot depend on who asked for it."""
    told = headers(ROWS["stock"], shared=True)
    assert told["Cookie"] == told["Authorization"] == told["X-Identity"] == '""'
    assert told["X-HTTP-Method-Override"] == '""'  # of HEAD, it is empty


def test_two_copies_share_the_work() -> None:
    """Of several copies, the one with the fewest requests under way is asked."""
    text = configuration(TABLE, {**PORTS, "highlight": [8110, 8111]})
    block = text.partition("upstream highlight {")[2].partition("}")[0]
    assert [line.strip() for line in block.splitlines()[1:6]] == [
        "least_conn;",
        "server 127.0.0.1:8110",
        "max_fails=0;",
        "server 127.0.0.1:8111",
        "max_fails=0;",
    ]


def test_who_waits_in_vain_is_told() -> None:
    """Waiting for what does not come ends with an error."""
    with pytest.raises(TimeoutError, match="not within 0 seconds"):
        until(lambda: False, 0)


def test_patience_is_counted_in_thousandths() -> None:
    """A row may ask for less than a second, which is not none."""
    row = replace(ROWS["stock"], patience=0.25)
    assert "proxy_read_timeout 250ms;" in configuration([row], PORTS)


def test_the_gateway_hangs_up_first() -> None:
    """An application keeps idle connections longer than nginx does, in any language."""
    text = configuration(TABLE, PORTS).partition("\nserver {")[0]
    kept = re.findall(r"keepalive_timeout (\d+)s;", text)
    orders = (PACKAGE / "show" / "orders.mjs").read_text("utf-8")
    node = re.findall(r"keepAliveTimeout: (\d+)_000 ", orders)
    shortest = min(SETTINGS["channel_timeout"], *map(int, node))
    assert len(kept) == len(TABLE)
    assert all(int(seconds) < shortest for seconds in kept)
