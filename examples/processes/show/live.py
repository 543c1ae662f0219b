"""The page of this chapter: clients ask; restart, upgrade or kill what they ask.

Two threads are the clients.  They ask as long as somebody looks at the page, each
request on a new connection.  The page draws a bar a request: its height how long that
waited, its colour which version answered.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections import deque
from contextlib import suppress
from functools import cache
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, Response, redirect, render_template_string, url_for
from werkzeug.exceptions import NotFound

from ..holder import Holder
from .held import LOST, environment, get
from .serve import WSGIREF
from .shop import install

CLIENTS, REST = 2, 0.05  # threads; seconds that each rests between two requests
WATCHED = 5.0  # seconds since the page last asked, until the clients rest
SHOWN = 120  # requests that the page draws
LOOK = 0.05  # seconds between two looks at a program that was killed

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
SCRIPT = """\
const strip = document.querySelector("ol");
const colours = ["#1f4e8c", "#2f6b45", "#b07d00", "#6b4fa0"];
function draw({ served, lost, longest, version, last }) {
  document.querySelector("#served").textContent = served;
  document.querySelector("#lost").textContent = lost;
  document.querySelector("#longest").textContent = `${longest} ms`;
  document.querySelector("[role=status]").textContent = `version ${version}`;
  strip.replaceChildren(...last.map(([version, ms]) => {
    const bar = document.createElement("li");
    bar.style.height = `${Math.min(100, 6 + 18 * Math.log2(1 + ms / 4))}%`;
    bar.style.background = version ? colours[version % 4] : "#9b1232";
    if (!version) bar.className = "lost";
    return bar;
  }));
}
async function look() {
  try {
    draw(await (await fetch(strip.dataset.state)).json());
  } catch {
    // The deck's own server is gone, or comes back: ask again.
  }
  setTimeout(look, 250);
}
document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  fetch(event.submitter.formAction, { method: "POST" });
});
look();
"""
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<noscript><meta http-equiv="refresh" content="2"></noscript>
<title>Shoot it down</title>
<style>
body { margin: 0; padding: 1.2rem 1.6rem; background: #fbf7f0; color: #241d1a;
  font: 1.3rem/1.4 Inter, system-ui, sans-serif }
h1 { margin: 0 0 .8rem; font: 600 1.8rem/1.2 Fraunces, Georgia, serif }
form { display: flex; gap: .7rem; margin-bottom: 1rem }
button { font: inherit; font-size: 1.1rem; padding: .4rem 1rem; border-radius: 8px;
  border: 2px solid #2f6b45; background: #fffdf9; color: #2f6b45; font-weight: 600 }
button.kill { background: #9b1232; border-color: #9b1232; color: #fff }
dl { display: flex; flex-wrap: wrap; gap: .6rem 2.4rem; margin: 0 0 1rem }
dl div { display: flex; flex-direction: column-reverse }
dt { color: #6d625b; font-size: 1rem }
dd { margin: 0; font-size: 2rem; font-weight: 600; font-variant-numeric: tabular-nums }
ol { display: flex; align-items: flex-end; gap: min(2px, .2vw); height: 8rem; margin: 0;
  padding: 0 0 2px; list-style: none; border-bottom: 2px solid #e4dacb }
li { flex: 0 1 calc(100% / {{ shown }}) }
li.lost { outline: 2px solid #9b1232; outline-offset: 1px }
p { margin: .6rem 0 0; color: #6d625b; font-size: 1rem }
[role=status] { font-weight: 600; color: #2f6b45 }
</style>
<h1>Shoot it down</h1>
<form method="post">
{% for how in ways %}<button formaction="{{ url_for('change', how=how) }}"
  class="{{ how }}">{{ how.capitalize() }}</button>
{% endfor %}</form>
<dl>
<div><dt>requests answered</dt><dd id="served">{{ served }}</dd></div>
<div><dt>lost</dt><dd id="lost">{{ lost }}</dd></div>
<div><dt>the longest wait</dt><dd id="longest">{{ longest }} ms</dd></div>
</dl>
<ol data-state="{{ url_for('state') }}" aria-hidden="true"></ol>
<p>A bar a request: as high as it waited, in the colour of its version.
<span role="status">version {{ version }}</span></p>
<script src="{{ url_for('script') }}"></script>
</html>
"""


