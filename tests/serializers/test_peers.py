"""examples.serializers across languages: tokens, JSON, PHP's session files."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itsdangerous import TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

import examples.serializers
from examples.serializers.exact import exact
from examples.serializers.php import Php
from examples.serializers.php.session_file import php_session
from examples.serializers.protocol import as_bytes
from examples.serializers.show import EXAMPLE_KEY
from examples.serializers.show.mirror import COMMANDS, mirror
from tests.serializers.strategies import CARRIED, NAMES

new_session = partial(php_session, must_exist=False)
FOLDER = Path(examples.serializers.__file__).parent
SETTINGS = {"TOKEN_KEY": EXAMPLE_KEY, "TOKEN_SALT": "cart", "TOKEN_MAX_AGE": "3600"}
SOURCES = {
    "php": ["show/mirror.php", "signed/token.php"],
    "ruby": ["show/mirror.rb", "signed/token.rb"],
}
CART = {"cherries": 3, "for": "crème", "list": [1.5, None, True]}
LANGUAGES = [
    pytest.param("php", marks=pytest.mark.peer("php")),
    pytest.param("ruby", marks=pytest.mark.peer("ruby")),
]


@pytest.fixture
def language(request: pytest.FixtureRequest, ran: set[str]) -> str:
    """A language that is here; its programs are reported as run."""
    name = str(request.param)
    ran.update(f"examples/serializers/{source}" for source in SOURCES[name])
    return name


def token(salt: str = "cart", key: str = EXAMPLE_KEY, age: int = 0) -> str:
    """Sign the cart, as long ago as said."""

    class Past(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - age

    made = URLSafeTimedSerializer(key, salt, signer=Past)
    return str(made.dumps(CART))


def verified(language: str, *tokens: str, leeway: int = 0) -> list[object]:
    """Let another language verify tokens; return the values, or the reasons."""
    requests = [("verify", one.encode()) for one in tokens]
    answers = mirror(language, requests, {**SETTINGS, "TOKEN_LEEWAY": str(leeway)})
    return [
        json.loads(answer) if isinstance(answer, bytes) else str(answer)
        for answer in answers
    ]


@pytest.mark.parametrize("language", LANGUAGES, indirect=True)
class TestTokens:
    """A token that Python signed, in PHP and in Ruby."""

    def test_verified(self, language: str) -> None:
        """A good token is read: the same values, compressed or not."""
        cart = {"cherries": ["ripe"] * 50}
        text = str(URLSafeTimedSerializer(EXAMPLE_KEY, "cart").dumps(cart))
        assert text.startswith(".")
        assert exact(verified(language, token(age=3500), text), [CART, cart])

    def test_refused(self, language: str) -> None:
        """Forged, wrongly salted, expired and too early ones are refused."""
        forged = token(key="the key of somebody else")
        salted = token(salt="order")
        assert verified(language, forged, salted, token(age=3700), token(age=-60)) == [
            "bad signature",
            "bad signature",
            "expired",
            "expired",
        ]

    def test_clocks_differ(self, language: str) -> None:
        """A token from the near future is read, if there is a leeway."""
        tokens = [token(age=-60), token(age=-180), token(age=3700)]
        found = verified(language, *tokens, leeway=120)
        assert found == [CART, "expired", "expired"]

    def test_what_is_no_token(self, language: str) -> None:
        """Anything else is refused in words."""
        texts = ["", "x", "a.b", "a.b.c", "..", "é.ü.ß", "\0", "." * 1000]
        reasons = set(map(str, verified(language, *texts)))
        assert reasons <= {"bad signature", "not a token"}

    def test_no_key(self, language: str) -> None:
        """Without a key nothing is verified: an empty key is everybody's."""
        forged = as_bytes(token(key=""))
        for environ in ({}, {**SETTINGS, "TOKEN_KEY": ""}):
            [answer] = mirror(language, [("verify", forged)], environ)
            assert str(answer) in ("TOKEN_KEY is not set", "TOKEN_MAX_AGE is not set")

    def test_every_letter_counts(self, language: str) -> None:
        """Change any letter of a token, or drop it, and it is refused."""
        good = token()
        edits = [
            good[:at] + letter + good[at + 1 :]
            for at in range(len(good))
            for letter in ("", "A" if good[at] != "A" else "B")
        ]
        assert set(map(str, verified(language, *edits))) == {"bad signature"}

    def test_read_and_written_back(self, language: str) -> None:
        """A token is opened, written and signed anew there, and opened by Python."""
        plain = URLSafeSerializer(EXAMPLE_KEY)
        [back] = mirror(language, [("token", as_bytes(plain.dumps(CART)))], SETTINGS)
        assert isinstance(back, bytes)
        assert exact(plain.loads(back), CART)

    def test_json(self, language: str) -> None:
        """JSON is written back; other lines are refused, and the next one is read."""
        sent = [("json", b"NaN"), ("xml", b"<a/>"), ("json", json.dumps(CART).encode())]
        nan, unknown, back = mirror(language, sent)
        assert isinstance(nan, ValueError)
        assert isinstance(unknown, ValueError)
        assert isinstance(back, bytes)
        assert exact(json.loads(back), CART)


