"""Turn a WSGI application into a Django view, and a Django view into an application.

:mod:`.to_django` has `as_view`, which calls the application up to its first chunk
(:mod:`.final_head`) and makes a response of it (:mod:`.relayed`); :mod:`.from_django`
has `as_wsgi`.  Either does without the other.

Needs django.
"""

from __future__ import annotations

from .from_django import as_wsgi
from .to_django import as_view

__all__ = ["as_view", "as_wsgi"]
