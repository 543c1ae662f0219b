"""Read and write PHP's ``serialize`` format and its session files, exactly.

:mod:`.format` is the serializer; :mod:`.fit` checks what leaves, :mod:`.guard` what
arrives.  :mod:`.session` are the session handlers ``php`` and ``php_serialize``, and
:mod:`.session_file` opens their files under PHP's lock (POSIX only).

Needs phpserialize.
"""

from __future__ import annotations

from .format import Php
from .session import PhpHandler, PhpSerializeHandler
from .session_file import php_session

__all__ = ["Php", "PhpHandler", "PhpSerializeHandler", "php_session"]
