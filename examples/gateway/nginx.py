"""Make the configuration of nginx from the table: text in, text out.

Each application gets an ``upstream`` and one to three locations:

- its path, for everybody or for who has signed in;
- the part of it that is the same for everybody, with a cache in front;
- ``/_include/NAME/``, where only a page's includes get (SSI).  An application that
  fails there leaves a gap, not an error in the middle of the page.

nginx asks no ``auth_request`` for what a page includes.  So a guarded application
has to look at the identity itself (:mod:`.identity`): the guard here spares it
the strangers, and is not the lock.

The key of the cache is the address as the client wrote it, and what an application
is told of it: ``$uri`` is decoded, so that ``/a%3Fb`` and ``/a?b`` would be one.

An answer that says ``Vary`` is not kept: nginx 1.22 reads the last such line only.
Nor is one with an ``Age``, which nginx would repeat as it was, nor one that says
``must-revalidate``, for nginx gives old ones while an application is away.

Slashes are merged, also ``%2F``: ``/a//b`` and ``/a%2Fb`` reach an application as
``/a/b``.  ``Upgrade`` ends here, so no WebSocket: its server answers 400 or 426.
An answer's headers may have 16 KB together; longer ones are a 502.  An application may
not send 103 (Early Hints), which nginx 1.22 takes for its answer.

Not made here: TLS, a check of the Host, limits on the number of requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import indent
from urllib.parse import quote

from . import problems
from .directives import settings
from .headers import headers, lines
from .table import Ports, Row, identifying, wants_identity

HTTP = r"""proxy_cache_path cache keys_zone=answers:1m max_size=64m inactive=1d
                 use_temp_path=off;
map $http_x_request_id $id {
    default $request_id;
    "~^[\w.-]{1,64}$" $http_x_request_id;
}
map "$upstream_http_vary$upstream_http_age|$upstream_http_cache_control" $not_kept {
    volatile;
    default 1;
    "~*^\|(?!.*(must|proxy)-revalidate)" "";
}"""

CACHE = """proxy_cache answers;
proxy_cache_key $scheme://$http_host$request_uri;
proxy_cache_lock on;
proxy_cache_use_stale error timeout;
proxy_cache_background_update on;
add_header X-Cache-Status $upstream_cache_status always;"""

BODILESS = """internal;
proxy_pass_request_body off;
proxy_set_header Content-Length "";
client_max_body_size 0;"""
"""What is asked beside a request gets none of its body, however long that may be."""

GAP = """proxy_intercept_errors on;
error_page 401 403 404 413 500 502 503 504 = @gap;"""


def configuration(table: Iterable[Row], ports: Ports) -> str:
    """Return what goes into ``http {}``, beside a file ``listen`` that says where.

    :raises ValueError: as `identifying` does, and for an application without a port.
    """
    rows = list(table)
    return "\n".join([HTTP, *upstreams(rows, ports), server(rows), ""])


def upstreams(rows: Iterable[Row], ports: Ports) -> list[str]:
    """Make the ``upstream`` of each application."""
    rows = list(rows)
    if nowhere := [row.name for row in rows if not ports.get(row.name)]:
        raise ValueError(f"no ports for {', '.join(nowhere)}")
    return [upstream(row, ports[row.name]) for row in rows]


def server(rows: Iterable[Row], names: Iterable[str] = ()) -> str:
    """Make the ``server`` of a table.

    :param names: the hosts for which it is; without any, for all.
    """
    rows = list(rows)
    who = identifying(rows) if any(map(wants_identity, rows)) else None
    parts = ["include listen;", *settings(), *problems.locations()]
    if hosts := " ".join(names):
        parts.insert(0, f"server_name {hosts};")
    if who:
        parts += [asking(who, "who"), asking(who, "check")]
    for row in rows:
        parts += locations(row, who)
    if all(row.path != "/" for row in rows):
        parts.append(block("location /", ["return 404;"]))  # or nginx serves files
    return block("server", parts)


def upstream(row: Row, ports: Iterable[int]) -> str:
    """Make an ``upstream``: the ports of the copies, and kept connections.

    No copy is shut out for what failed (``max_fails``): a time-out counts too, so
    one client that asks for something slow would take the application from all.
    """
    servers = [f"server 127.0.0.1:{port}\n    max_fails=0;" for port in ports]
    choice = ["least_conn;"] if len(servers) > 1 else []
    # Shorter than applications keep them (gunicorn: 2 s): or a request meets a
    # closed door.
    keep = ["keepalive 8;", "keepalive_timeout 1s;"]
    return block(f"upstream {row.name}", [*choice, *servers, *keep])


def locations(row: Row, who: Row | None) -> Iterator[str]:
    """Yield the locations of an application."""
    if row.path != "/":
        there = quote(row.path)
        to_slash = f"return 308 {there}$is_args$args;"  # a POST as a POST
        yield block(f"location = {row.prefix}", [to_slash])
    if row.cached != "":
        yield block(f"location {row.path}", passing(row, who))
    if row.cached:
        # Or nginx would answer 301 to a POST there, and a GET would come of it.
        beside = row.cached.removesuffix("/")
        yield block(f"location = {row.path}{beside}", passing(row, who, beside))
    if row.cached is not None:
        yield block(f"location {row.path}{row.cached}", keeping(row, row.cached))
    yield block(f"location /_include/{row.name}/", included(row, who))


def guard(row: Row, who: Row | None) -> Iterator[str]:
    """Yield ``auth_request`` for who is guarded or includes, and ``ssi`` for pages."""
    if who and wants_identity(row):
        yield f"auth_request /_{'check' if row.guarded else 'who'};"
        yield "auth_request_set $identity $upstream_http_x_identity;"
    if row.includes:
        yield "ssi on;"
        yield "ssi_silent_errors on;"


def passing(row: Row, who: Row | None, below: str = "") -> Iterator[str]:
    """Yield the location of a path: guard, proxy, headers; the prefix is cut off."""
    yield from guard(row, who)
    yield from to(row, below)
    yield f"client_max_body_size {row.limit};"
    yield from lines(headers(row, "$identity" if who and wants_identity(row) else ""))


def included(row: Row, who: Row | None) -> Iterator[str]:
    """Yield the internal location of includes: as the page's reader, without body."""
    yield from f"{BODILESS}\n{GAP}".split("\n")
    yield from to(row)
    yield from lines(headers(row, "$identity" if who else "", part=True))


def keeping(row: Row, below: str) -> Iterator[str]:
    """Yield the location with the cache in front: no cookie, no identity."""
    yield from to(row, below)
    yield f"client_max_body_size {row.limit};"
    yield from lines(headers(row, shared=True))
    yield from CACHE.split("\n")


def to(row: Row, below: str = "") -> Iterator[str]:
    """Yield ``proxy_pass`` and the time-out."""
    yield f"proxy_pass http://{row.name}/{below};"
    yield f"proxy_read_timeout {round(row.patience * 1000)}ms;"


def asking(who: Row, question: str) -> str:
    """Make the internal location that ``auth_request`` asks.

    Where nobody need be known, an application that cannot tell knows nobody.
    """
    missing = ["error_page 404 @404;", "error_page 502 504 = @nobody;"]
    nobody = missing if question == "who" else []
    there = [*to(who, question), *lines(headers(who, part=True))]
    return block(f"location = /_{question}", [*BODILESS.split("\n"), *nobody, *there])


def block(head: str, inside: Iterable[str]) -> str:
    """Indent lines in braces, behind their head."""
    return f"{head} {{\n{indent(chr(10).join(inside), '    ')}\n}}"
