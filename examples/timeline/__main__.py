"""Serve site and API on loopback: ``python -m examples.timeline FILE``."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from waitress import create_server

from .api import create_api
from .posts import Posts
from .site import create_site

HOST = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C; 1 if the port is taken."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("file", type=Path, help="of posts, a JSON line each")
    parser.add_argument("--port", type=int, default=8010, help="default: 8010")
    asked = parser.parse_args(arguments)
    if not 0 <= asked.port < 65536:  # waitress would take the rest of a division
        parser.error(f"--port wants 0 to 65535, got {asked.port}")
    posts = Posts(asked.file)
    try:
        server = create_server(
            create_site(posts, create_api(posts)),
            listen=f"{HOST}:{asked.port}",
            threads=8,
            channel_timeout=20,  # seconds in which nothing comes or goes
        )
    except OSError as error:
        print(f"{__package__}: port {asked.port}: {error}", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
    print(f"http://{HOST}:{server.effective_port}", flush=True)
    server.run()
    server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
