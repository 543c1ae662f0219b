"""Install what a command of the Makefile needs, unless it is there.

    python requirements/install.py press | present | full | node | pages | clients

The first three name a lock, and fill the environment of this Python,
``.venv-3.13``; the others fill a ``node_modules`` each.  This file itself runs on
every Python since 2.7, to say so if that Python is too old.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Python %d.%d found, 3.11 or newer needed: PYTHON=python3.12 make slides"
        % sys.version_info[:2]
    )
else:
    from installing import main

    sys.exit(main(sys.argv[1:]))
