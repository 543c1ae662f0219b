"""Dispatch by host: an application for each sub-domain, or one for all of them.

:mod:`.subdomains` dispatches; :mod:`.hostname` reads the host that was asked for;
:mod:`.once` has a factory called once for each tenant, however many ask at once.

Needs idna.
"""

from __future__ import annotations

from .subdomains import TENANT, Subdomains

__all__ = ["TENANT", "Subdomains"]
