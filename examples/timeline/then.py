"""2006: pages made by the server, and a basic XML API on the side (talk, page 4).

Our own small version, in Python.  Pages are numbered, and both the page and the XML
are put together from strings.
"""

from flask import Flask, Response, request

PAGE = 20
POSTS: list[tuple[str, str, str]] = []  # (author, text, at), the newest last

app = Flask(__name__, static_folder=None)


def page():
    number = int(request.args.get("page", 1))
    newest = POSTS[::-1]
    return newest[(number - 1) * PAGE : number * PAGE]


@app.route("/")
def front():
    number = int(request.args.get("page", 1))
    html = "<html><head><title>What people say about cherries</title>"
    html += "<style>" + STYLE + "</style></head><body>"
    html += "<h1>What people say about cherries</h1>"
    html += '<form method="post" action="/"><input name="author">'
    html += '<input name="text"><input type="submit" value="Say it"></form><ol>'
    for author, text, at in page():
        html += "<li><b>" + author + "</b> <span>" + at + "</span>"
        html += "<p>" + text + "</p></li>"
    html += '</ol><a href="/?page=' + str(number + 1) + '">older</a>'
    return html + "</body></html>"


@app.route("/posts.xml")
def xml():
    posts = ""
    for author, text, _ in page():
        posts += "<post><author>" + author + "</author>"
        posts += "<text>" + text + "</text></post>"
    return Response("<posts>" + posts + "</posts>", mimetype="text/xml")


STYLE = """\
body { margin: 0 auto; padding: 20px; max-width: 700px; background: #fbf7f0;
  color: #241d1a; font: 18px/1.45 Verdana, sans-serif }
h1 { font: bold 28px Georgia, serif }
li { padding: 10px 0; border-top: 2px solid #e4dacb; list-style: none }
span { color: #6d625b }
"""
