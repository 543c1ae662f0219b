"""2011: a daemon that binds its own socket and writes a pid file (talk, page 71).

Our own small version.  Today:

- Between stop and start nobody listens: clients are refused.
- The pid file outlives a daemon that was killed.  By then its number may be another
  program's, and ``stop`` ends that one.
- Nobody starts it again when it dies.
"""

import os
import signal
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server


def start(port, pidfile):
    server = make_server("127.0.0.1", port, shop, handler_class=Quiet)
    if os.fork():
        return  # the shell has its prompt again
    os.setsid()
    with open(pidfile, "w") as out:
        out.write(str(os.getpid()))
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit())
    server.serve_forever()


def stop(pidfile):
    # region stop
    with open(pidfile) as pid:
        os.kill(int(pid.read()), signal.SIGTERM)
    os.remove(pidfile)
    # endregion


def shop(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"cherries"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


def main(command, pidfile, port=0):
    if command == "start":
        start(int(port), pidfile)
    else:
        stop(pidfile)


if __name__ == "__main__":
    main(*sys.argv[1:])
