"""The first cell of every notebook: ``%run ../notebooks/start.py 04-views``.

It finds the project from its own place, wherever the kernel came from.
"""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent)

if ROOT not in sys.path:
    sys.path.insert(0, ROOT)
