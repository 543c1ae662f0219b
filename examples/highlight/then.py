"""2011: Pygments for Ruby, over HTTP, in a few lines (talk, page 47).

Our own small version of it.  What goes wrong with it is told by the tests: it
takes code of any size, and keeps the lexer busy for as long as that wants; nobody
may keep its answer; and a language that it does not know is an error of its own.
"""

from flask import Flask, request
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

app = Flask(__name__)


@app.route("/highlight", methods=["POST"])
def highlighted():
    code = request.form["code"]
    lexer = get_lexer_by_name(request.form["lexer"])
    return highlight(code, lexer, HtmlFormatter())
