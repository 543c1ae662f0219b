"""examples.highlight.web.app: POST code, be sent to HTML that any cache may keep."""

from __future__ import annotations

import doctest
import errno
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pygments
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from examples.highlight import web
from examples.highlight.core import LIMIT, highlight, stylesheet, versions
from examples.highlight.message import Snippet, answer, encode, id_of
from examples.highlight.problem import BY_KIND, Busy, Problem, TimedOut
from examples.highlight.web import page as form
from examples.highlight.web.app import create_app
from examples.highlight.web.errors import JSON
from examples.highlight.web.shelf import Shelf, address
from tests.openapi import violations

CODE = "puts 'crème brûlée'\n"
SOME = "0" * 64


class Asked(list[bytes]):
    """A worker in this process, which remembers what it was asked."""

    problem: Problem | None = None
    by: dict[str, Any] | None = None

    def __call__(self, message: bytes) -> bytes:
        """Answer, or raise the problem that was put here."""
        self.append(message)
        if self.problem:
            raise self.problem
        said = json.loads(answer(message))
        return json.dumps(said if self.by is None else said | {"by": self.by}).encode()


@pytest.fixture
def worker() -> Asked:
    """Return a worker that was not asked yet."""
    return Asked()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return an empty shelf."""
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def client(worker: Asked, shelf: Shelf) -> FlaskClient:
    """Return a client of the application."""
    return create_app(worker, shelf).test_client()


def post(client: FlaskClient, data: bytes | str = CODE, **query: str) -> TestResponse:
    """Post code."""
    return client.post("/h", data=data, query_string=query, mimetype="text/plain")


def problem(response: TestResponse) -> dict[str, Any]:
    """Return the document of RFC 9457, which repeats the status."""
    assert response.content_type == JSON
    assert response.headers["Cache-Control"] == "no-store"
    document: dict[str, Any] = json.loads(response.data)
    assert document["status"] == response.status_code
    return document


class TestPost:
    """POST /h: code in, the address of its HTML out."""

    def test_it_sends_to_the_html(self, client: FlaskClient) -> None:
        """303, and at that address there is what the core returns, in UTF-8."""
        sent = post(client, language="ruby", numbers="1", marked="1", style="monokai")
        assert sent.status_code == 303
        given = client.get(sent.location)
        assert given.content_type == "text/html; charset=utf-8"
        options = {"marked": "1", "numbers": True, "style": "monokai"}
        assert given.text == highlight(CODE, "ruby", **options)  # type: ignore[arg-type]  # of several types

    def test_it_gives_the_html_at_once(self, client: FlaskClient) -> None:
        """Who prefers that has the bytes that are at the address, and the address."""
        wish = {"Prefer": "respond-async, return=representation"}
        sent = client.post("/h?language=ruby", data=CODE, headers=wish)
        assert sent.status_code == 200
        assert sent.headers["Preference-Applied"] == "return=representation"
        assert sent.headers["Cache-Control"] == "no-store"
        given = client.get(sent.headers["Content-Location"])
        assert (sent.data, sent.content_type) == (given.data, given.content_type)
        policy = "Content-Security-Policy"
        assert sent.headers[policy] == given.headers[policy]

    @pytest.mark.parametrize(
        ("wish", "status"),
        [
            ("return=representation", 200),
            ("Return=Representation; odd, wait=1", 200),
            ('wait=1,return = "representation"', 200),
            ("return=minimal, return=representation", 303),
            ('odd="return=representation"', 303),
        ],
    )
    def test_what_is_a_preference_for_html(
        self, client: FlaskClient, wish: str, status: int
    ) -> None:
        """The names of RFC 7240 count, in any case; any other gets the address."""
        answered = client.post("/h", data=CODE, headers={"Prefer": wish})
        assert answered.status_code == status

    def test_what_cannot_be_kept_is_given_at_once(
        self,
        client: FlaskClient,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """A full disk costs the address; one that fails, the time to make it again."""

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Shelf, "get", full)
        assert client.post("/h", data=CODE).status_code == 303
        monkeypatch.setattr(Shelf, "put", full)
        sent = client.post("/h", data=CODE, headers={"X-Request-Id": "rails-7"})
        assert (sent.status_code, sent.text) == (200, highlight(CODE))
        assert sent.headers["Cache-Control"] == "no-store"
        assert "Content-Security-Policy" in sent.headers
        assert not {"Content-Location", "Preference-Applied"} & {*sent.headers.keys()}
        assert "rails-7: not read: " in caplog.text
        assert "rails-7: not kept: [Errno 28] No space left on device" in caplog.text

    def test_it_is_told_relative_to_where_the_service_is(
        self, client: FlaskClient
    ) -> None:
        """Mounted below a path, it sends to an address below that path."""
        sent = client.post("/h", data="1", environ_overrides={"SCRIPT_NAME": "/pyg"})
        assert re.fullmatch("/pyg/h/[0-9a-f]{64}", sent.location)

    def test_nothing_is_lexed_twice(self, client: FlaskClient, worker: Asked) -> None:
        """The same code again costs a look at the shelf, other options a lexer."""
        assert post(client).location == post(client).location
        assert len(worker) == 1
        assert post(client, numbers="1").location != post(client).location
        assert len(worker) == 2

    def test_what_was_evicted_is_made_again(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        """The address stays the same; between the two it is a 404 that says so."""
        where = post(client).location
        (shelf.folder / where.removeprefix("/h/")).unlink()
        assert "POST" in problem(client.get(where))["detail"]
        assert post(client).location == where
        assert client.get(where).status_code == 200

    @pytest.mark.parametrize(
        ("query", "named"),
        [
            ("langauge=ruby", "langauge"),
            ("language=ruby&language=perl", "language"),
            ("numbers=", "numbers"),
        ],
    )
    def test_an_option_that_would_be_overlooked(
        self, client: FlaskClient, worker: Asked, query: str, named: str
    ) -> None:
        """400 names the parameter; no worker is troubled."""
        document = problem(client.post(f"/h?{query}", data=CODE))
        assert document["status"] == 400
        assert named in document["detail"]
        assert not worker

    def test_not_utf_8(self, client: FlaskClient) -> None:
        """400 says which byte."""
        assert "byte 0xff at 2" in problem(post(client, b"ab\xff"))["detail"]

    @pytest.mark.parametrize(
        "headers",
        [
            {"Content-Type": "application/x-www-form-urlencoded"},
            {"Content-Type": "text/plain; charset=latin-1"},
            {"Content-Encoding": "gzip"},
        ],
    )
    def test_announced_as_something_else(
        self, client: FlaskClient, headers: dict[str, str]
    ) -> None:
        """415: what would be highlighted is not what the client means."""
        answered = client.post("/h", data="code=puts+1", headers=headers)
        assert problem(answered)["status"] == 415

    def test_curl_and_wget_say_that_it_is_a_form(self, client: FlaskClient) -> None:
        """Unless told; so what to type is said."""
        form = client.post("/h", data={"code": "puts 1"})
        assert "--header 'Content-Type: text/plain'" in problem(form)["detail"]

    @pytest.mark.parametrize(
        "mimetype",
        ["text/x-ruby", "application/octet-stream", "Text/Plain; charset=UTF-8", ""],
    )
    def test_announced_as_text(self, client: FlaskClient, mimetype: str) -> None:
        """Any text, bytes that nobody announced as anything, or nothing at all."""
        assert client.post("/h", data=CODE, content_type=mimetype).status_code == 303


class Unread:
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        """Fail the test."""
        pytest.fail("the body was read")


class TestLimits:
    """As much as is highlighted, and not a byte more."""

    def test_refused_before_it_is_read(self, client: FlaskClient) -> None:
        """What is announced as too long is not read."""
        environ = {"CONTENT_LENGTH": str(2 * LIMIT), "wsgi.input": Unread()}
        answered = client.post("/h", environ_overrides=environ)
        document = problem(answered)
        assert (document["status"], str(LIMIT) in document["detail"]) == (413, True)

    def test_refused_while_it_is_read(self, client: FlaskClient, worker: Asked) -> None:
        """In chunks nothing is announced: it ends at the limit all the same."""
        ends: dict[str, object] = {"wsgi.input_terminated": True}
        assert problem(chunked(client, b"x" * (LIMIT + 9), ends))["status"] == 413
        assert not worker
        assert chunked(client, b"x" * LIMIT, ends).status_code == 303

    def test_in_chunks_through_a_server_that_cannot(self, client: FlaskClient) -> None:
        """411: else it would be taken for empty, and highlighted."""
        assert problem(chunked(client, CODE.encode(), {}))["status"] == 411

    @pytest.mark.parametrize("more", [{}, {"wsgi.input_terminated": True}])
    def test_shorter_than_announced(
        self, client: FlaskClient, worker: Asked, more: dict[str, object]
    ) -> None:
        """Of a client that went away no half of the code is highlighted."""
        environ = {"CONTENT_LENGTH": "1000", **more}
        answered = client.post("/h", data=CODE, environ_overrides=environ)
        assert problem(answered)["status"] == 400
        assert not worker


def chunked(
    client: FlaskClient, body: bytes, environ: dict[str, object]
) -> TestResponse:
    """Post a body as a server hands it over that came in chunks."""
    environ |= {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    return client.post("/h?language=text", data=body, environ_overrides=environ)


class TestResult:
    """GET /h/…: a resource that never changes."""

    def test_anybody_may_keep_it_for_ever(self, client: FlaskClient) -> None:
        """So say its headers; it varies with nothing, and runs nothing."""
        headers = client.get(post(client).location).headers
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Vary" not in headers
        assert "Set-Cookie" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        )

    def test_who_has_it_gets_no_body(self, client: FlaskClient) -> None:
        """304 for the ETag that was given, 200 for another."""
        where = post(client).location
        tag = client.get(where).headers["ETag"]
        again = client.get(where, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.data) == (304, b"")
        assert (again.headers["ETag"], again.cache_control.public) == (tag, True)
        other = client.get(where, headers={"If-None-Match": '"other"'})
        assert other.status_code == 200

    @pytest.mark.parametrize("path", [f"h/{SOME}", "h/%2e%2e%2fx", "h/", "nothing?x=1"])
    def test_an_address_of_nothing(self, client: FlaskClient, path: str) -> None:
        """404, of no kind of ours; not to be kept: it may be there in a moment."""
        document = problem(client.get(f"/{path}"))
        assert (document["type"], document["title"]) == ("about:blank", "Not Found")


class TestAddress:
    """The name of a result."""

    def test_each_field_counts(self) -> None:
        """Whatever changes the HTML changes the address; fields do not run together."""
        base = Snippet("a", "ruby", "1", "2", False, "monokai")
        others = [
            base._replace(code="b"),
            base._replace(language="rb"),
            base._replace(lines="2", marked="1"),
            base._replace(lines="12", marked=""),
            base._replace(numbers=True),
            base._replace(style=""),
            base._replace(code="a\n"),
        ]
        assert len({address(each, versions()) for each in [base, *others]}) == 8
        turned = dict(reversed(versions().items()))  # as a worker's JSON may be
        assert address(base, turned) == address(base, versions())

    @pytest.mark.parametrize(
        ("version", "other"),
        [
            ("pygments.__version__", "2.5.2"),
            ("examples.highlight.core.EDITION", 0),
        ],
    )
    def test_versions_count(
        self, version: str, other: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another Pygments, or another `highlight`, makes other HTML."""
        before = address(Snippet("a"), versions())
        monkeypatch.setattr(version, other)
        assert address(Snippet("a"), versions()) != before

    def test_a_worker_of_another_version(
        self, client: FlaskClient, worker: Asked
    ) -> None:
        """What it made has another address than ours; if it says none, no address."""
        ours = post(client).location
        worker.by = versions() | {"pygments": "2.5.2"}
        assert client.get("/health").json == {"pygments": "2.5.2"}
        theirs = post(client, numbers="1")
        assert client.get(theirs.location).text == highlight(CODE, numbers=True)
        worker.by = None
        assert post(client, numbers="1").location != theirs.location
        assert post(client).location == ours
        worker.by = {}
        assert (post(client, "new").status_code, len(worker)) == (200, 5)


