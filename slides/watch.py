"""Rebuild the deck whenever a source is saved, and reload the open page.

``python -m slides.watch`` looks at the sources five times a second.  The build is a
process of its own, so that a change of the press counts as well; so is the
server, which is started anew when code of an example changes.  The open page
asks whether it is still the newest, and takes the newer one.  A deck with
faults is not built: they are printed, and the last good page stays.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .present import DECK, ROOT, port

FOLDERS = ("slides", "examples", "notebooks")
SUFFIXES = {
    *(".conf", ".css", ".html", ".ipynb", ".js", ".json", ".mjs", ".php", ".py"),
    *(".rb", ".rst", ".sh", ".sql", ".svg", ".toml"),
}
LOOK = 0.2  # seconds between two looks
QUIET = 0.05  # seconds without a change that end a burst of them

Snapshot = dict[Path, tuple[int, int]]


def snapshot(root: Path) -> Snapshot:
    """Return every source below `root`, with the time of its last change and size.

    Hidden files and those of unknown suffix, as editors leave beside the one they
    save, are no sources, nor is what npm brings.
    """
    found = {}
    for path in sources(root):
        try:
            status = path.stat()
        except FileNotFoundError:  # deleted since it was listed
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def sources(root: Path) -> Iterator[Path]:
    """Yield the paths of the sources below `root`."""
    for folder in FOLDERS:
        for path in (root / folder).rglob("*"):
            names = path.relative_to(root).parts
            hidden = any(n[0] in ".#" or n == "node_modules" for n in names)
            if path.suffix in SUFFIXES and not hidden:
                yield path


def changes(before: Snapshot, after: Snapshot) -> set[Path]:
    """Return the paths that came, went or changed between two snapshots."""
    return {path for path, _ in before.items() ^ after.items()}


def settled(root: Path, now: Snapshot) -> Snapshot:
    """Wait until the sources stop changing; return the snapshot of then."""
    while True:
        time.sleep(QUIET)
        if (later := snapshot(root)) == now:
            return now
        now = later


def held(root: Path, path: Path) -> bool:
    """Tell whether the running server has imported a file: its own or an example's."""
    inside = path.relative_to(root)
    own = inside.parent == Path("slides")
    return inside.suffix == ".py" and (own or inside.parts[0] == "examples")


def build(root: Path) -> None:
    """Build the HTML deck in a process; it prints the faults of one it refuses."""
    began = time.monotonic()
    command = [sys.executable, "-m", "slides.press", "build", "html"]
    # A group of its own: the terminal's Ctrl-C does not come to it beside ours.
    process = subprocess.Popen(command, cwd=root, process_group=0)
    try:
        status = process.wait()
    except KeyboardInterrupt:
        process.terminate()  # and no kill: it may be putting the deck into place
        process.wait()
        raise
    if status == 0:
        print(f"built in {time.monotonic() - began:.1f} s", flush=True)


class Server:
    """``slides.present`` as a process, restarted when its code changes."""

    def __init__(self, root: Path, options: list[str]) -> None:
        self.root = root
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        """Start the server, with `more` options than usual."""
        command = [sys.executable, "-m", "slides.present", *self.options, *more]
        self.process = subprocess.Popen(command, cwd=self.root)

    def stop(self) -> None:
        """Terminate the server, if it was ever started, and wait for its end."""
        if self.process:
            self.process.terminate()
            self.process.wait()

    def renew(self) -> None:
        """Restart the server with the code of now, if it was ever started."""
        if self.process:
            self.stop()
            self.start("--no-browser")

    @property
    def status(self) -> int | None:
        """The exit status, or None if it runs or was never started."""
        return self.process.poll() if self.process else None


def watch(root: Path, server: Server) -> int:
    """Build and serve until the server ends by itself; return its status."""
    seen: Snapshot = {}
    while server.status is None:
        if (now := snapshot(root)) != seen:
            now = settled(root, now)
            if any(held(root, path) for path in changes(seen, now)):
                server.renew()  # it starts while the deck is built
            seen = now
            build(root)
        if not server.process and (root / DECK / "index.html").is_file():
            server.start()
        time.sleep(LOOK)
    return server.status


def main(argv: list[str] | None = None) -> int:
    """Watch until Ctrl-C; the status is 1 where the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m slides.watch")
    parser.add_argument("--port", type=port, default=8000, help="default: 8000")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    asked = parser.parse_args(argv)
    if asked.port == 0:
        parser.error("--port 0 would be another one after each restart")
    options = ["--reload", f"--port={asked.port}"]
    options += ["--no-browser"] * asked.no_browser
    server = Server(ROOT, options)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
    try:
        return watch(ROOT, server)
    except KeyboardInterrupt:
        return 0
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
