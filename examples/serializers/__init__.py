"""Serializers that give back exactly what they took, or refuse (talk, pages 23-25).

>>> import json
>>> from examples.serializers import Strict
>>> careful = Strict(json)  # or pickle, or any other dumps and loads
>>> careful.loads(careful.dumps({"cherries": [3, None]}))
{'cherries': [3, None]}
>>> careful.dumps((1, 2))
Traceback (most recent call last):
ValueError: (1, 2) would come back as [1, 2]

pickle, phpserialize, itsdangerous and json have two names in common, ``dumps`` and
``loads``.  So a program that takes its serializer as a parameter runs with any of
them, as long as it sends what all of them carry.  Whether a value came back,
:mod:`~.exact` can tell where ``==`` cannot; `Serializer` is the type of them all.

``signed`` is a signed session that takes any serializer; ``php`` reads and writes
PHP's format, and its session files under its lock:

>>> from examples.serializers.signed import SignedSession, new_key
>>> carts = SignedSession(json, [new_key()], salt="cart", max_age=3600)
>>> carts.loads(carts.dumps({"cherries": 3}))
{'cherries': 3}
>>> from examples.serializers.php import Php
>>> Php().dumps({"cart": [1, {2}]})
Traceback (most recent call last):
TypeError: value['cart'][1]: PHP carries None, bool, int, float, str, list and dict, ...

When not to use it: for data that one program keeps for itself, use what its store
offers.  For what many programs read over years, use a format with a schema.  And a
signed token is no place for a secret, since anybody can read it, nor for what must
be valid only once.

Needs: phpserialize, itsdangerous.

These are what ``php`` and ``signed`` need, one each; ``signed/flask_session.py`` needs
flask as well, and the modules at the top nothing.

To lift it, ``cp -r examples/serializers``, under any name, and delete ``show`` with
``__main__.py``, and ``php`` or ``signed`` as you like.  ``then.py`` is 2011.  For
``signed`` alone keep ``protocol.py``; ``strict``, ``exact`` and ``brief`` go together,
with the import of `Strict` below.

To see it: ``python -m examples.serializers``.
"""

from __future__ import annotations

from .protocol import Serializer
from .strict import Strict

__all__ = ["Serializer", "Strict"]
