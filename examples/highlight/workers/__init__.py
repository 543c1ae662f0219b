"""Warm child processes: each has so much processor time for a request, then dies.

:mod:`~.pool` shares several among threads, :mod:`~.pipe` asks one, :mod:`~.child` is
what runs in the process, :mod:`~.frames` is what crosses the pipe.  Needs what the
core needs: pygments.
"""
