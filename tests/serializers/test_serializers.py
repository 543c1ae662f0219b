"""examples.serializers: the protocol, exactness, the matrix; then and now."""

from __future__ import annotations

import json
import math
import pickle
import re
import subprocess
import sys
from collections import OrderedDict, deque
from decimal import Decimal
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

import examples.serializers
from examples.serializers import then
from examples.serializers.brief import brief
from examples.serializers.exact import exact
from examples.serializers.php import Php
from examples.serializers.protocol import Serializer, as_bytes
from examples.serializers.show import matrix, mirror, now, outcome
from examples.serializers.show.matrix import PHP, SERIALIZERS, table
from examples.serializers.show.rows import ROWS, deep
from examples.serializers.strict import Strict, difference
from tests.serializers.strategies import ANYTHING, LIKE

FOLDER = Path(examples.serializers.__file__).parent
CARRIED = [{"cherries": [3, 1.5, None]}, [True, "crème"], "\0", 2**63 - 1]


class TestThenAndNow:
    """The four modules of 2011, and what they are good for today."""

    def test_the_token_of_2011(self) -> None:
        """The key of page 25 still gives its token, byte for byte, and opens it."""
        assert then.signed.dumps([1, 2, 3]) == then.TOKEN
        assert then.signed.loads(then.TOKEN) == [1, 2, 3]

    def test_then_a_list_came_back_as_four_things(self) -> None:
        """One of the four makes a dict with bytes of a list with text."""
        listed = [1, "two"]
        [back] = map(then.there_and_back, [listed])  # not called: it has no types
        assert back == [
            listed,
            {0: 1, 1: b"two"},
            listed,
            listed,
        ]

    @pytest.mark.parametrize("value", CARRIED)
    def test_now_what_all_carry_comes_back(self, value: object) -> None:
        """The same loop over today's four gives the value back four times."""
        for back in now.there_and_back(value):
            assert exact(value, back)

    @pytest.mark.parametrize("value", [(1, 2), {1: "a"}, b"a", math.nan, "\ud800"])
    def test_now_nothing_is_changed_in_silence(self, value: object) -> None:
        """Each of today's four gives a value back exactly, or refuses it."""
        for serializer in now.SERIALIZERS:
            try:
                data = serializer.dumps(value)
            except (TypeError, ValueError):
                continue
            assert exact(value, serializer.loads(data))


class TestProtocol:
    """Modules and objects with dumps and loads."""

    def test_a_module_is_a_serializer(self) -> None:
        """json, pickle, a signer and an object of ours satisfy one protocol."""
        text: list[Serializer[str]] = [json, URLSafeSerializer("an example key")]
        binary: list[Serializer[bytes]] = [pickle, Php(), Strict(pickle)]
        assert [one.loads(one.dumps({"a": 1})) for one in text] == [{"a": 1}] * 2
        assert [one.loads(one.dumps({"a": 1})) for one in binary] == [{"a": 1}] * 3

    def test_text_travels_as_utf_8(self) -> None:
        """Bytes stay what they are; what is no text does not travel."""
        assert (as_bytes(b"\xff"), as_bytes("è")) == (b"\xff", b"\xc3\xa8")
        with pytest.raises(UnicodeEncodeError):
            as_bytes("\ud800")


class Colour(IntEnum):
    """An integer with a name."""

    RED = 1


class Thing:
    """An object that is equal to nothing but itself."""


class Stone:
    """An object that is equal to its like, and written by its address."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stone)

    __hash__ = None  # type: ignore[assignment]


class Text(str):
    """A text that is written as any other."""


class Each:
    """An object that is compared element by element, as numpy's arrays are."""

    def __eq__(self, other: object) -> Each:  # type: ignore[override]  # as numpy does
        return self

    __ne__ = __eq__  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise ValueError("which of them?")


ONE = [1]


