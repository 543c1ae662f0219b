"""The highlighter over HTTP: results at addresses that any cache may keep.

:mod:`~.app` is the Flask application; it takes any function from bytes to bytes as its
worker.  :mod:`~.serve` runs it in waitress, ``../wsgi.py`` is for gunicorn.
:mod:`~.shelf`, results on disk, needs pygments only; ``app`` needs flask as well,
``serve`` waitress.
"""
