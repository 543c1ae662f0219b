"""Values for serializers: any, what Php carries, and more for each row of a matrix."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from examples.serializers.php.fit import DIGITS

Strategy = st.SearchStrategy[Any]

INTEGERS = st.integers(-(2**63), 2**63 - 1)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = TEXT.filter(lambda name: not DIGITS.fullmatch(name))
HIGH = st.characters(min_codepoint=0xD800, max_codepoint=0xDBFF)
LOW = st.characters(min_codepoint=0xDC00, max_codepoint=0xDFFF)
INSIDE = st.dictionaries(NAMES, st.none() | FINITE, min_size=1, max_size=3)

CARRIED: Strategy = st.recursive(
    st.none() | st.booleans() | INTEGERS | st.floats() | TEXT,
    lambda inside: (
        st.lists(inside, min_size=1, max_size=3)
        | st.dictionaries(NAMES | INTEGERS.filter(bool), inside, max_size=3)
    ),
    max_leaves=8,
)
"""What Php() carries."""

ANYTHING: Strategy = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.binary(max_size=4)
    | st.sampled_from(["0", "7", "-1", "01", "-0", 2**63, -(2**63) - 1, "\ud800"]),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.tuples(inside)
        | st.dictionaries(
            st.none()
            | st.booleans()
            | st.integers(-2, 3)
            | st.floats()
            | st.text(max_size=2)
            | st.binary(max_size=2)
            | st.sampled_from(["0", "1", "-1"]),
            inside,
            max_size=3,
        )
    ),
    max_leaves=8,
)
"""What a program might try to send."""

LIKE: dict[str, Strategy] = {
    "none": st.none(),
    "bool": st.booleans(),
    "int": INTEGERS,
    "big int": st.integers(min_value=2**64),
    "float": FINITE,
    "whole float": st.integers(-(2**53), 2**53).map(float),
    "negative zero": st.just(-0.0),
    "infinity": st.sampled_from([math.inf, -math.inf]),
    "nan": st.just(math.nan),
    "text": TEXT,
    "lone surrogate": st.text(HIGH, min_size=1) | st.text(LOW, min_size=1),
    "two surrogates": st.tuples(HIGH, LOW).map("".join),
    "bytes": st.binary(max_size=8),
    "list": st.lists(INTEGERS, min_size=1, max_size=4),
    "tuple": st.lists(INTEGERS, max_size=4).map(tuple),
    "empty list": st.just([]),
    "empty dict": st.just({}),
    "dict": st.dictionaries(NAMES, INTEGERS, min_size=1, max_size=4),
    "int key": st.dictionaries(INTEGERS.filter(bool), TEXT, min_size=1, max_size=3),
    "digit key": INTEGERS.filter(bool).map(lambda key: {str(key): "a"}),
    "1 and '1'": INTEGERS.map(lambda key: {key: "a", str(key): "b"}),
    "keys 0, 1": st.lists(TEXT, min_size=1).map(lambda held: dict(enumerate(held))),
    "float key": st.dictionaries(FINITE, TEXT, min_size=1, max_size=3),
    "none key": TEXT.map(lambda held: {None: held}),
    "bool key": st.dictionaries(st.booleans(), TEXT, min_size=1),
    "nested": st.dictionaries(NAMES, st.lists(INSIDE, min_size=1), min_size=1),
    "set": st.sets(INTEGERS, min_size=1, max_size=4),
    "decimal": st.decimals(allow_nan=False).map(Decimal),
    "date": st.dates(),
}