class TestExact:
    """Exactly the same: types, order, bits."""

    @pytest.mark.parametrize(
        ("one", "two"),
        [
            (1, True),
            (1, 1.0),
            (0.0, -0.0),
            (Colour.RED, 1),
            ("a", b"a"),
            ([1], (1,)),
            ([1, 2], [1]),
            ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
            ({1: "a"}, {True: "a"}),
            ({"a": {"b": [0.0]}}, {"a": {"b": [-0.0]}}),
            ({1, 2}, {True, 2}),
            ({1, 2}, {1, 3}),
            (Decimal("1.0"), Decimal("1.00")),
            (Decimal("NaN"), Decimal("1")),
            (2 * [ONE], [[True], ONE]),
        ],
    )
    def test_equal_is_not_enough(self, one: object, two: object) -> None:
        """These pairs are taken for one by somebody's ==, or by a reader's eye."""
        assert not exact(one, two)
        assert not exact(two, one)

    @given(value=ANYTHING)
    def test_a_copy_is_exact(self, value: object) -> None:
        """A pickled copy of any value is exactly that value."""
        assert exact(value, pickle.loads(pickle.dumps(value)))

    @pytest.mark.parametrize(
        ("one", "two"),
        [
            (math.nan, -math.nan),
            ({math.nan}, {float("nan")}),
            (Decimal("NaN"), Decimal("NaN")),
            ({"a": complex(math.nan, 1)}, {"a": complex(math.nan, 1)}),
            (deep(20_000), deep(20_000)),
            ([10**5000], [10**5000]),
            (Stone(), Stone()),
        ],
    )
    def test_the_same_though_python_hesitates(self, one: object, two: object) -> None:
        """NaN is NaN; neither depth nor thousands of digits are an obstacle."""
        assert exact(one, two)

    @pytest.mark.parametrize(
        ("one", "two", "says"),
        [
            (Thing(), Thing(), "cannot tell a copy, Thing has no == of its own"),
            ({Thing()}, {Thing()}, "cannot tell a copy, Thing has no == of its own"),
            ([KeyError("a")], [KeyError("a")], r"KeyError\('a'\): cannot tell a copy"),
            (Each(), Each(), "== of Each is no yes or no: which of them?"),
            (Decimal("sNaN"), Decimal("sNaN"), "== of Decimal is no yes or no"),
        ],
    )
    def test_what_nobody_can_compare(self, one: object, two: object, says: str) -> None:
        """An object without ==, or with one that does not answer, is told by name."""
        with pytest.raises(TypeError, match=says):
            exact(one, two)
        assert exact([one], [one])

    def test_a_list_that_holds_itself(self) -> None:
        """A cycle comes to an end."""
        one: list[Any] = [1]
        two: list[Any] = [1]
        one.append(one)
        two.append(two)
        assert exact(one, two)
        two[0] = True
        assert not exact(one, two)


class TestStrict:
    """A serializer that reads what it wrote."""

    def test_says_what_it_would_become(self) -> None:
        """json changes a tuple: refused, with both values in the message."""
        with pytest.raises(ValueError, match=r"^\(1, 2\) would come back as \[1, 2\]$"):
            Strict(json).dumps((1, 2))

    @pytest.mark.parametrize(
        ("value", "says"),
        [
            (
                {**dict.fromkeys("abcdefgh"), "cart": [0, (1, 2)]},
                r"value['cart'][1]: (1, 2) would come back as [1, 2]",
            ),
            ([[[[[[{7: 1}]]]]]], "[0][0]: {7: 1} would come back as {'7': 1}"),
            ([1, [2, (3,)], (4,)], "value[1][1]: (3,) would come back as [3]"),
            ({"a": Text("x")}, "['a']: 'x' (Text) would come back as 'x' (str)"),
        ],
    )
    def test_says_which_part(self, value: object, says: str) -> None:
        """In a large or deep value, what is cut from the message may be the point."""
        with pytest.raises(ValueError, match=re.escape(says)):
            Strict(json).dumps(value)

    def test_an_order_is_no_part(self) -> None:
        """Where keys change places, no value is said to have become another."""
        says = "{'b': 1, 'a': 2} would come back as {'a': 2, 'b': 1}"
        assert difference({"b": 1, "a": 2}, {"a": 2, "b": 1}) == says

    def test_a_cycle_is_walked_once(self) -> None:
        """A difference beside a list that holds itself is found."""
        one: list[Any] = []
        two: list[Any] = []
        one += [one, 1]
        two += [two, True]
        assert difference(one, two) == "value[1]: 1 would come back as True"

    def test_equal_is_not_enough(self) -> None:
        """What comes back equal and of another type is refused."""
        value = OrderedDict(a=1)
        assert json.loads(json.dumps(value)) == value
        with pytest.raises(ValueError, match=r"would come back as {'a': 1}$"):
            Strict(json).dumps(value)

    def test_says_what_it_cannot_compare(self) -> None:
        """A pickle carries an object without ==, but nobody can tell whether it did."""
        with pytest.raises(TypeError, match=r"^value\['a'\]: .*: .*Thing has no =="):
            Strict(pickle).dumps({"a": Thing()})
        with pytest.raises(ValueError, match=r"\(\[nan\]\) would .* written alike$"):
            Strict(pickle).dumps(deque([math.nan]))
        assert str(outcome.through_python(Thing(), pickle)) == "refused"

    @given(value=ANYTHING)
    def test_keeps_its_word(self, value: object) -> None:
        """Whatever is accepted comes back exactly."""
        strict = Strict(json)
        try:
            data = strict.dumps(value)
        except (TypeError, ValueError):
            return
        assert exact(value, strict.loads(data))


class TestBrief:
    """Values in a few letters."""

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            ({"b": 1, "a": 2}, "{'b': 1, 'a': 2}"),
            (deep(100_000), "[[[[...]]]]"),
            ([10**5000], "[<16610 bits>]"),
            ({1: {2: {3: {4: 5}}}}, "{1: {2: {3: {...}}}}"),
            ({1: {2: {3: {}}}}, "{1: {2: {3: {}}}}"),
            ({n: n for n in range(9)}, "{0: 0, 1: 1, 2: 2, 3: 3, ...}"),
        ],
    )
    def test_short_and_in_order(self, value: object, shown: str) -> None:
        """A dict keeps its order; deep and large values are cut."""
        assert brief(value) == shown


