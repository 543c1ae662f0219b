"""A timeline in Python or in Node, behind one contract (talk, pages 4-8).

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from examples.timeline import Posts
    >>> with TemporaryDirectory() as folder:
    ...     posts = Posts(Path(folder, "posts.jsonl"))  # a JSON line each
    ...     ids = [posts.add("anna", text).id for text in ("Cherries!", "Sour ones.")]
    ...     print([post.text for post in posts.before(limit=20)])
    ['Sour ones.', 'Cherries!']

The contract is ``openapi.json``, which both programs read their limits from and
serve.  ``api`` keeps it in Flask, ``node/api.mjs`` in Node; they may run at the same
time, on the same file.  ``site`` has the page: its first posts come with it, so that
it works without JavaScript, and ``static/timeline.js`` asks the API for all others.

When not to use it: a file has one writer at a time and no deletions; where many write,
or a post has to go, take a database.  Whoever posts gives a name, and nobody asks
whether it is theirs: put a login in front.

Needs: nothing.

``posts``, ``bucket`` and ``contract`` need nothing; ``api``, ``site`` and ``__main__``
need flask, ``__main__`` and ``show`` waitress; ``node`` needs Node 20, and no package.

To lift it, ``cp -r examples/timeline`` under any name, and delete ``show`` with the
language you do not want.  ``then.py`` is 2006.  To serve it:
``python -m examples.timeline FILE`` or ``node node/api.mjs FILE``.
"""

from .bucket import Bucket
from .contract import Problem
from .posts import LockedError, Post, Posts

__all__ = ["Bucket", "LockedError", "Post", "Posts", "Problem"]