class TestRequestId:
    """X-Request-Id: one name for a request, in every log."""

    def test_the_clients_own(self, client: FlaskClient, worker: Asked) -> None:
        """Every answer echoes it, an error too; it is the id of the message."""
        headers = {"X-Request-Id": "rails-7"}
        for answered in (
            client.post("/h", headers=headers),
            client.get("/no", headers=headers),
        ):
            assert answered.headers["X-Request-Id"] == "rails-7"
        assert [id_of(message) for message in worker] == ["rails-7"]

    @pytest.mark.parametrize("given", ["", "a b", "crème", "x" * 129, "\x7f"])
    def test_one_that_no_log_would_like(self, client: FlaskClient, given: str) -> None:
        """It is replaced."""
        told = client.get("/health", headers={"X-Request-Id": given})
        assert re.fullmatch("[0-9a-f]{16}", told.headers["X-Request-Id"])


class TestProblems:
    """Each error is an object of RFC 9457."""

    def test_busy_or_too_slow(self, client: FlaskClient, worker: Asked) -> None:
        """503 tells when to come again; code that takes too long is at fault: 422."""
        worker.problem = Busy("none free")
        answered = post(client)
        assert problem(answered)["status"] == 503
        assert answered.headers["Retry-After"] == "1"
        worker.problem = TimedOut("no answer within 2 s of processor time")
        answered = post(client)
        assert problem(answered)["type"].endswith(":timed-out")
        assert "Retry-After" not in answered.headers

    def test_our_own_fault(
        self,
        client: FlaskClient,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """500 tells nothing about the error but under which id the log has it."""
        monkeypatch.setattr(Shelf, "get", lambda *_: int("secret"))
        answered = client.get(f"/h/{SOME}", headers={"X-Request-Id": "rails-7"})
        assert "secret" not in answered.text
        assert problem(answered)["status"] == 500
        assert "rails-7" in caplog.text
        assert "ValueError" in caplog.text

    @pytest.mark.parametrize("fault", ["no folder", "others may write", "no file"])
    def test_a_shelf_that_cannot_be_read(
        self, client: FlaskClient, shelf: Shelf, fault: str, caplog: Any
    ) -> None:
        """503 says what helps, and the log why; the same code gets its HTML at once."""
        folder, kept = shelf.folder, post(client).location
        if fault == "no folder":
            shutil.rmtree(folder)
            folder.write_text("")
        elif fault == "others may write":
            folder.chmod(0o777)
        else:
            (folder / kept.removeprefix("/h/")).unlink()
            (folder / kept.removeprefix("/h/")).mkdir()
        document = problem(client.get(kept, headers={"X-Request-Id": "rails-7"}))
        assert (document["status"], "POST" in document["detail"]) == (503, True)
        assert str(folder) not in document["detail"]
        assert "rails-7: not read: " in caplog.text
        assert str(folder) in caplog.text
        assert post(client).text == highlight(CODE)

    def test_the_answer_to_another(self, shelf: Shelf) -> None:
        """A worker that mixes up its callers is found out: nobody gets that HTML."""
        mixed = create_app(lambda _: answer(encode(Snippet("x"), "8")), shelf)
        client = mixed.test_client()
        told = client.post("/h"), client.post("/"), client.get("/health")
        assert [answered.status_code for answered in told] == [500] * 3
        assert not shelf.folder.exists() or not [*shelf.folder.iterdir()]

    def test_a_wrong_method(self, client: FlaskClient) -> None:
        """405 tells which are right; nothing answers OPTIONS by itself."""
        answered = client.options("/languages")
        assert problem(answered)["status"] == 405
        assert set(answered.headers["Allow"].split(", ")) == {"GET", "HEAD"}


class TestOrigins:
    """Pages of other origins: none, unless they are named."""

    SHOP = "https://shop.example"
    ASKS = {"Origin": SHOP, "Access-Control-Request-Method": "POST"}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("origins", "told"),
        [
            ([], None),
            (["https://other.example", "https://shop.example:8443"], None),
            (["https://other.example", SHOP], SHOP),
            (["*"], "*"),
        ],
    )
    def test_who_may_ask(self, shelf: Shelf, origins: list[str], told: str) -> None:
        """Every answer says so, a refusal too; a cache mixes up no two of them."""
        client = create_app(answer, shelf, origins).test_client()
        asked = client.options("/h", headers=self.ASKS)
        assert asked.status_code == (204 if told else 405)
        assert ("Prefer" in asked.headers.get("Access-Control-Allow-Headers", "")) == (
            told is not None
        )
        kept = client.post("/h", data=CODE, content_type="text/plain").location
        assert ("Origin" in client.get(kept).vary) == (origins not in ([], ["*"]))
        for path in (kept, f"/h/{SOME}", "/languages", "/nothing"):
            given = client.get(path, headers={"Origin": self.SHOP})
            assert given.access_control_allow_origin == told
            assert not given.access_control_allow_credentials

    @pytest.mark.parametrize(
        "origin",
        [f"{SHOP}/", f"{SHOP}:443", "http://a:80", "shop.example", "https://A", "null"],
    )
    def test_an_origin_that_no_browser_says(self, shelf: Shelf, origin: str) -> None:
        """It would be overlooked: it is named, with one as it should be."""
        with pytest.raises(ValueError, match=f"got '{origin}', .* 'https://shop"):
            create_app(answer, shelf, [origin])


