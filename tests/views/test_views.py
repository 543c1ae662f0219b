"""The core of examples.views: mounting, headers, HEAD, bodies.  No framework."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from email import message_from_bytes
from io import BytesIO
from typing import Any
from unittest.mock import patch
from wsgiref.handlers import SimpleHandler
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.views.ask import Answer, ask
from examples.views.closing import Closing
from examples.views.head import bodiless
from examples.views.headers import add_headers, merge
from examples.views.mount import mount, shift, wire
from examples.views.show.failing import apologetic, failing, late, silent
from examples.views.show.hello import TEXT, hello, mirror
from examples.views.show.stream import (
    leaking,
    lines,
    printing,
    streaming,
)

SEGMENT = st.text(
    st.characters(max_codepoint=255, exclude_characters="/"), min_size=1, max_size=5
)
PREFIX = st.lists(SEGMENT, min_size=1, max_size=3).map(lambda s: "/" + "/".join(s))
PATH = st.text(st.characters(max_codepoint=255), max_size=12).map(lambda s: "/" + s)


def raising_later(
    kind: type[BaseException], closed: Callable[[], object]
) -> WSGIApplication:
    """Make an application that raises after its first chunk."""

    def chunks() -> Iterator[bytes]:
        yield b"one\n"
        raise kind

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [TEXT])
        return Closing(chunks(), closed)

    return app


class TestMount:
    """An application finds itself under a prefix."""

    @pytest.mark.parametrize(
        ("path", "inside"),
        [
            ("/m", ""),
            ("/m/", "/"),
            ("/m/page", "/page"),
            ("/m//page", "//page"),
            ("/mx", None),
            ("/", None),
            ("", None),
            ("/n/m/page", None),
        ],
    )
    def test_a_prefix_ends_at_a_slash(self, path: str, inside: str | None) -> None:
        """/m holds /m, /m/ and /m/page, but not /mx."""
        environ = shift({"PATH_INFO": path}, "/m")
        assert (environ and environ["PATH_INFO"]) == inside

    @given(prefix=PREFIX, rest=PATH, script=st.sampled_from(["", "/site"]))
    def test_nothing_is_lost(self, prefix: str, rest: str, script: str) -> None:
        """SCRIPT_NAME + PATH_INFO is the same before and after, byte for byte."""
        environ = {"SCRIPT_NAME": script, "PATH_INFO": prefix + rest}
        inside = shift(environ, prefix)
        assert inside == {"SCRIPT_NAME": script + prefix, "PATH_INFO": rest}
        assert environ == {"SCRIPT_NAME": script, "PATH_INFO": prefix + rest}

    @pytest.mark.parametrize("prefix", ["", "/"])
    def test_no_prefix_is_the_whole_site(self, prefix: str) -> None:
        """An application mounted at the root sees what came."""
        answer = ask(mount(mirror, prefix), "/page")
        assert answer.text == "SCRIPT_NAME=\nPATH_INFO=/page\n"

    def test_a_last_slash_in_the_prefix_does_not_matter(self) -> None:
        """/m/ mounts where /m does."""
        answer = ask(mount(mirror, "/m/"), "/m/page")
        assert answer.text == "SCRIPT_NAME=/m\nPATH_INFO=/page\n"

    def test_a_prefix_starts_with_a_slash(self) -> None:
        """A prefix that could never match is refused when mounting."""
        with pytest.raises(ValueError, match="must start with '/': 'm'"):
            mount(hello, "m")

    def test_letters_beyond_ascii(self) -> None:
        """A prefix is written as text and found in the bytes of an environ."""
        answer = ask(mount(mirror, "/café"), "/caf%C3%A9/cr%C3%A8me")
        assert answer.text == "SCRIPT_NAME=/café\nPATH_INFO=/crème\n"
        assert wire("/café") == "/cafÃ©"

    def test_outside_is_not_found(self) -> None:
        """A path outside is answered 404, and is not repeated in the answer."""
        site = mount(mirror, "/m")
        get, head = ask(site, "/%3Cscript%3E"), ask(site, "/", method="HEAD")
        assert get.status == head.status == "404 Not Found"
        assert (get.text, head.text) == ("not found\n", "")


class TestHeaders:
    """Two applications set headers of one answer."""

    @pytest.mark.parametrize(
        ("theirs", "ours"),
        [
            ("X-Frame-Options", "x-frame-options"),
            ("x-frame-options", "X-Frame-Options"),
        ],
    )
    def test_the_outer_policy_wins(self, theirs: str, ours: str) -> None:
        """An inner application cannot relax what the outer one has set."""
        inner = [(theirs, "anything goes"), ("X-Inner", "yes")]
        merged = merge(inner, [(ours, "strict")])
        assert merged == [("X-Inner", "yes"), (ours, "strict")]

    def test_who_sends_the_body_describes_it(self) -> None:
        """The outer length of a body that it does not send is dropped."""
        names = ["Disposition", "Encoding", "Language", "Length", "Location", "Range"]
        names = [f"Content-{name}" for name in [*names, "Type"]]
        names += ["content-length", "Accept-Ranges", "ETag", "Last-Modified"]
        inner = [(name, "inner") for name in names]
        assert merge(inner, [(name, "outer") for name in names]) == inner

    names = st.sampled_from(["Set-Cookie", "Vary", "ETag", "X-A", "x-a", "X-B"])
    headers = st.lists(st.tuples(names, st.text(max_size=3)))

    @given(inner=headers, outer=headers)
    def test_no_cookie_is_lost(
        self, inner: list[tuple[str, str]], outer: list[tuple[str, str]]
    ) -> None:
        """Every Set-Cookie is sent, inner ones first."""
        both = [header for header in inner + outer if header[0] == "Set-Cookie"]
        merged = merge(inner, outer)
        assert [header for header in merged if header[0] == "Set-Cookie"] == both

    @pytest.mark.parametrize(
        ("inner", "outer", "joined"),
        [
            (["Accept-Language"], ["Cookie"], "Accept-Language, Cookie"),
            (["Cookie , Origin"], ["cookie", ""], "cookie, Origin"),
            (["Accept-Language", "Origin"], [], "Accept-Language, Origin"),
            (["*"], ["Cookie"], "*"),
        ],
    )
    def test_vary_is_one_line(
        self, inner: list[str], outer: list[str], joined: str
    ) -> None:
        """A cache that reads one line reads both sides' names."""
        theirs, ours = ([("Vary", value) for value in side] for side in (inner, outer))
        others = [("Allow", "GET"), ("X-A", "a")]
        assert merge(others + theirs, ours) == [*others, ("Vary", joined)]

    @given(inner=headers, outer=headers)
    def test_nothing_is_made_up(
        self, inner: list[tuple[str, str]], outer: list[tuple[str, str]]
    ) -> None:
        """Merged headers are taken from the two lists, which stay as they were."""
        before = inner.copy(), outer.copy()
        merged = [header for header in merge(inner, outer) if header[0] != "Vary"]
        assert set(merged) <= {*inner, *outer}
        assert (inner, outer) == before
        rest = [header for header in inner if header[0] != "Vary"]
        assert merge(rest, []) == rest

    def test_the_servers_write_comes_back(self) -> None:
        """What is written through the wrapped start_response is sent."""
        more = [("X-Outer", "yes")]

        def app(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            write = printing(lambda: lines(1))
            return write(environ, add_headers(start_response, more))

        answer = ask(app)
        assert answer.text == "1\n"
        assert answer.all("x-outer") == ["yes"]

    def test_an_error_is_let_go(self) -> None:
        """What went wrong is freed at once, not held in a cycle (PEP 3333)."""

        class SorryError(Exception):
            """An error that can be watched."""

        def server(status: str, headers: object, exc_info: Any = None, /) -> Any:
            try:
                raise exc_info[1]
            finally:
                exc_info = None

        def answer() -> weakref.ref[SorryError]:
            try:
                raise SorryError
            except SorryError as error:
                watched = weakref.ref(error)
                with suppress(SorryError):
                    add_headers(server, [])("500 Error", [], sys.exc_info())
                return watched

        gc.disable()
        try:
            assert answer()() is None
        finally:
            gc.enable()


class TestHead:
    """HEAD has no body."""

    def test_no_body_is_sent(self) -> None:
        """Same status and headers as for GET, no body."""
        get, head = ask(mirror), ask(bodiless(mirror), method="HEAD")
        assert (head.status, head.headers) == (get.status, get.headers)
        assert head.body == b""

    def sent(self, app: WSGIApplication, method: str) -> set[tuple[str, str]]:
        """Give the headers that wsgiref sends, those it adds among them."""
        out = BytesIO()
        environ = {"REQUEST_METHOD": method, "SERVER_PROTOCOL": "HTTP/1.0"}
        SimpleHandler(BytesIO(), out, sys.stderr, environ).run(app)
        headers = message_from_bytes(out.getvalue().partition(b"\r\n")[2])
        del headers["Date"]
        return set(headers.items())

    def test_no_length_is_made_up(self) -> None:
        """A length that wsgiref finds in the body of GET is not 0 for HEAD."""
        get = self.sent(bodiless(hello), "GET")
        head = self.sent(bodiless(hello), "HEAD")
        assert get - head == {("Content-Length", "6")}
        assert head - get == set()
        assert ("Content-Type", "text/plain") in head

    def test_no_body_is_computed(self) -> None:
        """An application that sees HEAD is closed before its first chunk."""
        seen: list[str] = []

        def chunks() -> Iterator[bytes]:
            seen.append("computed")
            yield b"one"

        def app(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            seen.append(environ["REQUEST_METHOD"])
            body = streaming(chunks, lambda: seen.append("closed"))
            return body(environ, start_response)

        assert ask(bodiless(app), method="HEAD").body == b""
        assert seen == ["HEAD", "closed"]

    def test_a_late_start_is_awaited(self) -> None:
        """An application that starts with its first chunk still answers.

        Empty ones may come before, from a middleware that waits for more (PEP 3333).
        """

        def later(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            yield b""
            yield from late(environ, start_response)

        assert ask(bodiless(late), method="HEAD").status == "200 OK"
        assert ask(bodiless(later), method="HEAD").status == "200 OK"

    def test_what_is_written_is_not_sent(self) -> None:
        """An application that uses ``write()`` sends no body by it either."""
        answer = ask(bodiless(printing(lambda: lines(2))), method="HEAD")
        assert (answer.status, answer.body) == ("200 OK", b"")

    def test_an_apology_arrives(self) -> None:
        """What went wrong before a byte was sent is said to HEAD as to GET."""
        answer = ask(bodiless(apologetic), method="HEAD")
        assert (answer.status[:3], answer.error) == ("503", None)

    def test_a_missing_start_is_not_awaited_for_ever(self) -> None:
        """The body ends, and the server notices that nothing was started."""
        assert ask(bodiless(silent), method="HEAD").error is not None

    def test_an_error_while_waiting_closes_the_body(self) -> None:
        """close() is called even if the awaited chunk raises."""
        closed: list[str] = []

        def app(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            body = failing(0, lambda: closed.append("closed"))
            return body(environ, lambda *_: len)

        answer = ask(bodiless(app), method="HEAD")
        assert isinstance(answer.error, LookupError)
        assert closed == ["closed"]

    def test_get_is_left_alone(self) -> None:
        """For another method the very body of the application comes back."""
        body = [b"one"]
        app = bodiless(lambda environ, start_response: body)
        assert app({"REQUEST_METHOD": "GET"}, lambda *_: len) is body


class TestBodies:
    """Bodies stream and are closed."""

    def test_written_comes_before_returned(self) -> None:
        """What is written is sent before the chunks of the body."""
        assert ask(streaming(lambda: lines(2), list)).text == "a stream\n1\n2\n"

    def test_a_generator_that_never_started_does_not_clean_up(self) -> None:
        """Naive: the finally of an unread generator never runs."""
        closed: list[str] = []
        app = leaking(lambda: lines(2), lambda: closed.append("closed"))
        assert ask(app).text == "1\n2\n"
        assert closed == ["closed"]
        ask(bodiless(app), method="HEAD")
        assert closed == ["closed"]

    def test_a_closing_body_always_does(self) -> None:
        """Robust: a body with a close() of its own is cleaned up, unread too."""
        closed: list[str] = []
        app = streaming(lambda: lines(2), lambda: closed.append("closed"))
        ask(app)
        ask(bodiless(app), method="HEAD")
        assert closed == ["closed", "closed"]

    def test_close_closes_once(self) -> None:
        """A second close() does nothing."""
        closed: list[str] = []
        body = Closing([b"x"], lambda: closed.append("closed"))
        assert list(body) == [b"x"]
        body.close()
        body.close()
        assert closed == ["closed"]

    def test_an_error_in_one_close_does_not_stop_the_others(self) -> None:
        """Every callback runs; the error comes out at the end."""
        order: list[str] = []

        def fail() -> None:
            order.append("fails")
            raise OSError("disk full")

        inner = Closing([], fail)
        body = Closing(inner, lambda: order.append("outer"))
        with pytest.raises(OSError, match="disk full"):
            body.close()
        assert order == ["fails", "outer"]

    def test_a_body_that_cannot_be_read_is_cleaned_up_at_once(self) -> None:
        """If iter() raises, nobody gets a body to close: it is closed here."""
        order: list[str] = []

        class Broken:
            """A body whose source is gone."""

            def __iter__(self) -> Iterator[bytes]:
                raise OSError("cursor is gone")

            def close(self) -> None:
                order.append("body")

        with pytest.raises(OSError, match="cursor is gone"):
            Closing(Broken(), lambda: order.append("callback"))
        assert order == ["body", "callback"]


class TestAsk:
    """The strict server of tests and notebooks."""

    def test_a_broken_rule_is_an_error(self) -> None:
        """Text in place of bytes is reported, as no framework's client does."""
        answer = ask(lambda environ, start_response: "text")  # type: ignore[arg-type, return-value]  # the mistake under test
        assert isinstance(answer.error, AssertionError)

    def test_an_error_stands_beside_what_was_sent(self) -> None:
        """A body that breaks off is kept together with the reason."""
        answer = ask(failing(1, list))
        assert answer.body == b"chunk 0\n"
        assert isinstance(answer.error, LookupError)

    def test_a_connection_error_is_one_of_the_application(self) -> None:
        """wsgiref takes it for a client that left; here no client can leave."""
        closed: list[str] = []
        app = raising_later(BrokenPipeError, lambda: closed.append("closed"))
        answer = ask(app)
        assert (answer.text, type(answer.error)) == ("one\n", BrokenPipeError)
        assert closed == ["closed"]

    def test_whoever_stops_the_program_stops_it(self) -> None:
        """Ctrl-C is no answer: it comes out, and the body is closed."""
        closed: list[str] = []
        with pytest.raises(KeyboardInterrupt):
            ask(raising_later(KeyboardInterrupt, lambda: closed.append("closed")))
        assert closed == ["closed"]

    def test_a_header_is_found_in_any_case(self) -> None:
        """A header has one name, however it is written."""
        answer = Answer(headers=[("etag", "one"), ("ETag", "two"), ("X-ETag", "")])
        assert answer.all("ETag") == answer.all("etag") == ["one", "two"]

    def test_this_process_is_none_of_the_requests_business(self) -> None:
        """No variable of its environment is taken for one of the request's."""
        seen: WSGIEnvironment = {}

        def app(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            seen.update(environ)
            return hello(environ, start_response)

        with patch.object(SimpleHandler, "os_environ", {"HTTP_PROXY": "nobody.test"}):
            ask(app)
        assert "HTTP_PROXY" not in seen

    def test_the_query_is_not_part_of_the_path(self) -> None:
        """A question mark ends the path."""
        assert ask(mirror, "/a?b=/c").text == "SCRIPT_NAME=\nPATH_INFO=/a\n"


def test_the_core_knows_no_framework() -> None:
    """Mounting, headers, HEAD and bodies import without Flask or Django."""
    program = (
        "import sys\n"
        "from examples.views import ask, closing, head, headers, mount\n"
        "from examples.views.show import failing, hello, stream\n"
        "found = {'flask', 'werkzeug', 'django', 'waitress'} & set(sys.modules)\n"
        "sys.exit(', '.join(found) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0
