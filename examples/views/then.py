"""2011: a Flask view returns a WSGI function (talk, pages 13-15).

Our own small version of it, without the types nobody wrote then.  In Python 2
a body was made of ``str``; the same letters in Python 3 make text, and PEP 3333
wants bytes.  Flask forgives; ``wsgiref.validate`` and the servers do not.
"""

from flask import Flask

app = Flask(__name__, static_folder=None)
PLAIN = [("Content-Type", "text/plain")]


def hello(environ, start):
    start("200 OK", PLAIN)
    yield "cherries for "
    yield environ["REMOTE_ADDR"]


@app.route("/")
def index():
    return hello
