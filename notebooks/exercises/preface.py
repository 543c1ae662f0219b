"""Questions of the preface: sign with a key of your own, open with two."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from notebooks.exercises import Question


def _opens(dumps: object) -> object:
    return URLSafeSerializer("mine").loads(dumps)  # type: ignore[arg-type]


def _refused(loads: object, token: str) -> object:
    assert callable(loads)
    try:
        return loads(token, ["new", "old"])
    except BadSignature:
        return "refused"


sign = [
    Question(
        "sign(['cherry'], 'mine') is opened by the key 'mine'",
        lambda sign: _opens(sign(["cherry"], "mine")),
        ["cherry"],
    ),
    Question(
        "two keys give two tokens",
        lambda sign: len({sign([1], "mine"), sign([1], "yours")}),
        2,
    ),
]

rotate = [
    Question(
        "a token signed with the new key opens",
        lambda loads: loads(URLSafeSerializer("new").dumps([1]), ["new", "old"]),
        [1],
    ),
    Question(
        "a token signed with the old key still opens",
        lambda loads: loads(URLSafeSerializer("old").dumps([2]), ["new", "old"]),
        [2],
    ),
    Question(
        "a token signed with a stranger's key raises BadSignature",
        lambda loads: _refused(loads, URLSafeSerializer("stranger").dumps([3])),
        "refused",
    ),
]


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-sign": """
from notebooks.exercises import check, preface


def sign(value, key):
    raise NotImplementedError


check(sign, preface.sign)
""",
    "exercise-rotate": """
def open_with(token, keys):
    raise NotImplementedError


check(open_with, preface.rotate)
""",
}