class TestAround:
    """Styles, languages, health."""

    def test_styles(self, client: FlaskClient) -> None:
        """The CSS of a style, the default if none is named; 422 with near names."""
        given = client.get("/styles.css")
        assert given.content_type == "text/css; charset=utf-8"
        assert given.text == stylesheet("default")
        assert client.get("/styles.css?style=vs").text == stylesheet("vs")
        assert "monokai" in problem(client.get("/styles.css?style=monokay"))["near"]

    def test_languages(self, client: FlaskClient) -> None:
        """Each short name, and what it is short for."""
        assert client.get("/languages").json["rb"] == "Ruby"  # type: ignore[index]  # it is a dict

    @pytest.mark.parametrize("path", ["/styles.css", "/languages", "/openapi.json"])
    def test_kept_for_an_hour(self, client: FlaskClient, path: str) -> None:
        """They change with the version: then a cache asks, and mostly hears 304."""
        first = client.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=3600"
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304

    def test_health(self, client: FlaskClient, worker: Asked) -> None:
        """It is the workers' health: one is asked."""
        told = client.get("/health")
        assert told.json == {"pygments": pygments.__version__}
        assert told.headers["Cache-Control"] == "no-store"
        worker.problem = Busy("none free")
        assert problem(client.get("/health"))["status"] == 503


