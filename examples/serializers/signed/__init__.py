"""Sign, with an age and a purpose, what any serializer writes; verify before reading.

:mod:`.token` is the signed session, :mod:`.keys` makes and checks its keys,
:mod:`.flask_session` is Flask's session interface.  ``token.php`` and ``token.rb``
verify in other languages what was signed here, if its payload is JSON.

Needs itsdangerous, and ``../protocol.py``; ``flask_session`` needs flask, too.
"""

from __future__ import annotations

from .keys import new_key
from .token import SignedSession

__all__ = ["SignedSession", "new_key"]
