"""Demonstrations of the middlewares: a site, nine servers, a page, first attempts.

:mod:`.site` joins Flask, Bottle and Django (``python -m examples.wsgi``);
:mod:`.servers` asks nine servers what they keep of the contract
(``python -m examples.wsgi.show.servers``).  :mod:`.stock` is what the shop does, and
:mod:`.outside` does it without a request.  :mod:`.live` draws what :mod:`.steps` saw,
:mod:`.naive` and :mod:`.honeypot` are there to be broken.

Needs flask, bottle, django, itsdangerous, waitress and idna.
"""
