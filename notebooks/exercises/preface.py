"""Questions of 00-preface: sign with a key, renew a token, read one without a key."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from itsdangerous import BadSignature, URLSafeSerializer

from notebooks.exercises import Exercise, Question

VALUES: list[object] = [
    ["cherry"],
    [1, 2, 3],
    {"grams": 500, "ripe": True},
    "crème > brûlée?",
    None,
    [],
    "cherries " * 6,  # so long that it is compressed
]
KEYS = ["mine", "yours", "a key, with a dot."]
FALSE: list[object] = [[], None, 0]  # what an answer may take for no value
AGES = [["new"], ["new", "old"], ["b", "a"], ["zinc", "iron", "gold"], ["1", "2", "3"]]

Sign = Callable[[object, str], str]
Renew = Callable[[str, list[str]], str]
Peek = Callable[[str], object]


def _short(value: object) -> str:
    return repr(value) if len(repr(value)) < 40 else "a long text"


def _opened(value: object, key: str, answer: Sign) -> str:
    """Open what was signed; JSON tells ``True`` from 1."""
    try:
        return json.dumps(URLSafeSerializer(key).loads(answer(value, key)))
    except BadSignature as error:
        return f"refused: {error}"


sign = Exercise(
    __name__,
    hint="Above, the library signs with one key. Make such a signer of the key that "
    "you are given, each time anew.",
    questions=[
        Question(
            f"sign({_short(value)}, {key!r}) is opened by the key {key!r}",
            partial(_opened, value, key),
            json.dumps(value),
        )
        for key in KEYS
        for value in VALUES
    ],
)


def _renewed(value: object, key: str, keys: list[str], answer: Renew) -> str:
    """Say by which of the keys a renewed token opens, and to what."""
    try:
        given = [*keys]
        token = answer(URLSafeSerializer(key).dumps(value), given)
    except BadSignature:
        return "BadSignature"
    if given != keys:
        return f"keys was changed: {given}"
    for one in keys:
        try:
            return f"{URLSafeSerializer(one).loads(token)!r}, by {one!r}"
        except BadSignature:
            continue
    return f"opened by none of the keys: {token!r}"


def _refused(token: str, answer: Renew) -> str:
    try:
        return f"not refused: {answer(token, ['new', 'old'])!r}"
    except BadSignature:
        return "BadSignature"


_token = URLSafeSerializer("new").dumps(["cherry"])
rotate = Exercise(
    __name__,
    hint="A serializer that has a list of keys opens with any of them, and signs with "
    "the last. In which order do you have yours?",
    questions=[
        *(
            Question(
                f"signed with {key!r}, which is one of {keys}",
                partial(_renewed, [key, len(keys)], key, keys),
                f"{[key, len(keys)]!r}, by {keys[0]!r}",
            )
            for keys in AGES
            for key in keys
        ),
        *(
            Question(
                f"an old token of {value!r}",
                partial(_renewed, value, "old", ["new", "old"]),
                f"{value!r}, by 'new'",
            )
            for value in FALSE
        ),
        Question(
            "a token signed with a stranger's key raises BadSignature",
            partial(_renewed, [3], "stranger", ["new", "old"]),
            "BadSignature",
        ),
        Question(
            "a token that somebody changed raises BadSignature",
            partial(_refused, "X" + _token[1:]),
            "BadSignature",
        ),
    ],
)


def _read(value: object, key: str, answer: Peek) -> str:
    return json.dumps(answer(URLSafeSerializer(key).dumps(value)))


peek = Exercise(
    __name__,
    hint="A base64 text has a multiple of four characters; put back as many `=` as it "
    "lacks. Look for the dot before the signature from the end: a compressed token "
    "begins with one, too.",
    questions=[
        Question(f"the value {_short(value)}", partial(_read, value, key), text)
        for key in KEYS
        for value in VALUES
        for text in [json.dumps(value)]
    ],
)

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-sign": """
from notebooks.exercises import check, preface


def sign(value, key):
    raise NotImplementedError


check(sign, preface.sign)
""",
    "exercise-rotate": """
def renew(token, keys):
    raise NotImplementedError


check(renew, preface.rotate)
""",
    "exercise-peek": """
def peek(token):
    raise NotImplementedError


check(peek, preface.peek)
""",
}
