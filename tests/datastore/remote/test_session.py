"""examples.datastore.remote.session: PHP's session in Redis, shared with Python."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from redis.exceptions import LockError, LockNotOwnedError

from examples.datastore.remote import keys
from examples.datastore.remote.basket import COOKIE, basket
from examples.datastore.remote.session import LIFETIME, php_session, strict_id
from examples.peers import Server
from examples.serializers.php.session import PhpSerializeHandler

from .conftest import Start, go, output

pytestmark = pytest.mark.peer("redis")
php = pytest.mark.peer("php", "phpredis")

ADD = "use_redis($argv[1]); echo json_encode(add($argv[2], $argv[3]));"
# As ADD, but the session is open until a line comes.
SLOW = """use_redis($argv[1]); ob_start(); session_id($argv[2]); session_start();
    fwrite(STDOUT, "open\n"); fgets(STDIN); $_SESSION["basket"]["plum"] = 1;
    session_write_close();"""


@pytest.fixture
def place(server: Server) -> str:
    """Be PHP's session.save_path."""
    return f"tcp://{server.host}:{server.port}"


@pytest.fixture
def sid(client: Any) -> str:
    """Be the id of a new session."""
    return strict_id(client, None)


def bought(client: Any, sid: str, **options: Any) -> Any:
    """Put a cherry into the basket, from Python; return all."""
    with php_session(client, sid, **options) as session:
        shown = session.setdefault("basket", {})
        shown["cherry"] = shown.get("cherry", 0) + 1
    return shown


@php
def test_both_see_one_basket(client: Any, sid: str, place: str, start: Start) -> None:
    """Python begins the session, PHP adds, Python reads what PHP wrote."""
    assert bought(client, sid) == {"cherry": 1}
    seen = output(start("basket.php", ADD, place, sid, "plum"))
    assert json.loads(seen) == {"cherry": 1, "plum": 1}
    assert bought(client, sid) == {"cherry": 2, "plum": 1}


@php
def test_both_of_php_s_forms(client: Any, sid: str, place: str, start: Start) -> None:
    """With php_serialize as well."""
    form = PhpSerializeHandler()
    bought(client, sid, form=form)
    code = f"ini_set('session.serialize_handler', 'php_serialize'); {ADD}"
    assert json.loads(output(start("basket.php", code, place, sid, "cherry"))) == {
        "cherry": 2
    }
    assert bought(client, sid, form=form) == {"cherry": 3}


@php
def test_a_browser_walks_from_one_to_the_other(
    client: Any, place: str, start: Start
) -> None:
    """Flask's cookie is PHP's; the basket is the same on both sides."""
    visitor = basket(client).test_client()
    first = visitor.post("/basket/cherry")
    assert first.json == {"cherry": 1}
    assert "SameSite=Lax" in first.headers["Set-Cookie"]
    cookie = visitor.get_cookie(COOKIE)
    assert cookie
    assert cookie.http_only
    seen = output(start("basket.php", ADD, place, cookie.value, "cherry"))
    assert json.loads(seen) == {"cherry": 2}
    again = visitor.post("/basket/cherry")
    assert again.json == {"cherry": 3}
    assert "Set-Cookie" not in again.headers
    visitor.set_cookie(COOKIE, "a" * 32)  # of a session that is over
    visitor.post("/basket/cherry")
    assert visitor.post("/basket/cherry").json == {"cherry": 2}
    assert visitor.post("/basket/money").status_code == 404


@php
def test_none_is_lost_between_them(
    client: Any, sid: str, place: str, start: Start
) -> None:
    """Two processes of PHP and Python add at once, 3 × 40: the basket has them all."""
    times = "fgets(STDIN); for ($i = 1; $i < 40; $i++) add($argv[2], $argv[3]); echo"
    code = ADD.replace("echo", times)
    beside = [start("basket.php", code, place, sid, "cherry") for _ in range(2)]
    for process in beside:
        go(process)
    for _ in range(40):
        bought(client, sid)
    for process in beside:
        output(process)
    assert bought(client, sid) == {"cherry": 121}


def tries(client: Any) -> int:
    """Return how often anybody tried to set a key."""
    return int(client.info("commandstats")["cmdstat_set"]["calls"])


@php
def test_php_waits_for_python(client: Any, sid: str, place: str, start: Start) -> None:
    """While a block has the session, PHP asks for the lock again and again."""
    with php_session(client, sid) as session:
        before = tries(client)
        other = start("basket.php", ADD, place, sid, "cherry")
        while tries(client) < before + 20:  # it would give up after ten by default
            assert other.poll() is None
        session["basket"] = {"cherry": 1}
    assert json.loads(output(other)) == {"cherry": 2}


def opened(process: subprocess.Popen[str]) -> None:
    """Wait until PHP has opened the session."""
    assert process.stdout
    assert process.stdout.readline() == "open\n"


