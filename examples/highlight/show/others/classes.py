"""Seven classes of tokens, in which three highlighters can be compared.

Pygments and rouge name kinds alike, ``Literal.String.Escape``; coderay has some
eighty of its own, in groups.  What a reader tells apart by colour is less: that is
a class.  Where a class is a matter of taste, all three are treated alike: what a
preprocessor reads, a doctype or ``<?php`` is a keyword; ``True`` is a keyword; a tag
and its attributes are names; a symbol and a regular expression are strings.
"""

from __future__ import annotations

from collections.abc import Callable

# By the beginnings of Pygments' and rouge's kinds; the longest that fits counts.
PYGMENTS = {
    "Keyword": "keyword",
    "Operator.Word": "keyword",
    "Comment.Preproc": "keyword",
    "Name": "name",
    "Literal": "string",
    "Comment.PreprocFile": "string",
    "Literal.Number": "number",
    "Comment": "comment",
    "Operator": "operator",
    "Punctuation": "operator",
    "": "text",
}

CODERAY = {
    kind: name
    for name, kinds in {
        "keyword": """keyword reserved directive preprocessor predefined_constant
            predefined_type type doctype value important""",
        "name": """ident annotation attribute_name class class_variable constant
            decorator definition entity exception function global_variable id
            include instance_variable key label local_variable map method namespace
            predefined pseudo_class tag variable""",
        "string": """string regexp shell symbol docstring attribute_value filename
            binary""",
        "number": "float integer hex octal imaginary color",
        "comment": "comment",
        "operator": "operator punctuation",
        "text": "plain error unknown",
    }.items()
    for kind in kinds.split()
}
# These belong to the group they are in.  Without one, or in one that says nothing:
ALONE = {
    "binary": "number",
    "char": "string",
    "delimiter": "operator",
    "inline_delimiter": "keyword",
}


def of_pygments(kind: str) -> str:
    """Return the class of a kind such as ``Literal.String.Escape``."""
    parts = kind.split(".")
    starts = (".".join(parts[:end]) for end in range(len(parts), -1, -1))
    return next(PYGMENTS[start] for start in starts if start in PYGMENTS)


def of_coderay(kind: str) -> str:
    """Return the class of a kind in its groups, such as ``string.delimiter``."""
    if kind in ALONE:
        return ALONE[kind]
    parts = kind.split(".")[::-1]
    known = (CODERAY[part] for part in parts if part in CODERAY)
    return next(known, ALONE.get(parts[0], "text"))


CLASSES: dict[str, Callable[[str], str]] = {
    "pygments": of_pygments,
    "rouge": of_pygments,
    "coderay": of_coderay,
}
