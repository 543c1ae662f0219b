"""The deck and its live examples as one WSGI application, and its command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from wsgiref.types import WSGIApplication, WSGIEnvironment

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import Client

import examples
from examples.gateway.show.trial import ask
from examples.success.hosts import by_host
from examples.wsgi.base import answer
from slides.present import DECK, EXAMPLES, HOST, ROOT, Present, main
from slides.shop import Shop
from tests.waitress_early import but_early

pytestmark = pytest.mark.beside

PAGE = "<!doctype html><title>deck</title>"
LIVE = """\
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode("latin-1")]
"""


class Reader(Client):
    """A client that reads each answer to its end and closes it, as a server does."""

    def run_wsgi_app(
        self, environ: WSGIEnvironment, buffered: bool = True
    ) -> tuple[Iterable[bytes], str, Headers]:
        """Run the application."""
        return super().run_wsgi_app(environ, buffered=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Lay out a built deck, and a secret beside it."""
    (tmp_path / DECK / "assets").mkdir(parents=True)
    (tmp_path / DECK / "index.html").write_text(PAGE)
    (tmp_path / DECK / "assets" / "deck.js").write_text("1\n")
    (tmp_path / DECK.parent / "secret").write_text("secret")
    (tmp_path / "examples").mkdir()
    return tmp_path


