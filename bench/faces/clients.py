"""Clients in Python, one a thread: context managers with a `call`."""

from http.client import HTTPConnection, HTTPResponse
from typing import Self
from urllib.parse import urlencode, urlsplit

from bench.faces.bare import message_of
from examples.highlight.message import decode
from examples.zeromq.ask.client import Client

TYPE = {"Content-Type": "text/plain; charset=utf-8"}


class HTTP:
    """Posts code on a connection that stays, and fetches the HTML."""

    def __init__(self, address: str) -> None:
        self.connection = HTTPConnection(urlsplit(address).netloc)

    def call(self, code: str) -> str:
        """Return HTML.  Raises RuntimeError for any other answer."""
        answer = self.post(code, "python")
        if answer.status != 303:
            raise RuntimeError(f"HTTP: {answer.status} {answer.reason}")
        self.connection.request("GET", answer.headers["Location"])
        return self.connection.getresponse().read().decode()

    def post(self, code: str, language: str) -> HTTPResponse:
        """Return the answer to a POST, read to its end."""
        path = "/h?" + urlencode({"language": language})
        self.connection.request("POST", path, code.encode(), TYPE)
        answer = self.connection.getresponse()
        answer.read()
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.connection.close()


class ZeroMQ:
    """Asks a broker."""

    def __init__(self, address: str) -> None:
        self.client = Client(address, timeout=60, tries=1)

    def call(self, code: str) -> str:
        """Return HTML."""
        return decode(self.client.ask(message_of(code)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.client.close()
