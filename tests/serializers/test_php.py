"""examples.serializers.php: PHP's format without surprises."""

from __future__ import annotations

import inspect
import math
import re
import subprocess
import sys
import tracemalloc
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any
from xml.etree import ElementTree

import phpserialize
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.serializers.exact import exact
from examples.serializers.php import Php
from examples.serializers.php.session import PhpHandler, PhpSerializeHandler
from examples.serializers.show.mirror import mirror
from examples.serializers.show.rows import deep
from notebooks.kernels import ROOT
from tests.serializers.strategies import ANYTHING, CARRIED, NAMES

php = Php()
Handler = type[PhpHandler] | type[PhpSerializeHandler]


class TestWriting:
    """What leaves comes back."""

    @given(value=ANYTHING)
    def test_exact_or_refused(self, value: object) -> None:
        """Whatever dumps accepts, loads gives back exactly."""
        try:
            data = php.dumps(value)
        except (TypeError, ValueError):
            return
        assert exact(value, php.loads(data))

    @given(value=CARRIED)
    def test_plain_data_is_not_refused(self, value: object) -> None:
        """Every value of the types it names is accepted, down to the last byte."""
        data = php.dumps(value)
        assert exact(value, php.loads(data))
        assert Php(size=len(data)).dumps(value) == data

    @pytest.mark.parametrize(
        ("value", "error", "says"),
        [
            (2**63, ValueError, "value: 9223372036854775808 is beyond 64 bits"),
            ([10**5000], ValueError, "value[0]: <16610 bits> is beyond 64 bits"),
            ("a\ud800", ValueError, "value: lone surrogate at 1"),
            ((1, 2), TypeError, "value: PHP carries None, bool, int"),
            (OrderedDict(a=1), TypeError, "not OrderedDict"),
            ({"cart": [1, {2}]}, TypeError, "value['cart'][1]: PHP carries"),
            ({"cart": []}, ValueError, "value['cart']: [] would come back as {}"),
            (
                {0: "a", 1: "b"},
                ValueError,
                "value: {0: 'a', 1: 'b'} would come back as ['a', 'b']",
            ),
            ({"7": 1}, ValueError, "a key of value: '7' would come back as 7"),
            ({1.5: 1}, TypeError, "a key of value: int or str, not float 1.5"),
            ({True: 1}, TypeError, "int or str, not bool True"),
            ({2**63: 1}, ValueError, "a key of value: 9223372036854775808 is beyond"),
            ({"\udc80": 1}, ValueError, "a key of value: lone surrogate at 0"),
            (deep(101), ValueError, "[0]: deeper than 100"),
        ],
    )
    def test_refused_before_a_byte_leaves(
        self, value: object, error: type[Exception], says: str
    ) -> None:
        """The error says where, what was given and what was expected."""
        with pytest.raises(error, match=re.escape(says)):
            php.dumps(value)

    def test_size(self) -> None:
        """Exactly as many bytes as allowed are written and read, and not one more."""
        values = [{"a": [1.5, None, "crème"], 7: True}, "a" * 90, "", [*range(9)], -1]
        for value in values:
            data = Php().dumps(value)
            fits, short = Php(size=len(data)), Php(size=len(data) - 1)
            assert exact(fits.loads(fits.dumps(value)), value)
            with pytest.raises(ValueError, match="bytes"):
                short.dumps(value)
            with pytest.raises(ValueError, match="bytes"):
                short.loads(data)

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(["a" * 1_000_000] * 50, id="one text, often"),
            pytest.param({"a" * 10_000_000: 1}, id="a long key"),
            pytest.param([None] * 1_000_000, id="a long list"),
        ],
    )
    def test_too_large_is_refused_before_it_is_built(self, value: object) -> None:
        """What is written for it is never held in memory."""
        tracemalloc.start()
        try:
            with pytest.raises(ValueError, match="more than 1048576"):
                php.dumps(value)
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()

    def test_far_down_the_stack(self) -> None:
        """Where the caller left no room, too deep is said as ever."""
        value = deep(100)
        data = Php(empty=list).dumps(value)

        def down(frames: int, call: Callable[[], object]) -> object:
            return down(frames - 1, call) if frames else call()

        room = sys.getrecursionlimit() - len(inspect.stack(0)) - 100
        for call in (partial(Php(empty=list).dumps, value), partial(php.loads, data)):
            with pytest.raises(ValueError, match="deeper than the caller's stack"):
                down(room, call)

    def test_keys_that_only_look_like_integers(self) -> None:
        """PHP leaves these keys alone, and so do we."""
        array = dict.fromkeys(["01", "-0", "+1", " 1", "1.5", str(2**63), ""], 1)
        assert php.loads(php.dumps(array)) == array

    def test_infinity_as_php_spells_it(self) -> None:
        """INF and NAN, which phpserialize writes so that PHP rejects them."""
        values = [math.inf, -math.inf, math.nan]
        assert php.dumps(values) == b"a:3:{i:0;d:INF;i:1;d:-INF;i:2;d:NAN;}"

    @pytest.mark.parametrize("depth", [0, 200])
    def test_depth(self, depth: int) -> None:
        """As deep as was asked for, written and read, and not one deeper."""
        limited = Php(empty=list, depth=depth)
        fits = deep(depth) if depth else 1
        assert limited.loads(limited.dumps(fits)) == fits
        with pytest.raises(ValueError, match="deeper than"):
            limited.dumps(deep(depth + 1))
        with pytest.raises(ValueError, match="deeper than"):
            limited.loads(b"a:1:{i:0;" * depth + b"a:0:{}" + b"}" * depth)

    def test_depth_has_a_limit(self) -> None:
        """A depth at which phpserialize might run out of stack is refused."""
        for depth in -1, 201:
            with pytest.raises(ValueError, match=f"expected 0 to 200, got {depth}"):
                Php(depth=depth)

    def test_which_array_is_empty(self) -> None:
        """PHP has one empty array; the reader says what it is to Python."""
        assert Php(empty=list).loads(Php(empty=list).dumps({"a": []})) == {"a": []}
        with pytest.raises(
            ValueError, match=r"value\['a'\]: {} would come back as \[\]"
        ):
            Php(empty=list).dumps({"a": {}})

    def test_strings_as_bytes(self) -> None:
        """Strings that are no UTF-8 are carried as bytes, and so are keys."""
        raw = Php(strings=bytes)
        value = {b"\xff": [b"\x00\xff", 1.5, {b"a": None}], 7: b""}
        assert exact(raw.loads(raw.dumps(value)), value)
        refused: list[tuple[object, str]] = [
            ("a", "value: PHP carries None, bool, int, float, bytes, list"),
            ({"a": 1}, "a key of value: int or bytes, not str 'a'"),
            ({b"7": 1}, "a key of value: b'7' would come back as 7"),
        ]
        for told, says in refused:
            with pytest.raises((TypeError, ValueError), match=re.escape(says)):
                raw.dumps(told)

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            ({"empty": []}, r"empty: expected dict or list, got \[\]"),
            ({"strings": "latin-1"}, "strings: expected str or bytes, got 'latin-1'"),
        ],
    )
    def test_an_option_that_is_no_type(
        self, options: dict[str, Any], says: str
    ) -> None:
        """A value in place of a type is told at once."""
        with pytest.raises(ValueError, match=says):
            Php(**options)


