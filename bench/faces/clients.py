"""Clients over HTTP and ZeroMQ: context managers with a `call`, one a thread."""

from http.client import HTTPConnection, HTTPResponse
from typing import Self
from urllib.parse import urlencode, urlsplit

from bench.faces.bare import message_of
from examples.highlight.message import decode
from examples.zeromq.ask.client import Client

TYPE = {"Content-Type": "text/plain; charset=utf-8"}


class HTTP:
    """POST code on a kept-alive connection, and GET the HTML."""

    def __init__(self, address: str) -> None:
        self.connection = HTTPConnection(urlsplit(address).netloc)

    def call(self, code: str) -> str:
        """Highlight code.  Raises RuntimeError for any status but 303."""
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
    """Request from a broker, with one try."""

    def __init__(self, address: str) -> None:
        self.client = Client(address, timeout=60, tries=1)

    def call(self, code: str) -> str:
        """Highlight code."""
        return decode(self.client.ask(message_of(code)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.client.close()
