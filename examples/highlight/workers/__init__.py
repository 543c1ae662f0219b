"""Warm child processes with a deadline of processor time for each request.

:mod:`~.pool` shares several among threads, :mod:`~.pipe` asks one, :mod:`~.child` is
what runs in the process, :mod:`~.frames` is what crosses the pipe.  Needs what the
core needs: pygments.
"""
