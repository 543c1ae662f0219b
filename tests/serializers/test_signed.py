"""examples.serializers.signed: keys, salts, time-outs; and what pickle does."""

from __future__ import annotations

import hmac
import json
import pickle
import subprocess
import time
from typing import Any

import pytest
from flask import Flask, flash, session
from itsdangerous import (
    BadPayload,
    BadSignature,
    SignatureExpired,
    TimestampSigner,
    URLSafeTimedSerializer,
)

from examples.serializers.exact import exact
from examples.serializers.php import Php, PhpHandler, PhpSerializeHandler
from examples.serializers.protocol import Serializer
from examples.serializers.show import EXAMPLE_KEY
from examples.serializers.show.surprise import Surprise, load_elsewhere
from examples.serializers.signed import SignedSession
from examples.serializers.signed.flask_session import SignedSessions
from examples.serializers.signed.keys import checked, new_key
from examples.serializers.strict import Strict

OTHER_KEY = "another example key, not a secret"
HOUR = 3600
LISTS = Php(empty=list)
ALL: list[Serializer[Any]] = [json, pickle, Php(), Strict(json)]


def signed(
    serializer: Serializer[Any] = json,
    keys: tuple[str, ...] = (EXAMPLE_KEY,),
    salt: str = "cart",
    **options: int,
) -> SignedSession:
    """Make a signed session for an hour."""
    return SignedSession(serializer, keys, salt=salt, **{"max_age": HOUR, **options})