class Unreadable:
    """A serializer that cannot read."""

    def dumps(self, value: Any, /) -> str:
        """Write something."""
        return ""

    def loads(self, data: str, /) -> Any:
        """Fail."""
        raise EOFError("no end")


class TestMatrix:
    """Types and serializers, asked."""

    @pytest.mark.peer("php")
    def test_exact_cells_hold_for_the_whole_type(self, ran: set[str]) -> None:
        """What a cell calls exact is so for many values of the row's type."""
        cells = matrix.matrix()
        good = [pair for pair in cells if cells[pair].kind == "exact"]
        assert len(good) > 120

        @settings(max_examples=25)
        @given(
            st.fixed_dictionaries(
                {row: st.lists(LIKE[row], min_size=1, max_size=2) for row, _ in good}
            )
        )
        def prove(values: dict[str, list[object]]) -> None:
            sent = [
                (value, SERIALIZERS[name.removesuffix(PHP)], name.endswith(PHP))
                for row, name in good
                for value in values[row]
            ]
            here = [(value, column) for value, column, php in sent if not php]
            abroad = [(value, column) for value, column, php in sent if php]
            found = [outcome.through_python(v, column.serializer) for v, column in here]
            found += outcome.through_php(abroad)
            came = zip([*here, *abroad], found, strict=True)
            wrong = [pair for pair, became in came if became.kind != "exact"]
            assert wrong == []

        prove()
        ran.update(
            {
                "examples/serializers/show/mirror.php",
                "examples/serializers/signed/token.php",
            }
        )

    def test_cells_one_should_know(self) -> None:
        """Exact, changed, refused: the three words, and into what."""
        rows = ["tuple", "1 and '1'", "lone surrogate", "two surrogates", "deep"]
        assert table(rows, ["pickle", "json", "itsdangerous"]) == (
            ["value", "pickle", "json", "itsdangerous"],
            [
                ["(1, 2)", "exact", "→ [1, 2]", "→ [1, 2]"],
                ["{1: 'a', '1': 'b'}", "exact", "→ {'1': 'b'}", "→ {'1': 'b'}"],
                [r"'\ud800'", "exact", "exact", "refused"],
                [r"'\ud83c\udf52'", "exact", "→ '🍒'", "refused"],
                ["[[[[...]]]]", "refused", "refused", "refused"],
            ],
        )

    def test_every_row_meets_every_column(self) -> None:
        """Also where the columns come from something that is read once."""
        cells = matrix.matrix(["list", "tuple"], iter(["json", "pickle"]))
        assert [row for row, _ in cells] == ["list", "list", "tuple", "tuple"]

    @pytest.mark.peer("php")
    def test_cells_one_should_know_about_php(self) -> None:
        """PHP cuts large integers and has one empty array; pickle it cannot read."""
        names = ["pickle, PHP", "phpserialize, PHP", "json, PHP", "ours, PHP"]
        assert table(["big int", "empty dict", "nan"], names)[1] == [
            [
                "100000000000000000000",
                "–",
                "→ 9223372036854775807",
                "→ 1e+20",
                "refused",
            ],
            ["{}", "–", "exact", "→ []", "exact"],
            ["nan", "–", "refused", "refused", "exact"],
        ]

    @pytest.mark.peer("php")
    def test_ours_is_exact_or_refused(self) -> None:
        """No cell of our own columns says changed."""
        cells = matrix.matrix(columns=["ours", "ours, PHP"])
        assert {cell.kind for cell in cells.values()} == {"exact", "refused"}

    def test_without_php_the_cells_say_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where PHP is missing its columns name it, and the others are as ever."""
        monkeypatch.setenv("PATH", "")
        assert table(["list"], ["json", "json, PHP", "pickle, PHP"])[1] == [
            ["[1, 2]", "exact", "php is missing", "–"]
        ]
        with pytest.raises(LookupError, match="php is missing"):
            mirror.mirror("php", [])

    def test_an_unknown_name(self) -> None:
        """A wrong name is answered with the right ones."""
        with pytest.raises(LookupError, match="no row 'tupel'; there are none, bool"):
            table(["tupel"])
        with pytest.raises(LookupError, match="no column 'jsn'; there are pickle"):
            table(["tuple"], ["jsn"])

    def test_written_is_not_yet_read(self) -> None:
        """What can be written and not read again is refused, and says why."""
        found = outcome.through_python([1], Unreadable())
        assert (str(found), found.detail) == ("refused", "EOFError('no end')")

    def test_the_command_prints_it(self) -> None:
        """``python -m examples.serializers`` prints a line for each value."""
        command = [sys.executable, "-m", "examples.serializers"]
        done = subprocess.run(
            command, cwd=FOLDER.parents[1], capture_output=True, text=True, check=True
        )
        lines = done.stdout.splitlines()
        assert len(lines) == 1 + len(ROWS)
        assert lines[0].split()[:3] == ["value", "pickle", "phpserialize"]
