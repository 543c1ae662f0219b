"""The command of examples.htmldiff: files in, a file out, or the page served."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from contextlib import redirect_stderr
from html import escape
from io import StringIO
from pathlib import Path
from select import select
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest

from examples.htmldiff import accept, diff, parse
from examples.htmldiff.__main__ import main
from examples.htmldiff.files import read, replace
from examples.htmldiff.reading.encoding import decode, encode
from examples.htmldiff.show.page import OLD
from examples.htmldiff.show.serve import BODY
from examples.htmldiff.show.style import style
from tests.waitress_early import but_early

pytestmark = pytest.mark.beside("properties")

COMMAND = [sys.executable, "-m", "examples.htmldiff"]
OLD_PIE, NEW_PIE = "<p>a sour pie</p>", "<p>a sweet pie</p>"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Write two documents; return their paths and one for the diff."""
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_text(OLD_PIE)
    new.write_text(NEW_PIE)
    return old, new, tmp_path / "diff.html"


Files = tuple[Path, Path, Path]


def status(*arguments: object) -> object:
    """Run the command in this process; return its status."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code


def refused(*arguments: object) -> str:
    """Run the command in this process; return the one line that it leaves with."""
    with redirect_stderr(StringIO()) as said:
        assert status(*arguments) == 2
    (line,) = said.getvalue().splitlines()
    assert line.startswith("examples.htmldiff: ")
    return line.removeprefix("examples.htmldiff: ")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


class TestCommand:
    """``python -m examples.htmldiff old.html new.html -o diff.html``."""

    def test_it_writes_a_file(self, files: Files) -> None:
        """The diff is in it, and nothing is printed."""
        old, new, output = files
        done = run(old, new, "-o", output)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
        assert output.read_text() == diff(OLD_PIE, NEW_PIE)

    def test_it_prints(self, files: Files) -> None:
        """Without -o, or to -, the diff is printed."""
        old, new, _ = files
        printed = run(old, new).stdout
        assert printed == run(old, new, "-o", "-").stdout == diff(OLD_PIE, NEW_PIE)

    def test_it_tells_by_its_status(self, files: Files) -> None:
        """0: alike; 1: another word, address or white space; 2: something is wrong."""
        old, new, output = files
        for html, differs in (
            (OLD_PIE, 0),
            (NEW_PIE, 1),
            ('<p title="a">a sour pie</p>', 1),
            (OLD_PIE + "\n", 1),
            ("<p>a  sour pie</p>", 1),
        ):
            new.write_text(html)
            assert status(old, new, "-o", output) == differs, html
        assert status(old, old.with_name("none.html"), "-o", output) == 2

    def test_it_counts(self, files: Files) -> None:
        """A word that is another is one change, a row that came is one."""
        old, new, _ = files
        old.write_text("<p>a sour pie</p><ul><li>x</ul><p>c d</p>\n")
        new.write_text("<p>a sweet pie</p><ul><li>x<li>y</ul>\n<p>c e</p>\n")
        assert run(old, new, "--count").stdout == "3\n"
        assert run(old, old, "--count").stdout == "0\n"

    def test_it_counts_no_newline_at_the_end(self, files: Files) -> None:
        """The files differ, and nobody sees where."""
        old, new, _ = files
        new.write_text(OLD_PIE + "\n")
        for given in ((old, new), (new, old)):
            done = run(*given, "--count")
            assert (done.returncode, done.stdout) == (1, "0\n")

    @pytest.mark.parametrize("more", ["--trusted", "--count", "--styled", "--beside"])
    def test_it_reads_no_diff(
        self, files: Files, monkeypatch: pytest.MonkeyPatch, more: str
    ) -> None:
        """It made the diff, so it knows what is in it."""
        read_again = Mock(side_effect=AssertionError)
        monkeypatch.setattr("examples.htmldiff.markup.read_diff", read_again)
        monkeypatch.setattr("examples.htmldiff.show.style.read_diff", read_again)
        assert status(*files[:2], "-o", files[2], more) == 1

    def test_it_is_told_the_encoding(self, files: Files) -> None:
        """What a file does not say of itself, or says wrongly, is said by who knows."""
        old, new, _ = files
        old.write_bytes("<p>①</p>".encode("cp932"))
        new.write_bytes("<meta charset=latin1><p>①</p>".encode("cp932"))
        assert run(old, new, "--encoding", "shift_jis", "--count").stdout == "0\n"
        assert "klingon" in refused(old, new, "--encoding", "klingon")

    def test_it_says_what_it_left_out(self, files: Files) -> None:
        """Not a word, if that is nothing, or if it was trusted."""
        old, new, _ = files
        html = "<p onclick=x()>a sour pie</p><svg></svg><script>x()</script><svg></svg>"
        new.write_text(html)
        said = "left out, --trusted keeps it: <p onclick>, <script>, <svg> 2\n"
        assert run(old, new).stderr.endswith(said)
        assert run(old, new, "--trusted").stderr == ""

    def test_it_reads_standard_input(self, files: Files) -> None:
        """`-` is one of the two, byte for byte as a file would be."""
        old, new, _ = files
        data = b"<meta charset=latin1><p>caf\xe9</p>"
        new.write_bytes(data)
        from_file = run(old, new)
        for given in ([old, "-"], ["-", new]):
            command = [*COMMAND, *map(str, given)]
            if given[0] == "-":
                command += "-o", str(new.with_name("old.html"))
            done = subprocess.run(command, input=data, capture_output=True, timeout=60)
            assert done.returncode == int(given[0] == old), done.stderr
            if given[0] == old:
                assert done.stdout.decode() == from_file.stdout
        assert "standard input: is one document" in refused("-", "-")

    def test_it_sanitises_unless_trusted(self, files: Files) -> None:
        """A script stays only where somebody said --trusted."""
        old, new, output = files
        new.write_text("<p>x</p><script>y()</script>")
        assert status(old, new, "-o", output) == 1
        assert "y()" not in output.read_text()
        assert status(old, new, "-o", output, "--trusted") == 1
        assert "<script" in output.read_text()
        assert parse(accept(output.read_text())) == parse(new.read_text())

    def test_it_gives_a_page_to_look_at(self, files: Files) -> None:
        """With --styled it has the marks' colours, with --beside two documents."""
        old, new, output = files
        for more, beside in (("--styled", False), ("--beside", True)):
            assert status(old, new, "-o", output, more) == 1
            assert output.read_text() == style(diff(OLD_PIE, NEW_PIE), beside=beside)

    def test_it_takes_a_matcher(self, files: Files) -> None:
        """A matcher is called by its name."""
        old, new, output = files
        assert status(old, new, "-o", output, "--matcher", "rapidfuzz") == 1
        assert parse(accept(output.read_text())) == parse(NEW_PIE)

    def test_a_matcher_that_is_not_there(
        self, files: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its package is named; an unknown name is refused with the known ones."""
        old, new, output = files
        for package in ("cydifflib", "rapidfuzz"):
            monkeypatch.setitem(sys.modules, package, None)
            monkeypatch.setitem(sys.modules, f"{package}.distance", None)
            said = refused(old, new, "-o", output, "--matcher", package)
            assert package in said
        done = run(old, new, "--matcher", "magic")
        assert done.returncode == 2
        assert "difflib" in done.stderr

    def test_files_that_cannot_be_read(self, files: Files, tmp_path: Path) -> None:
        """Missing, a folder, too long: the file is named, and the reason."""
        old, new, output = files
        missing = tmp_path / "no\nsuch.html"
        said = refused(missing, new, "-o", output)
        assert said == f"{tmp_path}/no such.html: No such file or directory"
        assert refused(old, tmp_path) == f"{tmp_path}: Is a directory"
        with new.open("wb") as file:
            file.truncate(33 * 1024 * 1024)
        assert refused(old, new) == f"{new}: longer than 33,554,432 bytes"
        assert refused(old, "/dev/zero") == "/dev/zero: longer than 33,554,432 bytes"

    def test_one_file_is_too_few(self, files: Files) -> None:
        """Without two files it says what is wanted, and fails."""
        done = run(files[0])
        assert (done.returncode, done.stdout) == (2, "")
        assert "two files" in done.stderr

    def test_a_failure_is_one_line(self, files: Files) -> None:
        """In a process of its own: status 2, one line, no traceback, no output."""
        old, new, _ = files
        new.write_bytes(b"\xff\xfe\xff")
        done = run(old, new)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert "utf-16" in done.stderr

    def test_a_failure_keeps_the_output(self, files: Files) -> None:
        """What could not be read or compared leaves the last diff as it was."""
        old, new, output = files
        output.write_text("the last one")
        new.write_text("<div>" * 100_000)
        assert "levels of elements" in refused(old, new, "-o", output)
        assert output.read_text() == "the last one"
        assert sorted(path.name for path in output.parent.iterdir()) == [
            "diff.html", "new.html", "old.html",
        ]  # fmt: skip

    def test_a_full_disk_keeps_the_output(
        self, files: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """If the new file cannot be put in place, the old one stays, and it alone."""
        old, new, output = files
        output.write_text("the last one")

        def full(self: Path, target: Path) -> Path:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        said = refused(old, new, "-o", output)
        assert said == f"{output}: No space left on device"
        assert output.read_text() == "the last one"
        assert len(list(output.parent.iterdir())) == 3

    def test_the_output_is_none_of_the_inputs(
        self, files: Files, tmp_path: Path
    ) -> None:
        """Not even by another name."""
        old, new, _ = files
        assert "is an input as well" in refused(old, new, "-o", new)
        link = tmp_path / "link.html"
        link.symlink_to(old)
        assert "is an input as well" in refused(old, new, "-o", link)
        assert (old.read_text(), new.read_text()) == (OLD_PIE, NEW_PIE)
        # The same document twice is a diff without changes.
        assert status(old, old, "-o", tmp_path / "same.html") == 0
        assert (tmp_path / "same.html").read_text() == OLD_PIE

    def test_a_place_that_is_none(self, files: Files, tmp_path: Path) -> None:
        """An output in no folder, or that is one, is named."""
        old, new, _ = files
        nowhere = tmp_path / "no" / "diff.html"
        assert refused(old, new, "-o", nowhere).startswith(f"{nowhere}: No such file")
        assert refused(old, new, "-o", tmp_path) == f"{tmp_path}: Is a directory"
        loop = tmp_path / "loop.html"
        loop.symlink_to(loop)
        said = f"{loop}: Too many levels of symbolic links"
        assert refused(old, new, "-o", loop) == said
        assert loop.is_symlink()

    def test_a_reader_that_went_away(self, files: Files) -> None:
        """`| head -c1` ends it without a traceback."""
        old, new, _ = files
        new.write_text("<p>cherry</p>" * 20_000)
        command = subprocess.Popen(
            [*COMMAND, str(old), str(new)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert command.stdout
        assert command.stderr
        with command:
            command.stdout.read(1)
            command.stdout.close()
            said = command.stderr.read()
        assert (command.returncode, said) == (2, b"")

    def test_a_standard_output_that_takes_nothing(self, files: Files) -> None:
        """A diff that could not be printed is no success."""
        old, new, _ = files
        with Path(os.devnull).open("rb") as unwritable:
            command = [*COMMAND, str(old), str(new)]
            done = subprocess.run(command, stdout=unwritable, stderr=subprocess.PIPE)
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1
        assert b"standard output: Bad file descriptor" in done.stderr

    def test_ctrl_c(self, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
        """An interrupted comparison leaves with 130, as a shell counts it."""

        def interrupted(*arguments: object, **more: object) -> str:
            raise KeyboardInterrupt

        monkeypatch.setattr("examples.htmldiff.__main__.compare", interrupted)
        with pytest.raises(SystemExit) as left:
            main([str(files[0]), str(files[1]), "-o", str(files[2])])
        assert left.value.code == 130
        assert not files[2].exists()


class TestReplace:
    """Reading a file up to a limit, and putting one in the place of another."""

    def test_a_limit_is_not_too_long(self, files: Files) -> None:
        """As many bytes as may be are read, one more is refused."""
        size = len(OLD_PIE)
        assert read(files[0], size) == OLD_PIE.encode()
        with pytest.raises(ValueError, match=f"longer than {size - 1} bytes"):
            read(files[0], size - 1)

    def test_nothing_is_written_through_a_link(self, files: Files) -> None:
        """What has the name of the file beside is neither overwritten nor removed."""
        old, _, output = files
        beside = output.parent / f".{output.name}.{os.getpid()}"
        beside.symlink_to(old)
        with pytest.raises(FileExistsError):
            replace(output, b"x")
        assert beside.read_text() == old.read_text() == OLD_PIE

    def test_the_mode_stays(self, tmp_path: Path) -> None:
        """Who could read the old one can read the new one, and nobody else."""
        path = tmp_path / "diff.html"
        path.write_text("old")
        path.chmod(0o640)
        replace(path, b"new")
        assert path.read_bytes() == b"new"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_a_new_file_has_the_usual_mode(self, tmp_path: Path) -> None:
        """A file that was not there is as if written plainly."""
        replace(tmp_path / "diff.html", b"x")
        (tmp_path / "plain").write_bytes(b"x")
        assert (tmp_path / "diff.html").stat().st_mode == (
            tmp_path / "plain"
        ).stat().st_mode

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        """What it leads to is replaced."""
        path, link = tmp_path / "diff.html", tmp_path / "link.html"
        path.write_text("old")
        link.symlink_to(path)
        replace(link, b"new")
        assert link.is_symlink()
        assert path.read_bytes() == b"new"

    def test_a_device_is_written_to(self) -> None:
        """/dev/null is still a device afterwards."""
        replace(Path(os.devnull), b"x")
        assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


class TestEncoding:
    """Bytes of a file to text and back."""

    @pytest.mark.parametrize(
        ("start", "encoding", "case"),
        [
            ("", "utf-8", "utf-8"),
            ("\ufeff", "utf-16-le", "utf-16-le"),
            ("\ufeff", "utf-16-be", "utf-16-be"),
            ("\ufeff<meta charset=latin1>", "utf-8", "a mark before a meta"),
            ("<meta charset=latin1>", "cp1252", "Latin-1 is Windows-1252"),
            ("<META CharSet = 'ISO-8859-15'>", "iso8859-15", "quoted"),
            ("<?xml version='1.0' encoding='latin1'?>", "cp1252", "XML"),
            ("<meta charset=utf-16>", "utf-8", "read as ASCII, it is not UTF-16"),
            (" " * 2000 + "<meta charset=latin1>", "utf-8", "too late"),
        ],
        ids=lambda value: value[:30].strip(),
    )
    def test_a_file_says_what_it_is(self, start: str, encoding: str, case: str) -> None:
        """By its mark, by its declaration, or it is UTF-8."""
        whole = start.removeprefix("\ufeff") + "€"
        assert decode((start + "€").encode(encoding)) == whole

    def test_what_does_not_fit(self, files: Files) -> None:
        """The encoding and the place are named; so is one that nobody knows."""
        old, new, _ = files
        new.write_bytes(b"caf\xe9 pie")
        said = refused(old, new)
        assert said == (
            f"{new}: 'utf-8' codec can't decode byte 0xe9 in position 3: "
            "invalid continuation byte; --encoding names another"
        )
        new.write_bytes(b"<meta charset=klingon>")
        assert refused(old, new) == f"{new}: unknown encoding: klingon"

    @pytest.mark.parametrize("kind", ["latin1", "klingon", "utf-8"])
    def test_what_is_written_is_read(self, kind: str) -> None:
        """The output is UTF-8, whatever the document says that it was."""
        text = f"<meta charset={kind}>é"
        assert decode(encode(text)) == text
        assert encode("é") == b"\xc3\xa9"
        late = " " * 2000 + text  # which browsers obey
        assert encode(late) == late.encode("utf-8" if kind == "utf-8" else "utf-8-sig")

    @pytest.mark.parametrize("look", ["--trusted", "--styled", "--beside"])
    def test_each_output_says_what_it_is(self, files: Files, look: str) -> None:
        """Also where the documents say that they are something else."""
        old, new, output = files
        new.write_bytes(b"<meta charset=latin1>caf\xe9")
        assert status(old, new, "--trusted", look, "-o", output) == 1
        assert "café" in decode(output.read_bytes())


class TestServe:
    """``python -m examples.htmldiff --serve``."""

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_it_serves_until_it_is_told(self, number: signal.Signals) -> None:
        """On loopback; Ctrl-C and SIGTERM end it without a word."""
        command = subprocess.Popen(
            [*COMMAND, "--serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": ""},  # the address is told at once
        )
        assert command.stdout
        with command:
            try:
                assert select([command.stdout], [], [], 120)[0]
                line = command.stdout.readline()
                found = re.search(r"http://127\.0\.0\.1:\d+/", line)
                assert found
                with urllib.request.urlopen(found[0], timeout=20) as answer:
                    assert escape(OLD).encode() in answer.read()
                port = urlsplit(found[0]).port
                with socket.create_connection(("127.0.0.1", port), 20) as client:
                    head = f"POST / HTTP/1.1\r\nContent-Length: {BODY + 1}\r\n\r\n"
                    client.sendall(head.encode())  # it is refused before it is sent
                    assert client.recv(99).startswith(b"HTTP/1.1 413 ")
            finally:
                command.send_signal(number)
            rest, errors = command.communicate(timeout=20)
        assert (rest, but_early(errors)) == ("", "")
        assert command.returncode in (0, 130)

    def test_a_port_that_is_taken(self) -> None:
        """It is named, with the reason."""
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            said = refused("--serve", "--port", port)
        assert said == f"port {port}: Address already in use"

    @pytest.mark.parametrize("port", ["x", "65536", "²"])
    def test_a_port_that_is_none(
        self, port: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It is refused with the range."""
        with pytest.raises(SystemExit):
            main(["--serve", f"--port={port}"])
        assert f"wants 0 to 65535, got {port!r}" in capsys.readouterr().err
