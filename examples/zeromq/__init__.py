"""ZeroMQ: sockets on steroids, and what they do not tell (talk, pages 48-51).

A socket of ZeroMQ connects, waits and connects again by itself, and talks to many
others, in any language.  It has no store: what is in its queues is lost with its
process.  And it hides that nobody is there, and blocks.  Each module cures some of it:

- :mod:`~examples.zeromq.push_pull`: work for whoever is there, and a word if
  nobody is.
- :mod:`~examples.zeromq.pub_sub`: one message to all, with numbers, so that what
  was lost is counted.
- :mod:`~examples.zeromq.client`, :mod:`~examples.zeromq.server`: questions and
  answers; a time-out, some tries (Lazy Pirate).
- :mod:`~examples.zeromq.broker`, :mod:`~examples.zeromq.worker`: the same with
  several workers, heartbeats and a bounded queue; :mod:`~examples.zeromq.jobs` is
  the broker's mind, without sockets.
- :mod:`~examples.zeromq.curve`: keys, and a list of who may come in.
- :mod:`~examples.zeromq.kills`: kills a process in each pattern, and counts.

A handler takes bytes and gives bytes, and knows nothing of all this.  A request may
be executed twice, so it should not mind.

When not to use it: if the answers may be cached, or somebody will debug it with curl,
take HTTP (``08-gateway``).  If work must survive a broker that dies, take a message
queue with a disk (``10-queues``); you have just read how much code a small one is.

To lift it, copy its files into a package of yours.  They need pyzmq and nothing else.
All need ``wire.py``, ``closing.py``, ``wake.py`` and ``monitor.py``; then

- push and pull: ``push_pull.py``,
- publish and subscribe: ``pub_sub.py``, ``gaps.py``,
- ask one server: ``client.py``, ``server.py``,
- ask several workers: ``client.py``, ``serve.py``, ``broker.py``, ``jobs.py``,
  ``worker.py``, ``curve.py``.

``clients/`` has the same for Ruby and JavaScript, a file each.  Or copy the whole
folder, under any name; ``highlighting.py`` alone needs ``examples/highlight`` beside
it.

To see it: ``python -m examples.zeromq kills``.
"""
