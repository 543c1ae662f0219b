"""The bill of the old shop: nobody dares to port it, and nobody has to.

It runs under Python 2.7 and under 3, from the standard library.  It prints the port on
which it serves, until its input ends.
"""

import json
import platform
import sys
import threading
from wsgiref.simple_server import make_server


# region bill
def application(environ, start_response):
    grams = int(environ["QUERY_STRING"])
    price = 7 * grams / 1000  # euros; 7 for a kilogram
    told = {"python": platform.python_version(), "euros": price}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode("ascii")]
    # endregion


def main():
    server = make_server("127.0.0.1", 0, application)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        print(server.server_port)
        sys.stdout.flush()
        # Not until SIGTERM: what a handler raises in a request, 2.7 swallows.
        sys.stdin.read()
    finally:  # also where nobody reads the port any longer
        server.shutdown()
        serving.join()
        server.server_close()


if __name__ == "__main__":
    main()
