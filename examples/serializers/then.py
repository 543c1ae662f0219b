"""2011: send a value through four serializers and back (talk, pages 23-25).

Our own small version of it.  All four have ``dumps`` and ``loads``, so each can
stand in for the others, within the types they all carry.  Nothing says which
types those are: a list is none of them.
"""

import json
import pickle

import phpserialize
from itsdangerous import URLSafeSerializer

TOKEN = "WzEsMiwzXQ.ss4nn3igDDAwxiqsWvj3EQ9FdIQ"  # [1, 2, 3] on page 25

signed = URLSafeSerializer("secret-key")
SERIALIZERS = [
    pickle,
    phpserialize,
    signed,
    json,
]


def there_and_back(value):
    return [s.loads(s.dumps(value)) for s in SERIALIZERS]
