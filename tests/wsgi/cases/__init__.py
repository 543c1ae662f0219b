"""A contract: applications, what they are asked, and what their client must get.

Each does one thing that PEP 3333 or HTTP allows.  A middleware that says it only
adds something must let all of them through as they are.
"""

from tests.wsgi.cases import answers, bodies, ends, errors, pages, requests, starts
from tests.wsgi.cases.case import BAR, CASES, LOG, MOUNT, OWN, Case

__all__ = ["BAR", "CASES", "LOG", "MOUNT", "OWN", "Case"]
__all__ += ["answers", "bodies", "ends", "errors", "pages", "requests", "starts"]
