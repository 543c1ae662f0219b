"""Serializers: drop-ins within the types they share (talk, pages 23-25).

pickle, phpserialize, itsdangerous and json have two names in common, ``dumps``
and ``loads``.  So a program that takes its serializer as a parameter runs with
any of them, as long as it sends what all of them carry.

The core imports no framework:
:mod:`~examples.serializers.protocol` (two names, bytes or text),
:mod:`~examples.serializers.exact` (did it come back as it was),
:mod:`~examples.serializers.strict` (refuse it otherwise),
:mod:`~examples.serializers.php` (PHP's format, with its edges taken off),
:mod:`~examples.serializers.php_session` and
:mod:`~examples.serializers.php_session_file` (its session files, and their lock),
:mod:`~examples.serializers.signed` and :mod:`~examples.serializers.keys` (a signed
session that takes any of them).
:mod:`~examples.serializers.flask_session` fits that to Flask.
:mod:`~examples.serializers.matrix` asks each serializer about each type, and
:mod:`~examples.serializers.surprise` shows what pickle does on the way in.
``token.php`` and ``token.rb`` open what Python signed.

When not to use it: for data that one program keeps for itself, use what its
store offers.  For what many programs read over years, use a format with a
schema.  And a signed token is no place for a secret, since anybody can read
it, nor for what must be valid only once.

To lift it: copy ``brief.py``, ``exact.py``, ``protocol.py`` and ``strict.py``,
which need nothing; with them ``php.py``, ``php_fit.py``, ``php_guard.py``,
``php_session.py`` and ``php_session_file.py`` need phpserialize; ``signed.py``
and ``keys.py`` need itsdangerous::

    carts = SignedSession(Php(), [old, new], salt="cart, php", max_age=3600)
    token = carts.dumps({"cherries": 3})

To see it: ``python -m examples.serializers``.
"""
