"""Programs for servers that have no command for a WSGI application.

Two serve it themselves; two make an ASGI application of it, for uvicorn.  Each
imports its server when it is called, so that one may be missing.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from wsgiref.simple_server import make_server

from .contract import application

Asgi: TypeAlias = Callable[..., Awaitable[None]]
Bridge: TypeAlias = Callable[[Any], Asgi]


def wsgiref(port: int) -> None:
    """Serve with what comes with Python."""
    make_server("127.0.0.1", port, application).serve_forever()


def tornado(port: int) -> None:
    """Serve inside Tornado's event loop, in its one thread."""
    from tornado.httpserver import HTTPServer
    from tornado.wsgi import WSGIContainer

    async def serve() -> None:
        server = HTTPServer(WSGIContainer(application))
        server.listen(port, "127.0.0.1")
        await asyncio.Event().wait()

    asyncio.run(serve())


def a2wsgi() -> Asgi:
    """Make an ASGI application that runs ours in threads."""
    from a2wsgi import WSGIMiddleware

    bridge: Bridge = WSGIMiddleware
    return bridge(application)


def asgiref() -> Asgi:
    """Make an ASGI application that runs ours in one thread."""
    from asgiref.wsgi import WsgiToAsgi

    bridge: Bridge = WsgiToAsgi
    return bridge(application)


if __name__ == "__main__":
    {"wsgiref": wsgiref, "tornado": tornado}[sys.argv[1]](int(sys.argv[2]))