class TestPage:
    """The page for people, and for a frame of the deck."""

    def test_it_begins_with_some_code(self, client: FlaskClient) -> None:
        """The form is there before any worker is."""
        page = client.get("/")
        assert "# cherries" in page.text
        assert "<option selected>default</option>" in page.text
        assert "script" not in page.headers["Content-Security-Policy"]

    def test_a_button_sends_the_poison(
        self, client: FlaskClient, worker: Asked
    ) -> None:
        """Who presents need not type so many spaces."""
        worker.problem = TimedOut("no answer within 2 s of processor time")
        page = client.post("/", data={"code": "puts 1", "poison": ""})
        assert "no answer within 2 s of processor time" in page.text
        assert " " * 64_000 in page.text
        assert 'value="autoit"' in page.text

    def test_the_form_comes_back_with_the_html(self, client: FlaskClient) -> None:
        """What a browser sends is LF again, and shown as it was sent."""
        fields = {"code": "<b>\r\n", "language": "ruby", "style": "vs", "numbers": "1"}
        page = client.post("/", data=fields).text
        assert highlight("<b>\n", "ruby", numbers=True) in page
        assert "\n&lt;b&gt;\n</textarea>" in page
        assert "<option selected>vs</option>" in page
        assert stylesheet("vs") in page
        assert 'name="numbers" checked' in page

    @pytest.mark.parametrize("option", ["language", "style"])
    def test_a_problem_is_said_in_words(self, client: FlaskClient, option: str) -> None:
        """It is under the form, where nothing that was sent becomes markup."""
        fields = {"code": "1", "style": "default", option: '"><script>'}
        answered = client.post("/", data=fields)
        assert answered.status_code == 422
        assert "<script>" not in answered.text
        assert f"no {option}" in answered.text

    def test_as_much_as_is_highlighted(self, client: FlaskClient) -> None:
        """A form may be longer than its code; there is an end all the same."""
        fields = {"code": "é" * (LIMIT // 2), "language": "text"}
        assert client.post("/", data=fields).status_code == 200
        fields["code"] += "é"
        assert client.post("/", data=fields).status_code == 413
        fields["code"] *= 2
        assert problem(client.post("/", data=fields))["status"] == 413

    def test_the_fonts_of_a_deck(self, client: FlaskClient) -> None:
        """Mounted, it takes them; alone, it asks for nothing."""
        live = {"SCRIPT_NAME": "/live/highlight"}
        page = client.get("/", environ_overrides=live).text
        files = re.findall(r"assets/fonts/(\S+)\.woff2", page)
        assert files == [file for _, file, _ in form.FONTS]
        assert "url(" not in client.get("/").text


class TestFrontDoor:
    """The package's docstring."""

    @pytest.mark.beside
    def test_its_example_runs(self) -> None:
        """From a pool and a shelf to an address and its HTML."""
        assert doctest.testmod(web) == (0, 6)

    def test_how_many_files_it_is(self) -> None:
        """As many as are said, if nothing else is lifted."""
        here = Path(web.__file__ or "").parent
        names = ["__init__", "core", "lexers", "message", "problem"]
        top = [here.with_name(f"{name}.py") for name in names]
        folders = [*here.glob("*.py"), *(here.parent / "workers").glob("*.py")]
        assert all(path.exists() for path in top)
        assert f"The service is {len(top + folders)} files" in str(web.__doc__)


class TestDescription:
    """/openapi.json: what programs know of the service."""

    def test_it_is_made_from_what_the_service_goes_by(
        self, client: FlaskClient
    ) -> None:
        """Each option and each kind of problem is in it, and where it is mounted."""
        live = {"SCRIPT_NAME": "/pyg"}
        told = json.loads(client.get("/openapi.json", environ_overrides=live).data)
        described = told["paths"]["/h"]["post"]
        query = [each for each in described["parameters"] if each["in"] == "query"]
        assert [each["name"] for each in query] == [*Snippet._fields[1:]]
        assert {str(kind.status) for kind in BY_KIND.values()} < {
            *described["responses"]
        }
        assert told["servers"] == [{"url": "/pyg"}]

    @pytest.mark.beside
    def test_it_is_kept(self, worker: Asked, shelf: Shelf) -> None:
        """schemathesis asks hundreds of questions, right and wrong, of its own.

        404: no result has an address that was only made up.  422: no schema can say
        which lines some code has, or that a language must be known.
        """
        import schemathesis

        asked, failed = violations(
            *(schemathesis.openapi.from_wsgi, "/openapi.json"),
            create_app(worker, shelf),
            fine=["200", "303", "304", "404", "422"],
            refused=["400", "404", "405", "413", "415", "422"],
            examples=20,
        )
        assert not failed, "\n\n".join(failed)
        assert asked > 100