class TestReading:
    """What arrives is plain data, or is refused."""

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "byte 0: expected a value, got the end"),
            (b"i:1;rest", "byte 4: more than one value"),
            (b"a:1:{i:0;R:1;}", "byte 9: expected a value, got a reference (PHP's &)"),
            (b'O:1:"A":0:{}', "got an object"),
            (b"Oh, cherries", "got b'Oh, cherries'"),
            (b'S:1:"\\41";', "got an escaped string"),
            (b"i:9223372036854775808;", "byte 0: an integer beyond 64 bits"),
            (b"i:1_0;", "expected a value"),
            (b"i:01;", "expected a value, got b'i:01;'"),
            (b"i:-0;", "expected a value, got b'i:-0;'"),
            (b"d:.5;", "expected a value, got b'd:.5;'"),
            (b"d:-NAN;", "expected a value"),
            (b"d:1e999;", "byte 0: a float beyond 64 bits"),
            (b's:01:"a";', "expected a value"),
            (b"a:01:{i:0;i:1;}", "expected a value"),
            (b'a:1:{s:1:"1";i:1;}', "a key of the array: '1' would come back as 1"),
            (b"d:inf;", "expected a value"),
            (b"b:2;", "expected a value"),
            (b's:5:"abc";', "byte 0: the string has another length"),
            (b"a:1:{d:1;i:1;}", "byte 5: expected a key, got b'd:1;i:1;}'"),
            (b"a:1:{i:0;}", "byte 9: expected a value, got b'}'"),
            (b"a:1:{i:0;i:1;", "byte 13: expected '}', got the end"),
            (b"a:2:{i:0;i:1;i:0;i:2;}", "a key comes twice: {0: 2}"),
            (b"a:999999999999:{", "byte 16: expected a key, got the end"),
            (b's:1:"\xff";', "invalid start byte; Php(strings=bytes) reads it"),
            pytest.param(b"a:1:{i:0;" * 100_000, "deeper than 100", id="deep"),
            pytest.param(b"i" * (1 << 21), "2097152 bytes, at most", id="large"),
        ],
    )
    def test_refused(self, data: bytes, says: str) -> None:
        """The error says where, what was expected and what was found."""
        with pytest.raises(ValueError, match=re.escape(says)):
            php.loads(data)

    @pytest.mark.parametrize(
        ("data", "value"),
        [
            (b"d:0;", 0.0),
            (b"d:-0;", -0.0),
            (b"d:1.0E+25;", 1e25),
            (b"d:1.5e-07;", 1.5e-7),
        ],
    )
    def test_spellings(self, data: bytes, value: object) -> None:
        """PHP's spelling of a number and Python's are both read."""
        assert exact(php.loads(data), value)

    def test_text_is_not_bytes(self) -> None:
        """The format is bytes; text is refused by name."""
        for reader in (php, PhpHandler(), PhpSerializeHandler()):
            with pytest.raises(TypeError, match="expected bytes, got 'i:1;'"):
                reader.loads("i:1;")  # type: ignore[arg-type]  # on trial

    @given(
        data=st.binary(max_size=30)
        | st.text('abdis:;{}0123"N-', max_size=20).map(str.encode)
    )
    def test_bytes_of_anybody(self, data: bytes) -> None:
        """Any bytes give a value or a ValueError, and the value can be written."""
        try:
            value = php.loads(data)
        except ValueError:
            return
        assert exact(php.loads(php.dumps(value)), value)

    @given(value=CARRIED, cut=st.integers(0, 40))
    def test_half_a_value_is_none(self, value: object, cut: int) -> None:
        """What was cut off is noticed."""
        data = php.dumps(value)
        if cut < len(data):
            with pytest.raises(ValueError, match="byte"):
                php.loads(data[:cut])


