"""Pygments for other languages: a service with five faces (talk, pages 9 and 47).

A program in Python is wanted by programs in Ruby, JavaScript, PHP, a shell.  It is
not rewritten: it gets a boundary.  In process, as a command, through a pipe, over
HTTP, over ZeroMQ (``09-zeromq``) the same code gives the same bytes.

Some code keeps a lexer busy for hours, and no thread can be stopped in a regular
expression.  So whoever takes code from strangers has a process do it, with so much
processor time: :mod:`~examples.highlight.pool` ends and replaces its children.

When not to use it: if the program is in Python, call Pygments.  If a highlighter of
one's own language knows the languages that are wanted, it is faster than any
boundary.  And if the code is one's own and changes seldom, highlight it when the
site is built.

To lift it, copy its files into a package of yours.  They need the standard
library, and what is named:

- Warm children behind a deadline: ``pool.py``, ``pipe.py``, ``process.py``,
  ``child.py``, ``frames.py``, ``message.py``, ``core.py``, ``fresh.py``,
  ``guess.py``, ``lines.py``, ``names.py``, ``problem.py``; pygments.
- The service over HTTP, which takes any of them as its worker: ``web.py``,
  ``address.py``, ``incoming.py``, ``openapi.py``, ``page.py``, ``pages.py``,
  ``refused.py``, ``shelf.py``, ``utf8.py``, ``message.py``, ``core.py``,
  ``fresh.py``, ``guess.py``, ``lines.py``, ``names.py``, ``problem.py``; flask,
  pygments.
- Results on disk, which processes share: ``shelf.py``, ``address.py``,
  ``message.py``, ``core.py``, ``fresh.py``, ``guess.py``,
  ``lines.py``, ``names.py``, ``problem.py``; pygments.

Or copy the whole folder, under any name; ``wsgi.py`` is for gunicorn, and waitress
serves it with ``serve.py``.  For Ruby, Node, PHP and a shell take a file of
``clients/``; each needs its language only.

To see it: ``python -m examples.highlight --serve``, or give it a file.
"""
