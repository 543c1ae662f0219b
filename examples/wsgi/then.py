"""2011: programs as one wrote them (talk, pages 15, 36 and 40).

Our own small versions, without the types nobody wrote then.

``inject_database`` opens a connection for each request, needed or not, and
nobody closes it: not when the answer is sent, not when the application fails.

``django_view`` makes an application of a Django view.  Its headers are a dict, so
of two cookies one is left.  And the name that it imports has left Django, long
ago: today it fails before its first request, by an ImportError.

``greeting`` gives text, which in Python 2 was bytes.  PEP 3333 wants bytes.
"""

PLAIN = ("Content-Type", "text/plain")


def inject_database(app, connect):
    def injected(environ, start_response):
        environ["shop.database"] = connect()
        return app(environ, start_response)

    return injected


def django_view(view):
    from django.core.handlers import wsgi
    from django.core.handlers.wsgi import STATUS_CODE_TEXT

    def app(environ, start_response):
        response = view(wsgi.WSGIRequest(environ))
        code = response.status_code
        status = str(code) + " " + STATUS_CODE_TEXT[code]
        headers = dict(response.items())
        for cookie in response.cookies.values():
            headers["Set-Cookie"] = cookie.output(header="")
        start_response(status, list(headers.items()))
        return response

    return app


def greeting(environ, start):
    start("200 OK", [PLAIN])
    yield "cherries for "
    yield environ["REMOTE_ADDR"]