@pytest.mark.peer("php")
class TestAgainstPhp:
    """The real PHP agrees."""

    @pytest.mark.parametrize(
        ("code", "says"),
        [
            ("$a = [1]; echo serialize([&$a, &$a]);", "a reference"),
            ("$o = new stdClass; echo serialize([$o, $o]);", "an object"),
            ("enum S { case A; } echo serialize(S::A);", "an enum"),
            ('echo serialize("\\xff");', "invalid start byte"),
        ],
    )
    def test_what_php_writes_and_we_refuse(self, code: str, says: str) -> None:
        """References, objects, enums and bytes that are no text."""
        done = subprocess.run(
            ["php", "-n", "-r", code], capture_output=True, check=True
        )
        with pytest.raises(ValueError, match=says):
            php.loads(done.stdout)
        if "xff" in code:
            assert Php(strings=bytes).loads(done.stdout) == b"\xff"

    def test_keys_that_php_turns_into_integers(self) -> None:
        """What we refuse as a key is what PHP changes, and the limits are PHP's."""
        keys = [-(2**63), 2**63 - 1, 0, -7]
        sent = [("serialize", phpserialize.dumps({str(key): 1})) for key in keys]
        for key, data in zip(keys, mirror("php", sent), strict=True):
            assert isinstance(data, bytes)
            assert phpserialize.loads(data) == {key: 1}
            with pytest.raises(ValueError, match="would come back as"):
                php.dumps({str(key): 1})