class Shop:
    """A holder, whose program is started by a thread; and clients, who are threads."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.version = folder, 0
        self.served = self.lost = 0
        self.longest = 0.0
        self.last = deque[tuple[int, float]](maxlen=SHOWN)
        self.counting = threading.Lock()
        self.changing = threading.Lock()  # one change at a time
        self.ended = threading.Event()
        self.watched = -WATCHED
        self.install()
        variables = [f"{name}={value}" for name, value in environment(folder).items()]
        self.holder = Holder(["env", *variables, *WSGIREF], notify=True)
        self.threads = [threading.Thread(target=self.keep, daemon=True)]
        for _ in range(CLIENTS):
            self.threads.append(threading.Thread(target=self.ask, daemon=True))
        for thread in self.threads:
            thread.start()

    def install(self) -> None:
        """Put the next version into the folder."""
        self.version += 1
        install(self.folder, str(self.version))

    def keep(self) -> None:
        """Start the program when somebody waits, as the holder does by signals."""
        while not self.ended.is_set():
            waits = select([self.holder.socket], [], [], LOOK)[0]
            with self.changing:
                self.holder.reap()
                if waits and time.monotonic() >= self.holder.due:
                    self.holder.start()
            self.ended.wait(LOOK)

    def ask(self) -> None:
        """Ask, count and rest, as long as somebody looks."""
        while not self.ended.wait(REST):
            if time.monotonic() > self.watched + WATCHED:
                continue
            begun = time.perf_counter()
            version = 0
            with suppress(*LOST):
                version = int(get(self.holder.address)["version"])
            waited = (time.perf_counter() - begun) * 1000
            with self.counting:
                self.served += bool(version)
                self.lost += not version
                self.longest = max(self.longest, waited)
                self.last.append((version, round(waited, 1)))

    def change(self, how: str) -> None:
        """Restart, upgrade or kill the program."""
        with self.changing:
            self.holder.reap()
            if how == "kill" and self.holder.child:
                self.holder.child.kill()
            elif how != "kill":
                self.install()
                self.holder.restart() if how == "restart" else self.holder.upgrade()

    def state(self) -> dict[str, Any]:
        """Return the figures and the last requests; from now on somebody looks."""
        self.watched = time.monotonic()
        with self.counting:
            last = list(self.last)
            return {
                "served": self.served,
                "lost": self.lost,
                "longest": round(self.longest),
                "version": max((one for one, _ in last[-CLIENTS:]), default=0),
                "last": last,
            }

    def close(self) -> None:
        """End threads, program and socket; a client that still waits is reset."""
        self.ended.set()
        keeper, *clients = self.threads
        keeper.join()
        self.holder.__exit__()
        for thread in clients:
            thread.join()


WAYS = "restart", "upgrade", "kill"
OPENING = threading.Lock()
"""Held while the shop opens: first requests may come at the same time."""


def shop() -> Shop:
    """Open at the first request."""
    with OPENING:
        return opened()


@cache
def opened() -> Shop:
    """Open the shop; folder and program go with this process."""
    folder = TemporaryDirectory(prefix="processes-")
    one = Shop(Path(folder.name))
    atexit.register(folder.cleanup)
    atexit.register(one.close)
    return one


application = Flask(__name__, static_folder=None)


@application.after_request
def stay_in_frame(answer: Response) -> Response:
    """Give every answer the headers that keep a page in its frame."""
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


@application.get("/")
def front() -> str:
    """Show the figures and the buttons."""
    state = shop().state()
    return render_template_string(PAGE, ways=WAYS, shown=SHOWN, **state)


@application.get("/state")
def state() -> dict[str, Any]:
    """Tell the figures."""
    return shop().state()


@application.post("/<how>")
def change(how: str) -> Any:
    """Do what a button says.  Who asked with a script has no use for the page."""
    if how not in WAYS:
        raise NotFound(f"{how}? There are {', '.join(WAYS)}.")
    shop().change(how)
    return redirect(url_for("front"), 303)


@application.get("/live.js")
def script() -> Response:
    """Send the script that draws."""
    return Response(SCRIPT, mimetype="text/javascript")
