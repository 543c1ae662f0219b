"""2011: a queue for every language: Python pushes, bash pops (talk, pages 58-60).

Our own small version; the consumer is in ``2011/worker.sh``.  Today:

- The shell splits a job at its spaces, and makes the names of files of its stars.
- A job is off the list before it is done: who is killed in the middle loses it.
- Without Redis the command runs without a job, again and again.
"""

import os
import subprocess

import redis

WORKER = os.path.join(os.path.dirname(__file__), "2011", "worker.sh")


def push(port, job):
    with redis.Redis(port=port) as server:
        server.rpush("jobs", job)


def work(port, command, **options):
    return subprocess.Popen(["bash", WORKER, str(port), command], **options)
