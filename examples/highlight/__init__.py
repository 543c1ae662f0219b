"""Highlight code with Pygments for programs in any language (talk, pages 9 and 47).

>>> from examples.highlight import Snippet, decode, encode, highlight
>>> highlight("1", "ruby").splitlines()
['<div class="highlight"><pre><code class="language-ruby"><span class="mi">1</span>',
 '</code></pre></div>']

Some code keeps a lexer busy for hours, and no thread can be stopped in a regular
expression.  So code from strangers goes to a child process, which has so many
seconds of the processor for it:

>>> from examples.highlight.workers.pool import Pool
>>> with Pool(size=1, timeout=2.0) as pool:
...     html = decode(pool.ask(encode(Snippet("1", "ruby"))))
>>> html == highlight("1", "ruby")
True

The same code gives the same bytes, or the same `Problem`, in process, as a command,
through a pipe, over HTTP and over ZeroMQ (``09-zeromq``).

When not to use it: if the program is in Python and the code is your own, call
Pygments.  If a highlighter of your own language knows the languages that are wanted,
it is faster than any boundary.  And if the code changes seldom, highlight it when
the site is built.

Needs: pygments.

``web``, the service over HTTP, needs flask as well, and ``web/serve.py`` waitress;
``create_app(pool.ask, Shelf(folder))``, whole in the docstring of ``web``, is all of
it; ``wsgi.py`` configures it for gunicorn.
``clients`` has a file for Ruby, Node, PHP and a shell each, to be pasted; it needs its
language only.

To lift it, ``cp -r examples/highlight``, under any name, and delete ``show`` and the
sub-packages that you do not want; ``wsgi.py`` goes with ``web``.  ``then.py`` is 2011,
in Flask.

To see it: ``python -m examples.highlight --serve``, or give it a file.
"""

from .core import LIMIT, highlight, stylesheet
from .lexers import languages, styles
from .message import Snippet, answer, decode, encode
from .problem import Problem

__all__ = [
    "LIMIT",
    "Problem",
    "Snippet",
    "answer",
    "decode",
    "encode",
    "highlight",
    "languages",
    "styles",
    "stylesheet",
]