def visit(folder: Path, handler: str, *names: str) -> list[Any]:
    """Let PHP visit sessions; return what it found in each."""
    told = {"save_path": folder, "save_handler": "files", "serialize_handler": handler}
    done = subprocess.run(
        [
            "php",
            *(f"-dsession.{key}={told[key]}" for key in told),
            FOLDER / "show/visit.php",
        ],
        input="".join(f"{name}\n" for name in names),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    found: list[Any] = json.loads(done.stdout)
    return found


HANDLER = pytest.mark.parametrize("handler", ["php", "php_serialize"])


class TestPhpSessions:
    """One session, written by turns."""

    @pytest.mark.peer("php")
    @HANDLER
    def test_by_turns(self, handler: str, tmp_path: Path, ran: set[str]) -> None:
        """PHP starts a session, Python adds a cart, PHP counts, Python reads that."""
        assert visit(tmp_path, handler, "abc", "abc") == [[], {"visits": 1}]
        cart = {"cherries": 3, "note": 'a|b;}"', "for": ["crème"], "plums": []}
        ours = {"cart": cart, "none": [], "9999999999999999999": 1}
        lists = Php(empty=list)
        with php_session(tmp_path, "abc", handler, values=lists) as session:
            assert session == {"visits": 2}
            session.update(ours)
        assert visit(tmp_path, handler, "abc") == [{"visits": 2, **ours}]
        with php_session(tmp_path, "abc", handler, values=lists) as session:
            assert exact(session, {"visits": 3, **ours})
        ran.add("examples/serializers/show/visit.php")

    @pytest.mark.peer("php")
    @HANDLER
    @settings(max_examples=5)
    @given(
        st.lists(
            st.dictionaries(NAMES.filter(lambda name: "|" not in name), CARRIED),
            min_size=1,
            max_size=20,
        )
    )
    def test_whatever_is_in_it(
        self,
        handler: str,
        tmp_path_factory: pytest.TempPathFactory,
        sessions: list[dict[str, Any]],
    ) -> None:
        """PHP reads every session we write, and gives it back exactly."""
        folder = tmp_path_factory.mktemp("sessions")
        for number, wanted in enumerate(sessions):
            wanted.pop("visits", None)
            with new_session(folder, str(number), handler) as session:
                session.update(wanted)
        visit(folder, handler, *map(str, range(len(sessions))))
        for number, wanted in enumerate(sessions):
            with php_session(folder, str(number), handler) as session:
                assert exact(session, {**wanted, "visits": 1})

    def test_an_error_harms_nothing(self, tmp_path: Path) -> None:
        """What PHP cannot hold is refused, and the file stays as it was."""
        with new_session(tmp_path, "abc") as session:
            session["a"] = 1
        before = (tmp_path / "sess_abc").read_bytes()
        with (
            pytest.raises(TypeError, match="not set"),
            php_session(tmp_path, "abc") as session,
        ):
            session["b"] = {1, 2}
        with pytest.raises(KeyError), php_session(tmp_path, "abc") as session:
            session["c"] = session["none"]
        assert (tmp_path / "sess_abc").read_bytes() == before

    def test_a_session_that_php_never_began(self, tmp_path: Path) -> None:
        """A stranger's id makes no session; an error leaves none of ours."""
        with (
            pytest.raises(LookupError, match="no session abc…: it is over, or was"),
            php_session(tmp_path, "abc"),
        ):
            pass
        for error in KeyError, KeyboardInterrupt:
            with pytest.raises(error), new_session(tmp_path, "abc"):
                raise error
        assert list(tmp_path.iterdir()) == []
        with (
            pytest.raises(FileNotFoundError, match="elsewhere"),
            php_session(tmp_path / "elsewhere", "abc"),
        ):
            pass

    def test_a_session_that_ends_while_we_wait(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """PHP removes the file under its lock: nothing is written into the void."""
        path = tmp_path / "sess_abc"
        waits: list[object] = []

        def wait(stream: object, how: int) -> None:
            if not waits:
                path.unlink()
            waits.append(stream)

        monkeypatch.setattr(fcntl, "flock", wait)
        path.touch()
        with (
            pytest.raises(LookupError, match="it is over"),
            php_session(tmp_path, "abc"),
        ):
            pass
        waits.clear()
        with new_session(tmp_path, "abc") as session:
            session["note"] = "b"
        assert (len(waits), path.read_bytes()) == (2, b'note|s:1:"b";')

    def test_what_another_wrote_before_us_is_not_ours(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Who made the file may get the lock second: then an error removes nothing."""
        path = tmp_path / "sess_abc"
        monkeypatch.setattr(fcntl, "flock", lambda *_: path.write_bytes(b"a|i:1;"))
        with pytest.raises(KeyError), new_session(tmp_path, "abc") as session:
            session["c"] = session["none"]
        assert path.read_bytes() == b"a|i:1;"

    def test_a_file_is_not_cut_to_what_is_read(self, tmp_path: Path) -> None:
        """A session beyond the size is refused, and not read in part and written."""
        path = tmp_path / "sess_abc"
        path.write_bytes(b"a|i:1;b|i:2;")
        with (
            pytest.raises(ValueError, match="7 bytes, at most 6"),
            php_session(tmp_path, "abc", values=Php(size=6)),
        ):
            pass
        assert path.read_bytes() == b"a|i:1;b|i:2;"

    def test_the_file_is_locked(self, tmp_path: Path) -> None:
        """While we hold a session nobody else gets the lock; only we may read it."""
        with (
            new_session(tmp_path, "abc"),
            (tmp_path / "sess_abc").open("rb") as other,
            pytest.raises(BlockingIOError),
        ):
            # refused to readers, so to writers too
            fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
        assert (tmp_path / "sess_abc").stat().st_mode & 0o777 == 0o600

    def test_two_holders_wait_for_each_other(self, tmp_path: Path) -> None:
        """Two visits of one visitor at once are both counted."""

        def count(_: int) -> None:
            with new_session(tmp_path, "abc") as session:
                session["visits"] = session.get("visits", 0) + 1

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(count, range(40)))
        with php_session(tmp_path, "abc") as session:
            assert session == {"visits": 40}

    def test_a_shorter_session_leaves_no_rest(self, tmp_path: Path) -> None:
        """A short session over a long one: nothing of the long one stays."""
        for held in ("a" * 1000, "b"):
            with new_session(tmp_path, "abc") as session:
                session["note"] = held
        assert (tmp_path / "sess_abc").read_bytes() == b'note|s:1:"b";'

    @pytest.mark.parametrize("name", ["", "../abc", "a\n", "é", "a" * 257])
    def test_an_id_is_no_path(self, name: str, tmp_path: Path) -> None:
        """An id from a cookie cannot leave the folder."""
        with (
            pytest.raises(ValueError, match="not a session id"),
            php_session(tmp_path, name),
        ):
            pass
        assert list(tmp_path.iterdir()) == []

    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        """A link in the folder leads nowhere."""
        (tmp_path / "sess_abc").symlink_to(tmp_path / "elsewhere")
        with (
            pytest.raises(OSError, match="symbolic link"),
            php_session(tmp_path, "abc"),
        ):
            pass


def test_a_hanging_language_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that never answers ends in an error, not in a hanging reader."""
    hanging = (sys.executable, "-c", "import threading; threading.Event().wait()")
    monkeypatch.setitem(COMMANDS, "hanging", hanging)
    monkeypatch.setattr("examples.serializers.show.mirror.SECONDS", 0.2)
    with pytest.raises(subprocess.TimeoutExpired):
        mirror("hanging", [("json", b"[1]")])


def test_a_language_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that has answered half of it and died has answered nothing."""
    dying = (sys.executable, "-c", "print('ok W10='); raise SystemExit(3)")
    monkeypatch.setitem(COMMANDS, "dying", dying)
    with pytest.raises(subprocess.CalledProcessError, match="status 3"):
        mirror("dying", [("json", b"[]")] * 2)


def test_an_unknown_handler(tmp_path: Path) -> None:
    """A handler that we do not read is refused, naming those that we do."""
    with (
        pytest.raises(LookupError, match="no handler 'wddx'; there are php, php_ser"),
        php_session(tmp_path, "abc", "wddx"),
    ):
        pass
