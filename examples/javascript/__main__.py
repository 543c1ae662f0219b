"""Serve four pages of four programs with one bar: ``python -m examples.javascript``."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from threading import Event

from examples import peers

from .show.pages import php
from .show.site import ACCOUNT, PAGES, STRANGER, site


def main() -> None:
    """Print the addresses, and serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m examples.javascript")
    parser.add_argument("--port", type=int, default=8012, help="default: 8012")
    port = parser.parse_args().port
    with ExitStack() as stack:
        own = stack.enter_context(peers.held()) if peers.find("php") else None
        running = stack.enter_context(site(query="", port=port, php=own))
        print(f"sign in    {running.address(ACCOUNT)}/sign-in")
        for host in PAGES:
            says = {STRANGER: "not told", "front.localhost": "another site"}
            print(f"{says.get(host, 'a page'):10} {running.address(host)}/")
        if own:
            stack.enter_context(php(running.bar, own))
            print(f"a page     http://old.shop.localhost:{own}/")
        try:
            print("Ctrl-C stops.", flush=True)
            Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
