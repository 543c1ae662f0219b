"""Messages between programs over ZeroMQ, with an end to every wait (talk, pages 48-51).

>>> from examples.zeromq import Client, serving
>>> with serving([bytes.upper, bytes.upper]) as broker, Client(broker.front) as client:
...     client.ask(b"cherries")
b'CHERRIES'

Those were a broker and two workers, as threads.  Work is pushed to one of many, news
are published to all:

>>> from examples.zeromq import Publisher, Pull, Push, Subscriber
>>> with Push() as push, Pull(push.endpoint) as pull:
...     push.wait(pullers=1, timeout=20)
...     push.send(b"ripe")
...     pull.receive(timeout=20)
b'ripe'
>>> with Publisher() as news, Subscriber(news.endpoint, ["jam"]) as subscriber:
...     assert news.wait("jam", listeners=1, timeout=20)
...     assert news.send("jam", b"made") == 1
...     subscriber.receive(timeout=20)
Message(topic='jam', number=1, body=b'made')

A socket of ZeroMQ connects, waits and connects again by itself, and talks to many
others, in any language.  It has no store: what is in its queues is lost with its
process.  And it hides that nobody is there, and blocks.  `Push` says that nobody is
there; a `Subscriber` counts what it lost; a `Client` gives up after its tries (Lazy
Pirate); a `Broker` has a queue with an end, and gives what a dead worker had to
another one; a `Gate` lets in whose key is listed.

A handler takes bytes and gives bytes, and knows nothing of all this.  A request may
be executed twice, so it should not mind.

When not to use it: if the answers may be cached, or somebody will debug it with curl,
take HTTP (``08-gateway``).  If work must survive a broker that dies, take a message
queue with a disk (``10-queues``); you have just read how much code a small one is.

Needs: zmq.

``clients`` has the same for Ruby and JavaScript, a file each, to be pasted; they need
ffi-rzmq or npm's zeromq.  ``highlighting`` alone joins another example.

Beside it: highlight.

To lift it, ``cp -r examples/zeromq``, under any name, and delete ``show``,
``highlighting.py`` and what you do not want of the patterns, with its line below:
``push_pull`` and ``pub_sub`` need ``sockets``; ``ask`` needs ``curve``, too.

To see it: ``python -m examples.zeromq kills``.
"""

from .ask.broker import Broker
from .ask.client import BusyError, Client, FailedError, NoAnswerError, RefusedError
from .ask.server import Server
from .ask.threads import serving
from .ask.worker import Worker
from .curve import Gate, Keys, as_client, as_server
from .pub_sub import Message, Publisher, Subscriber
from .push_pull import FullError, NobodyError, Pull, Push
from .sockets.factory import SilentError

__all__ = [
    "Broker",
    "BusyError",
    "Client",
    "FailedError",
    "FullError",
    "Gate",
    "Keys",
    "Message",
    "NoAnswerError",
    "NobodyError",
    "Publisher",
    "Pull",
    "Push",
    "RefusedError",
    "Server",
    "SilentError",
    "Subscriber",
    "Worker",
    "as_client",
    "as_server",
    "serving",
]