def aged(seconds: int) -> SignedSession:
    """Make a signed session that believes it is so many seconds ago."""

    class Past(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - seconds

    made = signed()
    made.signer = Past
    return made


class Noticed:
    """A serializer that counts how often it was asked to read."""

    def __init__(self) -> None:
        self.reads = 0

    def dumps(self, value: Any, /) -> bytes:
        """Write by pickle."""
        return pickle.dumps(value)

    def loads(self, data: bytes, /) -> Any:
        """Read by pickle, and count."""
        self.reads += 1
        return pickle.loads(data)


class TestSignedSession:
    """Any serializer, one signature."""

    @pytest.mark.parametrize("serializer", ALL)
    def test_takes_any_serializer(self, serializer: Serializer[Any]) -> None:
        """The token is text, whether the serializer writes bytes or text."""
        cart = {"cherries": 3, "ripe": True}
        token = signed(serializer).dumps(cart)
        assert isinstance(token, str)
        assert exact(signed(serializer).loads(token), cart)

    def test_too_old(self) -> None:
        """A token is refused when its hour is over, and not before."""
        assert signed().loads(aged(HOUR - 60).dumps([1])) == [1]
        with pytest.raises(SignatureExpired, match=r"age 36.. > 3600 seconds"):
            signed().loads(aged(HOUR + 60).dumps([1]))

    def test_clocks_differ(self) -> None:
        """A token from the future is refused, but within a leeway if there is one."""
        early = aged(-60).dumps([1])
        for leeway in (0, 30):
            with pytest.raises(SignatureExpired, match="< 0 seconds"):
                signed(leeway=leeway).loads(early)
        patient = signed(leeway=90)
        held, when = patient.loads(early, return_timestamp=True)
        assert (held, patient.loads(early)) == ([1], [1])
        assert when.timestamp() > time.time()
        with pytest.raises(SignatureExpired):  # it is no longer valid at its end
            patient.loads(aged(HOUR + 60).dumps([1]))

    @pytest.mark.parametrize("keep", [{}, {"max_age": None}])
    def test_too_old_by_any_name(self, keep: dict[str, Any]) -> None:
        """No way to read a token forgets its age: not None, not loads_unsafe."""
        old = aged(2 * HOUR).dumps([1])
        assert signed().loads_unsafe(old, **keep) == (False, [1])
        with pytest.raises(SignatureExpired):
            signed().loads(old, **keep)

    def test_another_age_for_once(self) -> None:
        """The caller's max_age is honoured, shorter or longer, by place or name."""
        young, old = aged(60).dumps([1]), aged(2 * HOUR).dumps([1])
        assert signed().loads(old, max_age=3 * HOUR) == [1]
        assert signed().loads(old, 3 * HOUR) == [1]
        assert signed().loads_unsafe(old, max_age=3 * HOUR) == (True, [1])
        for age in (30, 0):
            with pytest.raises(SignatureExpired):
                signed().loads(young, max_age=age)
        with pytest.raises(TypeError, match="max_age: expected a whole number, got"):
            signed().loads(young, max_age="3600")  # type: ignore[arg-type]

    def test_when_it_was_signed(self) -> None:
        """The time of signing is told when asked for, as in itsdangerous."""
        held, when = signed().loads(signed().dumps([1]), return_timestamp=True)
        assert held == [1]
        assert abs(when.timestamp() - time.time()) < 60

    @pytest.mark.parametrize("text", ["a.\ud800.b", b"\xff.\xff.\xff"])
    def test_what_is_no_text(self, text: str | bytes) -> None:
        """Letters that have no UTF-8 are a bad signature like any other."""
        with pytest.raises(BadSignature):
            signed().loads(text)
        assert signed().loads_unsafe(text) == (False, None)

    @pytest.mark.parametrize(
        ("options", "error", "says"),
        [
            ({"salt": None}, TypeError, "salt: expected a text, got None"),
            ({"salt": ""}, ValueError, "salt: expected the name of a purpose, got ''"),
            ({"max_age": None}, TypeError, "max_age: expected a whole number, got No"),
            ({"max_age": True}, TypeError, "max_age: expected a whole number, got Tr"),
            ({"max_age": -1}, ValueError, "max_age: expected 0 or more, got -1"),
            ({"max_size": None}, TypeError, "max_size: expected a whole number"),
            ({"leeway": -1}, ValueError, "leeway: expected 0 or more, got -1"),
        ],
    )
    def test_refused(
        self, options: dict[str, Any], error: type[Exception], says: str
    ) -> None:
        """What would be no limit, or the salt of everybody, is refused."""
        given = {"salt": "cart", "max_age": HOUR, **options}
        with pytest.raises(error, match=says):
            SignedSession(json, [EXAMPLE_KEY], **given)

    def test_another_purpose(self) -> None:
        """A token for one purpose is no token for another: the salts differ."""
        with pytest.raises(BadSignature):
            signed(salt="order").loads(signed(salt="cart").dumps([1]))
        token = signed().dumps([1], salt="order")  # for once
        assert signed().loads(token, salt="order") == [1]
        assert signed(salt="order").loads(token) == [1]

    def test_keys_rotate(self) -> None:
        """The newest key signs; older ones still open; a dropped one does not."""
        old, new = EXAMPLE_KEY, OTHER_KEY
        before, both, after = signed(), signed(keys=(old, new)), signed(keys=(new,))
        assert both.loads(before.dumps([1])) == [1]
        assert after.loads(both.dumps([1])) == [1]
        for opener, token in ((after, before.dumps([1])), (before, both.dumps([1]))):
            with pytest.raises(BadSignature):
                opener.loads(token)

    def test_a_forged_token_is_never_read(self) -> None:
        """The serializer sees no byte of a token that is forged, old or too long."""
        noticed = Noticed()
        ours = signed(noticed, max_size=200)
        forged = signed(pickle, keys=(OTHER_KEY,)).dumps(Surprise())
        for token in (forged, "", "no token", "." * 201, aged(2 * HOUR).dumps([1])):
            with pytest.raises(BadSignature):
                ours.loads(token)
        assert noticed.reads == 0
        assert ours.loads(ours.dumps([1])) == [1]

    def test_signed_but_unreadable(self) -> None:
        """A good signature on what the serializer cannot read: BadPayload."""
        with pytest.raises(BadPayload):
            signed(Php()).loads(signed(json).dumps([1]))

    def test_size(self) -> None:
        """A token of just the size that is allowed is made and read, and no longer."""
        token = signed().dumps([1])
        fits, short = signed(max_size=len(token)), signed(max_size=len(token) - 1)
        assert fits.loads(fits.dumps([1])) == [1]
        with pytest.raises(ValueError, match="token longer than"):
            short.dumps([1])
        with pytest.raises(BadSignature, match="token longer than"):
            short.loads(token)

    def test_signatures_are_compared_in_constant_time(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """hmac.compare_digest decides, and nothing else."""
        token = signed().dumps([1])
        monkeypatch.setattr(hmac, "compare_digest", lambda one, two: False)
        with pytest.raises(BadSignature):
            signed().loads(token)

    def test_who_refuses_everything_is_no_serializer(self) -> None:
        """A serializer of nothing is told when it is given, with its own words."""

        class Closed(Noticed):
            """A serializer that carries nothing."""

            def dumps(self, value: Any, /) -> bytes:
                raise TypeError("closed on Mondays")

        with pytest.raises(TypeError, match="Closed carries nothing: closed on Mond"):
            signed(Closed())

    def test_itsdangerous_opens_it(self) -> None:
        """The token is itsdangerous' own: nothing of ours is needed to open it."""
        plain = URLSafeTimedSerializer(EXAMPLE_KEY, "cart")
        assert plain.loads(signed().dumps([1]), max_age=HOUR) == [1]


class TestKeys:
    """Secrets are long, and in a list."""

    def test_a_new_key(self) -> None:
        """Every new key is another one, and long enough: 16 letters or bytes are."""
        keys = [new_key(), new_key()]
        assert keys[0] != keys[1]
        assert checked(keys) == [key.encode() for key in keys]
        assert checked(["a" * 16]) == checked([b"a" * 16]) == [b"a" * 16]

    @pytest.mark.parametrize(
        ("keys", "error", "says"),
        [
            ([], ValueError, "keys: the list is empty"),
            (["a" * 16, "a" * 15], ValueError, r"keys\[1\] is shorter than 16"),
            (EXAMPLE_KEY, TypeError, "expected a list, the newest last; got one"),
            (bytearray(32), TypeError, "expected a list, the newest last; got one"),
            ({EXAMPLE_KEY}, TypeError, "expected a list, the newest last; got a set"),
            (["a" * 16, 7], TypeError, r"keys\[1\]: expected str or bytes, got int"),
        ],
    )
    def test_refused(self, keys: Any, error: type[Exception], says: str) -> None:
        """No key, a short one, or one that is taken for a list of letters."""
        with pytest.raises(error, match=says):
            SignedSession(json, keys, salt="cart", max_age=HOUR)


class TestPickle:
    """Bytes that run."""

    def test_loading_runs_what_the_bytes_name(self) -> None:
        """A pickle calls print in a process that knows nothing of us."""
        data = pickle.dumps(Surprise())
        assert b"Surprise" not in data
        assert load_elsewhere(data).strip() == "nobody called me"

    def test_plain_data_runs_nothing(self) -> None:
        """Loading a list prints nothing; loading garbage is an error."""
        assert load_elsewhere(pickle.dumps([1])) == ""
        with pytest.raises(subprocess.CalledProcessError):
            load_elsewhere(b"garbage")


class TestFlask:
    """Flask's session, by any serializer."""

    @staticmethod
    def site(serializer: Serializer[Any], salt: str) -> Flask:
        """Make a site that counts visits."""
        app = Flask("shop", static_folder=None)
        app.testing = True  # errors come out
        app.secret_key = EXAMPLE_KEY
        app.session_interface = SignedSessions(serializer, salt)

        @app.route("/")
        def count() -> str:
            session["visits"] = session.get("visits", 0) + 1
            return str(session["visits"])

        return app

    def test_age_and_clocks_are_flasks(self) -> None:
        """A cookie lasts as long as Flask says, days too; the leeway is handed on."""
        app = self.site(json, "shop")
        app.session_interface = SignedSessions(json, "shop", leeway=9)
        made = app.session_interface.get_signing_serializer(app)
        assert made
        assert (made.max_age, made.signer_kwargs) == (31 * 24 * HOUR, {"leeway": 9})

    @pytest.mark.parametrize("salt", ["shop", "shop, php"])
    def test_the_serializer_is_changed(self, salt: str) -> None:
        """A cookie of yesterday's serializer starts a new session, not an error."""
        yesterday = self.site(json, "shop").test_client()
        yesterday.get("/")
        cookie = yesterday.get_cookie("session")
        assert cookie is not None
        today = self.site(Php(), salt).test_client()
        today.set_cookie("session", cookie.value)
        assert today.get("/").text == "1"

    @pytest.mark.parametrize("held", [5, [["visits", 1]], None])
    def test_signed_and_no_session(self, held: object) -> None:
        """What is signed well and is no dict starts a new session, not an error."""
        app = self.site(json, "shop")
        app.config["SESSION_COOKIE_NAME"] = "visitor"
        browser = app.test_client()
        browser.set_cookie("visitor", signed(salt="shop").dumps(held))
        assert [browser.get("/").text for _ in range(2)] == ["1", "2"]

    def test_flash_stores_tuples(self) -> None:
        """As the docstring says: Php and Strict(json) refuse what flash() keeps."""
        for serializer in ALL:
            app = self.site(serializer, "shop")

            @app.route("/flash")
            def tell() -> str:
                flash("ripe")
                return ""

            browser = app.test_client()
            if serializer in (json, pickle):
                assert browser.get("/flash").status_code == 200
            else:
                with pytest.raises((TypeError, ValueError), match=r"tuple|\("):
                    browser.get("/flash")

    def test_keys_rotate(self) -> None:
        """SECRET_KEY_FALLBACKS opens what the old key signed."""
        app = self.site(Php(), "shop")
        browser = app.test_client()
        browser.get("/")
        app.config["SECRET_KEY_FALLBACKS"] = [app.secret_key]
        app.secret_key = OTHER_KEY
        assert browser.get("/").text == "2"
        app.config["SECRET_KEY_FALLBACKS"] = None
        assert browser.get("/").text == "3"

    @pytest.mark.parametrize("one", [b"an old key, in bytes", "an old key, a text"])
    def test_one_key_is_no_list_of_keys(self, one: str | bytes) -> None:
        """A key in place of the list of old ones is told by the setting's name."""
        app = self.site(Php(), "shop")
        app.config["SECRET_KEY_FALLBACKS"] = one
        with pytest.raises(TypeError, match="SECRET_KEY_FALLBACKS: expected a list"):
            app.test_client().get("/")

    @pytest.mark.parametrize(
        "serializer",
        [Php(empty=list), PhpHandler(LISTS), PhpSerializeHandler(LISTS)],
    )
    def test_an_empty_cart(self, serializer: Serializer[Any]) -> None:
        """An empty list lives in the session, by PHP's format and its handlers."""
        app = self.site(serializer, "shop")

        @app.route("/cart")
        def cart() -> list[object]:
            held: list[object] = session.setdefault("cart", [])
            return [*held, "cart" in session]

        browser = app.test_client()
        assert [browser.get("/cart").json for _ in range(2)] == [[True], [True]]
        assert browser.get("/").text == "1"

    def test_no_key_no_session(self) -> None:
        """Without a key Flask says so, as it always does."""
        app = self.site(Php(), "shop")
        app.secret_key = None
        with pytest.raises(RuntimeError, match="no secret key was set"):
            app.test_client().get("/")
