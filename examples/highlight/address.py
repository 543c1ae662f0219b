"""The name of a result: a digest of everything that it depends on.

Equal input has an equal name, in every process and on every machine; so whoever
has the result may keep it for ever.  A cache keyed on the body of a POST knows
neither the version of Pygments nor, if the body is long, the whole of the body.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256

import pygments

from .message import Request

EDITION = 1  # one more when `highlight` begins to return other HTML
KEY = re.compile("[0-9a-f]{64}")


def address(wanted: Request) -> str:
    """Return 64 hexadecimal digits.  Every field counts, as it was given."""
    edition = {"edition": EDITION, "pygments": pygments.__version__}
    told = json.dumps(edition | wanted._asdict(), sort_keys=True)
    return sha256(told.encode()).hexdigest()
