"""Today: the loop of 2011 over four serializers, each in ``Strict``.

PHP's format goes through ``Php``, which gives lists and text back.  What one of
the four cannot carry is refused by that one, with what it would have become.
"""

from __future__ import annotations

import json
import pickle
from typing import Any

from itsdangerous import URLSafeSerializer

from ..php import Php
from ..protocol import Serializer
from ..strict import Strict
from . import EXAMPLE_KEY

SERIALIZERS: list[Serializer[Any]] = [
    Strict(pickle),
    Strict(Php()),
    Strict(URLSafeSerializer(EXAMPLE_KEY)),
    Strict(json),
]


def there_and_back(value: object) -> list[object]:
    """Send a value through all four.

    :raises TypeError, ValueError: if one of them does not carry it.
    """
    return [s.loads(s.dumps(value)) for s in SERIALIZERS]
