"""What nine servers keep of PEP 3333 (talk, page 31: Tornado and Twisted).

One application, :mod:`.contract`, whose pages do what the specification allows.
:mod:`.processes` starts servers with it, two of them by way of ASGI
(:mod:`.bridges`); :mod:`.probes` asks for its pages over sockets (:mod:`.wire`);
:mod:`.verdicts` makes a table of the answers, and says which of them are as asked.

Not a benchmark, and not a judgement on anything but the questions asked: each
server runs with the settings it comes with.

To ask again: ``python -m examples.wsgi.show.servers``.
"""