class TestSessionHandlers:
    """PHP's session files, as bytes."""

    DATA = b'a|s:5:"x|y;}";cart|a:1:{s:1:"|";i:2;}'

    def test_splitting_would_break(self) -> None:
        """A bar inside a value separates nothing."""
        session = PhpHandler().loads(self.DATA)
        assert session == {"a": "x|y;}", "cart": {"|": 2}}
        assert PhpHandler().dumps(session) == self.DATA

    @settings(max_examples=30)
    @given(st.dictionaries(NAMES.filter(lambda name: "|" not in name), CARRIED))
    def test_every_session_comes_back(self, session: dict[str, Any]) -> None:
        """By both handlers, exactly."""
        for handler in (PhpHandler(), PhpSerializeHandler()):
            assert exact(handler.loads(handler.dumps(session)), session)

    @pytest.mark.parametrize("handler", [PhpHandler, PhpSerializeHandler])
    @pytest.mark.parametrize(
        ("values", "session"),
        [
            (Php(empty=list), {}),
            (Php(empty=list), {"cart": [], "b": {"a": []}}),
            (Php(strings=bytes), {"cart": b"\xff"}),
            (Php(), {"9999999999999999999": 1}),
        ],
    )
    def test_values_are_for_who_reads_them(
        self, handler: Handler, values: Php, session: dict[str, Any]
    ) -> None:
        """What is empty, and what a string is, is one question; a session is a dict."""
        form = handler(values)
        assert exact(form.loads(form.dumps(session)), session)

    @pytest.mark.parametrize("handler", [PhpHandler, PhpSerializeHandler])
    @pytest.mark.parametrize(
        ("value", "says"),
        [
            (b"a:0:{}", r"session['cart']: [] would come back as {}"),
            (b"a:1:{i:7;a:0:{}}", r"session['cart'][7]: [] would come back as {}"),
            (b's:1:"\xff";', "session['cart']: 'utf-8' codec can't decode byte 0xff"),
            (b'O:1:"A":0:{}', "expected a value, got an object"),
            (b'a:1:{s:1:"1";i:1;}', "session['cart']: a key of the array: '1' would"),
        ],
    )
    def test_an_error_names_the_variable(
        self, handler: Handler, value: bytes, says: str
    ) -> None:
        """What cannot be written or read is said with its name in the session."""
        data = b"seen|b:1;cart|" + value
        if handler is PhpSerializeHandler:
            data = b'a:2:{s:4:"seen";b:1;s:4:"cart";' + value + b"}"
        with pytest.raises(ValueError, match=re.escape(says)) as caught:
            handler().dumps(handler(Php(empty=list)).loads(data))
        assert str(caught.value).startswith("session['cart']")

    @pytest.mark.parametrize("session", [[1], None, OrderedDict(a=1)])
    def test_what_is_written_is_a_session(self, session: Any) -> None:
        """A list has no names, in both handlers."""
        for handler in (PhpHandler(), PhpSerializeHandler()):
            with pytest.raises(ValueError, match="a session is a dict, this is"):
                handler.dumps(session)
            with pytest.raises(TypeError, match=r"not float|str, not float 1\.5"):
                handler.dumps(dict.fromkeys([1.5]))  # type: ignore[list-item]

    def test_the_drawing_shows_its_bytes(self) -> None:
        """What the slide draws letter by letter is what the handler writes."""
        path = ROOT / "slides/images/serializers-session.svg"
        words = [word.text or "" for word in ElementTree.parse(path).iter()]
        session = {"note": "a|b", "visits": 7}
        assert PhpHandler().dumps(session).decode() in "".join(words)

    @pytest.mark.parametrize(
        ("session", "error", "says"),
        [
            ({"a|b": 1}, ValueError, "cannot hold a variable named 'a|b'"),
            ({"7": 1}, ValueError, "cannot hold a variable named '7'"),
            ({7: 1}, TypeError, "names are str, not int"),
            ({"\ud800": 1}, ValueError, "lone surrogate"),
            ({str(-(2**63)): 1}, ValueError, "cannot hold a variable named '-922"),
        ],
    )
    def test_names_that_php_drops(
        self, session: Any, error: type[Exception], says: str
    ) -> None:
        """A name that PHP would lose is refused."""
        with pytest.raises(error, match=re.escape(says)):
            PhpHandler().dumps(session)

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"a|i:1;b", "byte 6: no name"),
            (b"a|i:1;b|", "byte 8: expected a value, got the end"),
            (b"a|i:1;a|i:2;", "the variable 'a' comes twice"),
            (b"1|i:1;", "cannot hold a variable named '1'"),
            (b"\xff|i:1;", "invalid start byte"),
            pytest.param(b"a" * (1 << 21), "at most 1048576", id="large"),
        ],
    )
    def test_what_is_no_session(self, data: bytes, says: str) -> None:
        """Broken data is refused, with its place."""
        with pytest.raises(ValueError, match=says):
            PhpHandler().loads(data)

    @pytest.mark.parametrize("kind", [PhpHandler, PhpSerializeHandler])
    def test_a_session_is_not_written_too_large(
        self, kind: type[PhpHandler | PhpSerializeHandler]
    ) -> None:
        """Values that fit one by one and not together are refused, at the first."""
        held = {"a": "12345", "b": "12345"}
        data = kind().dumps(held)
        assert kind(Php(size=len(data))).dumps(held) == data
        with pytest.raises(ValueError, match=f"{len(data)} bytes, at most"):
            kind(Php(size=len(data) - 1)).dumps(held)
        with pytest.raises(ValueError, match=r"with session\['b'\] \d+ bytes, at mo"):
            kind(Php(size=len(data) - 2)).dumps({**held, "c": {1, 2}})

    def test_a_session_has_names(self) -> None:
        """With php_serialize a number is no session; no bytes are a new one."""
        with pytest.raises(ValueError, match="a session has names, this is 7"):
            PhpSerializeHandler().loads(b"i:7;")
        broken = {
            b'a:1:{s:1:"1";i:1;}': "a key of the session: '1' would come back as 1",
            b'a:2:{s:1:"a";i:1;s:1:"a";i:2;}': "the variable 'a' comes twice",
            b'a:1:{s:1:"\xff";i:1;}': "the name b'\\xff': 'utf-8' codec",
            b"a:0:{}N;": "byte 6: more than one value",
            b"a:1:{i:0;i:1;": "byte 13: expected '}', got the end",
            b"a:999999999999:{": "byte 16: expected a key, got the end",
        }
        for data, says in broken.items():
            with pytest.raises(ValueError, match=re.escape(says)):
                PhpSerializeHandler().loads(data)
        assert PhpSerializeHandler().loads(b"") == {}
        assert PhpSerializeHandler().dumps({"a|b": 1}) == b'a:1:{s:3:"a|b";i:1;}'
