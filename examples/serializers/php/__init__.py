"""Read and write PHP's ``serialize`` format and its session files, exactly.

:mod:`.format` is the serializer; :mod:`.fit` checks what leaves, :mod:`.guard` what
arrives.  :mod:`.session` are the session handlers ``php`` and ``php_serialize``, and
:mod:`.session_file` opens their files under PHP's lock (POSIX only).

What Python has nothing for is refused, with its place: objects, enums and references,
which PHP may have put into a session; what PHP has nothing for likewise: a tuple, a
date (send a text).  The third handler, ``php_binary``, is not here.

Needs phpserialize.
"""

from __future__ import annotations

from .format import Php
from .session import PhpHandler, PhpSerializeHandler
from .session_file import php_session

__all__ = ["Php", "PhpHandler", "PhpSerializeHandler", "php_session"]
