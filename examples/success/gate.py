"""The gateway without nginx: guard and includes in Python, and all parts elsewhere."""

from __future__ import annotations

import json
from wsgiref.types import WSGIApplication

from ..gateway.embedded.app import embedded
from .hosts import by_host
from .parts import TABLE, rooted
from .programs.settings import needed

ELSEWHERE: dict[str, str] = json.loads(needed("elsewhere"))


def joined(root: str) -> WSGIApplication:
    """Join the parts under their paths, with that one at the root."""
    return embedded(rooted(TABLE, root), ELSEWHERE)


application = by_host(joined)