@php
def test_python_waits_for_php(client: Any, sid: str, place: str, start: Start) -> None:
    """As long as it is told to; then that is an error, and nothing is written."""
    other = start("basket.php", SLOW, place, sid)
    opened(other)
    with pytest.raises(LockError, match="Unable to acquire lock"):
        bought(client, sid, wait=0.1)
    output(other, "\n")
    assert bought(client, sid) == {"plum": 1, "cherry": 1}


@php
def test_without_its_setting_php_overwrites(
    client: Any, sid: str, place: str, start: Start
) -> None:
    """PHP takes no lock by default: what Python added meanwhile is lost."""
    code = SLOW.replace(
        "ob_start()", "ini_set('redis.session.locking_enabled', '0'); ob_start()"
    )
    other = start("basket.php", code, place, sid)
    opened(other)
    assert bought(client, sid) == {"cherry": 1}
    output(other, "\n")
    assert bought(client, sid) == {"plum": 1, "cherry": 1}


def test_who_takes_too_long_writes_nothing(client: Any, sid: str) -> None:
    """A lock that is over may be another's: what he wrote stays."""
    bought(client, sid)
    slow = php_session(client, sid)
    slow.__enter__()["basket"] = {}
    client.delete(f"{keys.session(sid)}_LOCK")  # as if it had expired
    bought(client, sid)
    with pytest.raises(LockNotOwnedError):
        slow.__exit__(None, None, None)
    assert bought(client, sid) == {"cherry": 3}


@php
def test_a_killed_holder_s_lock_ends(
    client: Any, sid: str, place: str, start: Start
) -> None:
    """After 30 seconds at most, whoever was killed: it has a time to live."""
    lock = f"{keys.session(sid)}_LOCK"
    with php_session(client, sid):
        assert 0 < client.pttl(lock) <= 30_000
    other = start("basket.php", SLOW, place, sid)
    opened(other)
    other.kill()
    assert 0 < client.pttl(lock) <= 30_000


@php
def test_an_object_of_php_s_is_refused(
    client: Any, sid: str, place: str, start: Start
) -> None:
    """Python makes no object of bytes that PHP wrote; the session stays, unlocked."""
    code = SLOW.replace('["plum"] = 1', '["plum"] = new stdClass')
    output(start("basket.php", code, place, sid), "\n")
    data = client.get(keys.session(sid))
    with pytest.raises(ValueError, match="an object"):
        bought(client, sid)
    assert {key: client.get(key) for key in client.scan_iter()} == {
        keys.session(sid).encode(): data
    }


def test_an_error_changes_nothing(client: Any, sid: str) -> None:
    """Neither one in the block nor a value that PHP cannot carry; the lock is free."""
    bought(client, sid)
    with pytest.raises(TypeError, match="set"), php_session(client, sid) as session:
        session["basket"] = {1, 2}
    with pytest.raises(ZeroDivisionError), php_session(client, sid) as session:
        session["basket"] = 1 / 0
    assert bought(client, sid) == {"cherry": 2}


@php
def test_a_session_lives_anew(client: Any, sid: str, place: str, start: Start) -> None:
    """Each request of either side gives it 24 minutes."""
    for visit in (
        lambda: bought(client, sid),
        lambda: output(start("basket.php", ADD, place, sid, "cherry")),
    ):
        client.expire(keys.session(sid), LIFETIME // 2)
        visit()
        assert LIFETIME // 2 < client.ttl(keys.session(sid)) <= LIFETIME


@pytest.mark.parametrize("given", [None, "", "chosen", "../x", "Kirsche", "a" * 300])
def test_an_id_that_nobody_gave_out_is_not_taken(
    client: Any, given: str | None
) -> None:
    """A new session has another id, and PHP's letters."""
    sid = strict_id(client, given)
    assert sid != given
    assert strict_id(client, sid) == sid


def test_a_lock_is_no_session(client: Any, sid: str) -> None:
    """Its key is there while the session is open; its letters are not PHP's."""
    with php_session(client, sid):
        assert client.exists(keys.session(f"{sid}_LOCK"))
        assert strict_id(client, f"{sid}_LOCK") != f"{sid}_LOCK"


@php
def test_php_takes_no_strange_id_either(client: Any, place: str, start: Start) -> None:
    """It begins a session of its own, and Python knows that one."""
    code = "use_redis($argv[1]); ob_start(); add('chosen', 'plum'); ob_end_clean();"
    made = output(start("basket.php", f"{code} echo session_id();", place))
    assert made != "chosen"
    assert strict_id(client, made) == made
    assert bought(client, made) == {"plum": 1, "cherry": 1}


def test_a_session_that_is_over_is_an_error(client: Any, sid: str) -> None:
    """Redis let it go: to write it back would make it without an owner."""
    client.delete(keys.session(sid))
    with pytest.raises(LookupError, match=f"no session {sid[:6]}…: it is over"):
        bought(client, sid)
    assert client.keys() == []