@pytest.fixture
def client(root: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return a client of the application, with the examples below the root."""
    folder = root / "examples"
    monkeypatch.setattr(examples, "__path__", [str(folder)])
    return Reader(Present(root / DECK, folder), use_cookies=False)


@pytest.fixture
def plant(root: Path) -> Iterator[None]:
    """Plant live examples: a good one, and two that cannot be imported."""
    planted = {"planted": LIVE, "broken": "import nothing_of_this_name\n", "empty": ""}
    for name, source in planted.items():
        live = root / "examples" / name / "show" / "live.py"
        live.parent.mkdir(parents=True)
        live.write_text(source)
    yield
    for name in planted:
        for module in ("", ".show", ".show.live"):
            sys.modules.pop(f"examples.{name}{module}", None)
        if hasattr(examples, name):
            delattr(examples, name)


class TestDeck:
    """Files of the deck."""

    def test_the_root_is_the_deck(self, client: Client) -> None:
        """/ answers with index.html, and with a policy that keeps it at home."""
        answer = client.get("/")
        assert (answer.status_code, answer.text) == (200, PAGE)
        assert answer.mimetype == "text/html"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"

    def test_a_script_is_a_script(self, client: Client) -> None:
        """A browser told not to guess needs the right type.

        It asks again for each file: a build may have replaced it.
        """
        answer = client.get("/assets/deck.js")
        assert answer.mimetype == "text/javascript"
        assert "no-cache" in answer.headers["Cache-Control"]

    @pytest.mark.parametrize("path", ["/%2e%2e/secret", "/assets", "/nothing"])
    def test_nothing_outside_the_deck(self, client: Client, path: str) -> None:
        """A path that leaves the folder, or names no file in it, is not found."""
        assert client.get(path).status_code == 404

    def test_only_reading(self, client: Client) -> None:
        """HEAD answers with the headers of GET; another method is told of both."""
        head, get, post = (client.open("/", method=m) for m in ("HEAD", "GET", "POST"))
        assert (head.data, head.headers["ETag"]) == (b"", get.headers["ETag"])
        assert post.status_code == 405
        assert set(post.headers["Allow"].split(", ")) == {"GET", "HEAD"}

    def test_a_new_build_has_another_tag(self, client: Client, root: Path) -> None:
        """A page built again has another ETag, though not one byte changed."""
        index, tag = root / DECK / "index.html", client.get("/").headers["ETag"]
        asked = {"If-None-Match": tag}
        assert client.get("/", headers=asked).status_code == 304
        os.utime(index, ns=(0, index.stat().st_mtime_ns + 10_000_000))
        again = client.get("/", headers=asked)
        assert (again.status_code, again.headers["ETag"] != tag) == (200, True)

    def test_between_two_builds(self, client: Client, root: Path) -> None:
        """While a build swaps the folders, the page is unavailable, not missing."""
        (root / DECK / "index.html").unlink()
        assert client.get("/").status_code == 503

    def test_a_foreign_name_is_refused(self, client: Client) -> None:
        """A page elsewhere cannot read the deck by a name that points here."""
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
        assert client.get("/", headers={"Host": "localhost:8000"}).status_code == 200


@pytest.mark.usefixtures("plant")
class TestLive:
    """Live examples below /live/."""

    @pytest.mark.parametrize(
        ("path", "seen"),
        [
            ("/live/planted/", "/live/planted|/"),
            ("/live/planted//a/../b", "/live/planted|//a/../b"),
            ("/live/planted/caf%C3%A9", "/live/planted|/café"),
        ],
    )
    def test_an_example_finds_itself_mounted(
        self, client: Client, path: str, seen: str
    ) -> None:
        """SCRIPT_NAME and PATH_INFO are shifted, byte for byte (PEP 3333)."""
        assert client.get(path).data.decode() == seen

    def test_a_mount_nests(self, client: Client) -> None:
        """Below a prefix of its own, the application adds to it."""
        answer = client.get("/live/planted/x", base_url="http://localhost/talk")
        assert answer.text == "/talk/live/planted|/x"

    def test_the_slash_is_added(self, client: Client) -> None:
        """Without its last slash an address leads to the one with it."""
        answer = client.get("/live/planted")
        assert answer.status_code == 308
        assert answer.headers["Location"].endswith("/live/planted/")

    @pytest.mark.parametrize(
        "path", ["/live/nobody/", "/live/Planted/", "/live/../planted/"]
    )
    def test_an_unknown_example_is_not_found(self, client: Client, path: str) -> None:
        """A name that is no package with a show/live.py is a page that says 404."""
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize(
        ("name", "why"),
        [("broken", "ModuleNotFoundError"), ("empty", "AttributeError")],
    )
    def test_a_failing_example_fails_alone(
        self, client: Client, capsys: pytest.CaptureFixture[str], name: str, why: str
    ) -> None:
        """It is a 500 and one line in the console; the deck stays up."""
        assert client.get(f"/live/{name}/").status_code == 500
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"present: examples/{name}/show/live.py: {why}: ")
        assert client.get("/").status_code == 200

    def test_a_mended_example_comes_up(self, client: Client, root: Path) -> None:
        """One that failed is imported again when it is asked for again."""
        client.get("/live/broken/")
        (root / "examples" / "broken" / "show" / "live.py").write_text(LIVE)
        assert client.get("/live/broken/x").text == "/live/broken|/x"


class TestRealExamples:
    """The live examples of this project."""

    @pytest.mark.parametrize(
        "name",
        [path.parts[-3] for path in sorted((ROOT / EXAMPLES).glob("*/show/live.py"))],
    )
    def test_it_may_stand_in_a_frame(self, name: str) -> None:
        """Each answers with a page that the deck, of the same origin, may frame."""
        answer = Reader(Present(ROOT / DECK, ROOT / EXAMPLES)).get(f"/live/{name}/")
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert answer.headers.get("X-Frame-Options", "SAMEORIGIN") == "SAMEORIGIN"
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "frame-ancestors 'none'" not in policy


HELD = {"Host": "shop.localhost:8000"}


class TestShop:
    """The shop around the deck."""

    @pytest.fixture
    def opened(self) -> list[str]:
        """Hear of openings and closings."""
        return []

    @pytest.fixture
    def around(self, root: Path, opened: list[str]) -> Iterator[Shop]:
        """Put a small shop around the deck."""

        @contextmanager
        def opens(deck: WSGIApplication) -> Iterator[WSGIApplication]:
            opened.append("opened")
            yield by_host(lambda _: answer("200 OK"), {"deck": deck}, deck)
            opened.append("closed")

        shop = Shop(Present(root / DECK, root / "examples"), opens)
        yield shop
        shop.close()

    def test_the_deck_opens_nothing(self, around: Shop, opened: list[str]) -> None:
        """127.0.0.1 and localhost are the deck, and other hosts are refused by it."""
        client = Reader(around)
        hosts = {"127.0.0.1:8000": 200, "localhost": 200, "evil.example": 400, "": 400}
        hosts |= {"evilshop.localhost": 400}
        for host, status in hosts.items():
            assert client.get("/", headers={"Host": host}).status_code == status
        assert opened == []

    def test_it_is_opened_once(self, around: Shop, opened: list[str]) -> None:
        """The first request for a host of it opens the shop; the end closes it."""
        client = Reader(around)
        for host in ("Shop.Localhost:8000", "Stock.shop.localhost"):
            assert client.get("/", headers={"Host": host}).text == "ok\n"
        around.close()
        assert opened == ["opened", "closed"]

    def test_the_deck_is_one_of_its_applications(self, around: Shop) -> None:
        """deck.shop.localhost is the deck."""
        asked = {"Host": "deck.shop.localhost:8000"}
        assert Reader(around).get("/", headers=asked).text == PAGE

    def test_a_failing_shop_fails_alone(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It is a 500 and one line in the console; the deck stays up."""

        def opens(deck: WSGIApplication) -> AbstractContextManager[WSGIApplication]:
            raise LookupError("no cherries")

        client = Reader(Shop(Present(root / DECK, root / "examples"), opens))
        assert client.get("/", headers=HELD).status_code == 500
        assert capsys.readouterr().err == (
            "present: the shop: LookupError: no cherries\n"
        )
        assert client.get("/").status_code == 200

    @pytest.mark.parametrize("first", ["views", "shop"])
    def test_the_live_slides_work_beside_it(self, root: Path, first: str) -> None:
        """Django has one set of settings, and both want to be first.

        Behind a live slide with Django only the office is missing.
        """
        with presented(root) as port:
            views = "127.0.0.1", "/live/views/robust/django/"
            shop = "shop.localhost", "/"
            pages = [views, shop] if first == "views" else [shop, views]
            for host, path in [*pages, ("deck.shop.localhost", "/")]:
                page = ask(port, path, headers={"Host": f"{host}:{port}"})
                assert page.status == 200, (host, page.text)
                assert host != "shop.localhost" or "Burlat:" in page.text


@contextmanager
def presented(root: Path) -> Iterator[int]:
    """Run the command beside a built deck, and let it end as Ctrl-C does."""
    code = (
        "import pathlib, sys; from slides.present import main, EXAMPLES, ROOT;"
        "folder = pathlib.Path(sys.argv[1]); (folder / EXAMPLES).rmdir();"
        "(folder / EXAMPLES).symlink_to(ROOT / EXAMPLES);"
        "sys.exit(main(['--no-browser', '--port=0'], folder))"
    )
    command = [sys.executable, "-c", code, str(root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe) as process:
        assert process.stdout
        try:
            address = process.stdout.readline().decode().strip()
            yield int(address.rpartition(":")[2].partition("/")[0])
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        assert (process.returncode, but_early(errors.decode())) == (0, "")


class TestCommand:
    """python -m slides.present"""

    def test_an_unbuilt_deck(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Without a deck it says how to build one, in a line, and fails."""
        assert main(["--no-browser"], tmp_path) == 1
        assert capsys.readouterr().err.splitlines() == [
            "present: the deck is not built; run: make slides"
        ]

    def test_a_busy_port(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """On a port that is taken it says so, in a line, and fails."""
        with socket.create_server((HOST, 0)) as taken:
            port = taken.getsockname()[1]
            assert main(["--no-browser", f"--port={port}"], root) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert f"port {port}: " in line
        assert "--port" in line

    @pytest.mark.parametrize("text", ["-1", "65536"])
    def test_no_port(self, text: str, capsys: pytest.CaptureFixture[str]) -> None:
        """What is no port is refused before anything is started."""
        with pytest.raises(SystemExit):
            main([f"--port={text}"])
        assert f"{text!r} is no port" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("how", "options", "query"),
        [
            (signal.SIGINT, [], "/?live"),
            (signal.SIGTERM, ["--reload", "--rehearse"], "/?live&watch&rehearse"),
        ],
    )
    def test_it_stops_cleanly(
        self, root: Path, how: signal.Signals, options: list[str], query: str
    ) -> None:
        """Ctrl-C and SIGTERM end it with status 0 and no traceback."""
        code = (
            "import pathlib, sys; from slides.present import main; root, *options ="
            "sys.argv[1:]; options += ['--no-browser', '--port=0'];"
            "sys.exit(main(options, pathlib.Path(root)))"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(root), *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address.endswith(query)
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.read().decode() == PAGE
        process.send_signal(how)
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, but_early(errors)) == (0, "")


def test_an_unknown_cut_is_refused(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is told of before a server starts, with the nearest name."""
    (root / "slides").mkdir()
    (root / "slides" / "cuts.toml").write_text("[20]\nminutes = 20\n")
    assert main(["--cut", "21", "--no-browser", "--port", "0"], root) == 1
    assert (
        "no cut '21' in slides/cuts.toml; did you mean '20'?" in capfd.readouterr().err
    )
