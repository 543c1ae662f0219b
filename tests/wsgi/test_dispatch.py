"""examples.wsgi.dispatch: several applications under one host, by path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from examples.wsgi.base import answer
from examples.wsgi.dispatch import Dispatcher
from tests.wsgi.rules import strict
from tests.wsgi.server import TEXT, environ_of, exchange

SEGMENTS = ["a", "b", "ab", "caf\xc3\xa9", ""]
"""Few, so that generated mounts and paths meet; bytes as latin-1."""

PLACE = st.lists(st.sampled_from(SEGMENTS), max_size=4).map(
    lambda segments: "".join("/" + segment for segment in segments)
)


def named(name: str) -> WSGIApplication:
    """Make an application that says its name and what it sees."""

    def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
        start_response("200 OK", [TEXT])
        seen = f"{name} {environ['SCRIPT_NAME']!r} {environ['PATH_INFO']!r}"
        return [seen.encode()]

    return app


def at(*prefixes: str) -> Dispatcher:
    """Mount an application at each prefix, by the prefix's name."""
    return Dispatcher({prefix: strict(named(prefix)) for prefix in prefixes})


def choice(app: WSGIApplication, path: str, script: str = "") -> str:
    """Tell who answers, and what it saw."""
    found = exchange(app, path, SCRIPT_NAME=script)
    assert found.error is None
    return found.body.decode() if found.status == "200 OK" else found.status


class TestChoice:
    """The longest prefix answers."""

    @pytest.mark.parametrize(
        ("path", "who", "inside"),
        [
            ("/api", "/api", ""),
            ("/api/cherries", "/api", "/cherries"),
            ("/api/v2", "/api/v2", ""),
            ("/api/v20", "/api", "/v20"),
            ("/api//v2", "/api", "//v2"),
            ("/api/../admin", "/api", "/../admin"),
            ("/apiary", "/", "/apiary"),
            ("/API", "/", "/API"),
            ("//api", "/", "//api"),
            ("", "/", ""),
            ("/a/b/c", "/", "/a/b/c"),
            ("/a/b/c/d/e/f/g", "/a/b/c/d", "/e/f/g"),
        ],
    )
    def test_the_longest_prefix_that_ends_at_a_slash(
        self, path: str, who: str, inside: str
    ) -> None:
        """/api holds /api and what is below it; /apiary is another place."""
        site = at("/", "/api", "/api/v2", "/a/b/c/d")
        script = who.rstrip("/")
        assert choice(strict(site), path) == f"{who} {script!r} {inside!r}"

    def test_a_prefix_that_is_a_slash(self) -> None:
        """Some servers say so for none: ``//api/`` would be a host named "api"."""
        found = [choice(at("/", "/api"), path, "/") for path in ("/api/x", "/x")]
        assert found == ["/api '/api' '/x'", "/ '' '/x'"]

    @pytest.mark.parametrize("path", ["", "/apiary", "*"])
    def test_nobody_there(self, path: str) -> None:
        """Where no prefix fits and nothing else is said, the answer is 404."""
        assert choice(at("/api"), path) == "404 Not Found"
        assert choice(Dispatcher({}), path) == "404 Not Found"

    def test_a_default_sees_what_came(self) -> None:
        """The default answers the rest; for it, nothing is shifted."""
        site = Dispatcher({"/api": named("api")}, default=named("rest"))
        assert choice(site, "/apiary") == "rest '' '/apiary'"
        assert choice(site, "/api/x") == "api '/api' '/x'"

    def test_the_root_is_the_default_by_another_name(self) -> None:
        """What is mounted at the root answers, and the default never does."""
        for root in ("", "/", "//"):
            site = Dispatcher({root: named("root")}, default=named("rest"))
            assert choice(site, "/x") == "root '' '/x'"

    def test_a_last_slash_of_a_prefix_does_not_matter(self) -> None:
        """/api/ and /api mount at the same place."""
        site = Dispatcher({"/api/": named("api")})
        assert choice(site, "/api") == "api '/api' ''"
        assert choice(site, "/api/") == "api '/api' '/'"

    @pytest.mark.parametrize(
        ("prefix", "path"),
        [
            ("/café", b"/caf\xc3\xa9/x"),
            ("/日本/桜", "/日本/桜/x".encode()),
            ("/100%", b"/100%/x"),
        ],
    )
    def test_a_prefix_is_plain_text(self, prefix: str, path: bytes) -> None:
        """A prefix is written as one reads it, and found in the environ's bytes."""
        place = prefix.encode().decode("latin-1")
        found = choice(strict(at(prefix)), path.decode("latin-1"))
        assert found == f"{prefix} {place!r} '/x'"

    def test_bytes_that_are_no_text_arrive(self) -> None:
        """What is not UTF-8 is found below a prefix, and not touched."""
        assert choice(at("/api"), "/api/\xff\x00") == r"/api '/api' '/ÿ\x00'"
        assert choice(at("/café"), "/caf\xe9") == "404 Not Found"

    def test_the_cost_is_that_of_the_longest_prefix(self) -> None:
        """A path of 10,000 segments costs as many look-ups as the prefixes are deep."""

        class Counting(dict[str, Any]):
            """A mapping that counts how often it is asked."""

            asked = 0

            def __contains__(self, key: object) -> bool:
                self.asked += 1
                return super().__contains__(key)

        site = at("/a/b", *(f"/{n}" for n in range(1000)))
        site.mounts = counting = Counting(site.mounts)
        assert site.longest("/x" * 10_000) == ""
        assert counting.asked == 3  # /x/x, /x, and the root


