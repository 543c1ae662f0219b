"""2011: a gateway as one wrote it (talk, pages 43, 45 and 47).

The configuration is in ``2011/nginx.conf``: three applications behind one nginx, and
a cache in front of a fourth.  Today:

- ``/apiary`` gets to the API, as ``/ary``; ``/api/cherries`` gets there as
  ``//cherries``.
- The application takes itself for ``http://api/``, and believes whatever a client
  writes into ``X-Forwarded-For``.
- Each request opens a connection of its own, in HTTP/1.0.
- The cache knows two bodies apart by ``$request_body``.  A body larger than nginx's
  buffer, 8 KB, goes to disk, and the variable is empty: so all of these are one.

``orders`` is an application that trusts whoever lets requests through.  `page`
includes it.  Behind a guard, nginx asks no guard for what is included.
"""

from collections.abc import Mapping
from pathlib import Path

CONFIGURATION = Path(__file__).parent / "2011" / "nginx.conf"


def configuration(ports: Mapping[str, int]) -> str:
    upstreams = [
        f"upstream {name} {{ server 127.0.0.1:{port}; }}\n"
        for name, port in ports.items()
    ]
    return "".join(upstreams) + CONFIGURATION.read_text("utf-8")


def orders(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<li>2000 g Morello, for Anna</li>\n"]


def page(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b'<ul>\n<!--# include virtual="/orders/" -->\n</ul>\n']
