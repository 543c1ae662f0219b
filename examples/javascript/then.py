"""2011: the bar as a script that writes itself, and JSONP (talk, pages 61-70).

Our own small version; the script is in ``2011/bar.js``.  Today:

- JSONP is a script: every page that draws it in is told who is signed in.
- A name is put into the page as HTML, so a name may be a script.
- A page with a Content-Security-Policy blocks it; ``document.write`` from a slow
  server holds the page up, and from a module or a late script wipes it out.
"""

import json
import os
from urllib.parse import parse_qs

SCRIPT = os.path.join(os.path.dirname(__file__), "2011", "bar.js")


def old_bar(read):
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/javascript")])
        if environ["PATH_INFO"].endswith("/bar.js"):
            with open(SCRIPT, "rb") as script:
                return [script.read()]
        callback = parse_qs(environ["QUERY_STRING"])["callback"][0]
        shown = read(environ)
        who = json.dumps({"name": shown.name, "basket": shown.basket})
        return [(callback + "(" + who + ");").encode()]

    return application