class TestEnviron:
    """SCRIPT_NAME and PATH_INFO are shifted, in a copy."""

    def test_a_server_may_leave_them_out(self) -> None:
        """PEP 3333 allows SCRIPT_NAME and PATH_INFO to be absent when empty."""
        environ = environ_of()
        del environ["SCRIPT_NAME"], environ["PATH_INFO"]
        found = exchange(Dispatcher({"/": named("root")}), environ=environ)
        assert found.body == b"root '' ''"


class TestMounting:
    """What could never work is refused at once."""

    @pytest.mark.parametrize("prefix", ["api", "*", " /api"])
    def test_a_prefix_starts_with_a_slash(self, prefix: str) -> None:
        """The error names the prefix."""
        with pytest.raises(ValueError, match="must start with '/'") as caught:
            Dispatcher({prefix: named("app")})
        assert repr(prefix) in str(caught.value)

    @pytest.mark.parametrize("twice", [("/api", "/api/"), ("", "//")])
    def test_one_place_has_one_application(self, twice: tuple[str, str]) -> None:
        """The same prefix in two spellings is a mistake, not a choice."""
        with pytest.raises(ValueError, match=f"two applications at '{twice[1]}'"):
            at(*twice)

    @pytest.mark.parametrize("app", [None, "examples.app"])
    def test_an_application_can_be_called(self, app: Any) -> None:
        """What is none is found when it is mounted, not when somebody asks."""
        with pytest.raises(TypeError, match="no WSGI application at '/api'"):
            Dispatcher({"/api": app})
        with pytest.raises(TypeError, match="no WSGI application"):
            Dispatcher({}, default=app)


class TestAnswer:
    """The answer is the application's own."""

    def test_a_404_to_head_has_no_body(self) -> None:
        """Not even the short one; its length is that of the answer to others."""
        get, post, head = (
            exchange(validator(at("/api")), "/", method)
            for method in ("GET", "POST", "HEAD")
        )
        assert (head.status, head.headers) == (get.status, get.headers)
        assert (get.body, head.body) == (b"not found\n", b"")
        assert post == get

    def test_two_answers_share_no_headers(self) -> None:
        """A layer that changes one answer's headers changes no other's."""
        gone = answer("410 Gone", ("Retry-After", "1"))
        seen: list[list[tuple[str, str]]] = []

        def start(status: str, headers: Any, exc_info: Any = None, /) -> Any:
            seen.append(headers.copy())
            headers.clear()
            return len

        list(gone(environ_of(), start))
        list(gone(environ_of(), start))
        assert seen[0] == seen[1]
        assert ("Retry-After", "1") in seen[0]


def werkzeug(prefixes: Iterable[str]) -> WSGIApplication:
    """Mount the same by Werkzeug; prefixes as in an environ."""
    mounts = {prefix: named(prefix) for prefix in prefixes}
    return DispatcherMiddleware(named(""), mounts)


def ours(prefixes: Iterable[str]) -> WSGIApplication:
    """Mount the same by ours."""
    mounts = {prefix.encode("latin-1").decode(): named(prefix) for prefix in prefixes}
    return Dispatcher(mounts, default=named(""))


class TestWerkzeug:
    """The same choice as Werkzeug's DispatcherMiddleware."""

    @settings(max_examples=150)
    @given(
        prefixes=st.sets(PLACE.filter(lambda p: p and not p.endswith("/")), max_size=6),
        path=PLACE,
    )
    def test_the_same_choice(self, prefixes: set[str], path: str) -> None:
        """For any mounts and any path, the same application sees the same."""
        assert choice(ours(prefixes), path) == choice(werkzeug(prefixes), path)
