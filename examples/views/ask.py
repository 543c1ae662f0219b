"""Call a WSGI application in process by strict rules, and record its answer.

``wsgiref``'s own handler plays the server, the reference for what PEP 3333
means; ``wsgiref.validate`` stands between, and raises where a rule is broken.
Good for a test or a notebook: no socket, no thread, and an error comes back
beside what was sent before it.  Frameworks' test clients are kinder than
servers are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO, StringIO
from urllib.parse import unquote
from wsgiref.handlers import SimpleHandler
from wsgiref.headers import Headers as WSGIHeaders
from wsgiref.types import WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

from .headers import Headers


@dataclass
class Answer:
    """The status, headers and body of an answer, and the error, if there was one."""

    status: str = ""
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    error: Exception | None = None
    """What the server would have logged."""

    @property
    def text(self) -> str:
        """The body, decoded as UTF-8; bytes that are none are replaced."""
        return self.body.decode("utf-8", "replace")

    def all(self, name: str) -> list[str]:
        """Give the values of a header, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Recorder(SimpleHandler):
    """A ``wsgiref`` handler that records an answer and an error, and sends nothing."""

    status: str | None
    headers: WSGIHeaders | None
    environ: WSGIEnvironment

    def __init__(self, answer: Answer, body: bytes, environ: dict[str, str]) -> None:
        super().__init__(BytesIO(body), BytesIO(), StringIO(), environ)
        self.answer = answer
        self.os_environ = {}

    def run(self, application: WSGIApplication) -> None:
        """Call the application, read its body and close it; record an error.

        The original keeps quiet about connection errors: a client went away.
        Here there is no client, so it was the application.
        """
        try:
            self.setup_environ()
            self.result = application(self.environ, self.start_response)
            self.finish_response()
        except Exception as error:
            self.answer.error = error

    def send_headers(self) -> None:
        """Record the status and the headers."""
        self.headers_sent = True
        self.answer.status = self.status or ""
        self.answer.headers = list(self.headers.items()) if self.headers else []

    def _write(self, data: bytes) -> None:
        self.answer.body += data


def ask(
    app: WSGIApplication, path: str = "/", method: str = "GET", **more: str
) -> Answer:
    """Send one request to an application in process, and return its answer.

    :param path: percent-encoded, with its query.
    :param more: further variables of the environ; ``body`` is sent as a form.
    """
    answer = Answer()
    place, _, query = path.partition("?")
    body = more.pop("body", "").encode()
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(place, "latin-1"),
        "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }
    setup_testing_defaults(environ)
    for key in [key for key in environ if key.startswith("wsgi.")]:
        del environ[key]  # the handler has its own
    Recorder(answer, body, environ | more).run(validator(app))
    return answer
