"""Time the highlighter layer by layer: ``python -m bench.faces.bare``.

A line of JSON in, a line out: ``{"way", "kilobytes", "calls", "seed"}`` gives the
seconds of each call, by the wall's clock.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pygments
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from bench.faces.code import distinct
from bench.faces.memory import memory
from examples.highlight.core import highlight
from examples.highlight.message import Snippet, answer, encode
from examples.highlight.web.app import create_app
from examples.highlight.web.shelf import Shelf
from examples.highlight.workers.pipe import Pipe

Way = Callable[[str], object]
CALLED = {"language": "python"}


def in_process(code: str) -> str:
    """Highlight with the core."""
    return highlight(code, "python")


def anew(code: str) -> str:
    """Highlight with a new lexer and formatter, as pygments.rb does."""
    lexer = get_lexer_by_name("python")
    formatter: Any = HtmlFormatter(outencoding="utf-8")
    return str(pygments.highlight(code, lexer, formatter))


def message_of(code: str) -> bytes:
    """Encode the request for Python code."""
    return encode(Snippet(code, "python"))


def message(code: str) -> bytes:
    """Answer a request of bytes with bytes, as the child does."""
    return answer(message_of(code))


def through(pipe: Pipe) -> Way:
    """Return the way through a pipe to a child."""
    return lambda code: pipe.ask(message_of(code))


def web(pipe: Pipe, folder: Path) -> dict[str, Way]:
    """Return the ways through Flask's test client, without a socket."""
    client = create_app(pipe.ask, Shelf(folder)).test_client()

    def post(code: str) -> str:
        return str(client.post("/h", query_string=CALLED, data=code.encode()).location)

    def at_once(code: str) -> bytes:
        headers = {"Prefer": "return=representation"}
        given = client.post(
            "/h", query_string=CALLED, data=code.encode(), headers=headers
        )
        return bytes(given.data)

    def get(path: str) -> bytes:
        return bytes(client.get(path).data)

    known = post("print(1)\n")
    return {
        "Flask, at once": at_once,
        "Flask, there": lambda code: get(post(code)),
        "Flask, cached": lambda code: get(known),
    }


def timed(way: Way, codes: Iterable[str]) -> dict[str, object]:
    """Time each call by the wall's clock."""
    gc.collect()
    seconds = []
    for each in codes:
        start = time.perf_counter()
        way(each)
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds}


def main() -> None:
    """Read requests from stdin, a JSON object a line; print seconds."""
    with Pipe() as pipe, memory() as folder:
        ways: dict[str, Way] = {
            "in process": in_process,
            "anew": anew,
            "message": message,
            "pipe from Python": through(pipe),
            **web(pipe, Path(folder)),
        }
        for line in sys.stdin:
            asked = json.loads(line)
            codes = [
                distinct(asked["kilobytes"], f"{asked['seed']}.{number}")
                for number in range(asked["calls"])
            ]
            print(json.dumps(timed(ways[asked["way"]], codes)), flush=True)


if __name__ == "__main__":
    main()
