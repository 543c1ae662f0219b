"""The highlighter over HTTP: results at addresses that any cache may keep.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from examples.highlight.web.app import create_app
>>> from examples.highlight.web.shelf import Shelf
>>> from examples.highlight.workers.pool import Pool
>>> with TemporaryDirectory() as folder, Pool(size=2, timeout=2.0) as pool:
...     app = create_app(pool.ask, Shelf(Path(folder, "shelf")))
...     client = app.test_client()
...     sent = client.post("/h?language=ruby", data="1", content_type="text/plain")
...     print(sent.status, sent.location[:3])
...     print(client.get(sent.location).text, end="")
303 SEE OTHER /h/
<div class="highlight"><pre><code class="language-ruby"><span class="mi">1</span>
</code></pre></div>

``app`` is for any WSGI server; ``python -m examples.highlight --serve`` is waitress,
``../wsgi.py`` for gunicorn.  From a shell, where ``-L`` follows to the HTML::

    text='Content-Type: text/plain'
    curl -L --data-binary @basket.rb -H "$text" http://127.0.0.1:8002/h?language=ruby

A browser lets pages of other origins ask only if they are named:
``create_app(pool.ask, shelf, ["https://shop.example"])``.

:mod:`~.app` is the Flask application; it takes any function from bytes to bytes as its
worker.  :mod:`~.serve` runs it in waitress.  :mod:`~.shelf`, results on disk, needs
pygments only; ``app`` needs flask as well, ``serve`` waitress.

The service is 20 files: five beside this folder (``__init__``, ``core``, ``lexers``,
``message``, ``problem``), the five of ``workers``, and these ten.
"""
