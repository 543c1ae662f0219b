"""examples.queues from Ruby, PHP, JavaScript and a shell, on Redis."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

import examples.queues
from examples.peers import Server
from examples.queues import Counts, Dead
from examples.queues.protocol import DELIVERIES, Body
from examples.queues.redis_queue import GROUP, RedisQueue

pytestmark = pytest.mark.beside("queues")

CLIENTS = Path(examples.queues.__file__).parent / "clients"
BODY: Body = {
    "title": "Kirsche 🍒\n\t'\"$(x)`x`\\ *  \u2028",
    "size": [160, 1.5, None, True],
    "": {"deep": [{}]},
    "*": "-x",
}
WHY = 'no "cherry" $(x) *'
# How each puts the JSON that is its last argument, and how it takes one: says its body,
# and acks it after a line on standard input.
RUBY = "queue = TaskQueue.new(ARGV[0], ARGV[1]);"
PHP = """require $argv[1]; $place = parse_url($argv[2]);
$queue = new TaskQueue($place['host'], $place['port'], $argv[3]);"""
NODE = """import { open } from "FILE"; import { createInterface } from "node:readline";
const [url, name, json] = process.argv.slice(1);
const queue = await open(url, name);"""
PUT = {
    "mjs": f"{NODE} console.log(await queue.put(JSON.parse(json)));"
    " await queue.close()",
    "rb": f"{RUBY} puts queue.put(JSON.parse(ARGV[2]))",
    "php": f"{PHP} echo $queue->put(json_decode($argv[4])), PHP_EOL;",
    "sh": "put",
}
TAKE = {
    "mjs": f"""{NODE} const task = await queue.take({{ wait: 20 }});
        console.log(JSON.stringify(task.body));
        const input = createInterface(process.stdin);
        await new Promise((then) => input.once("line", then)); input.close();
        const acks = [await queue.ack(task), await queue.ack(task)];
        console.log(JSON.stringify(acks)); await queue.close()""",
    "rb": f"""{RUBY} task = queue.take(wait: 20); puts JSON.generate(task.body)
        $stdout.flush; $stdin.gets; puts [queue.ack(task), queue.ack(task)].to_json
        queue.close""",
    "php": f"""{PHP} $task = $queue->take(wait: 20);
        echo json_encode($task[3]), PHP_EOL; fgets(STDIN);
        echo json_encode([$queue->ack($task), $queue->ack($task)]); $queue->close();""",
    "sh": """printf '%s\\n' "$1"; read -r _""",
}
FAIL = {
    "mjs": f"{NODE} await queue.fail(await queue.take({{ wait: 20 }}), '{WHY}');"
    " await queue.close()",
    "rb": f"{RUBY} queue.fail(queue.take(wait: 20), %q[{WHY}])",
    "php": f"{PHP} $queue->fail($queue->take(wait: 20), '{WHY}');",
    "sh": f"echo '{WHY}' >&2; false",
}
PEERS = {
    "mjs": ["node", "redis.js"],
    "rb": ["ruby", "redis.rb"],
    "php": ["php", "phpredis"],
    "sh": [],
}


def end(process: subprocess.Popen[str], by: signal.Signals) -> None:
    """End a process and what it started, unless it has."""
    with process:  # waits, and closes its pipes
        if process.poll() is None:
            os.killpg(process.pid, by)


class Client:
    """A language with a queue of its own."""

    def __init__(self, ending: str, url: str) -> None:
        self.ending = ending
        self.place = (url, token_hex(8))
        self.queue = RedisQueue(*self.place, lease=0.2)
        self.started: list[subprocess.Popen[str]] = []
        self.file = str(CLIENTS / f"queue.{ending}")

    def command(self, does: dict[str, str], *arguments: str) -> list[str]:
        """Return what runs it."""
        if self.ending == "rb":
            program = ["ruby", "-r", self.file, "-e", does["rb"]]
            return [*program, *self.place, *arguments]
        if self.ending == "mjs":
            code = does["mjs"].replace("FILE", Path(self.file).as_uri())
            return ["node", "--input-type=module", "-e", code, *self.place, *arguments]
        if self.ending == "php":
            program = ["php", "-r", does["php"], "--", self.file]
            return [*program, *self.place, *arguments]
        if does is PUT:
            return [self.file, *self.place, does["sh"], *arguments]
        return [self.file, *self.place, "work", "bash", "-c", does["sh"], "take"]

    def start(self, does: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
        """Start it, in a process group of its own."""
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            self.command(does, *arguments),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def close(self) -> None:
        """End what it started."""
        for process in self.started:
            end(process, signal.SIGTERM)
        self.queue.close()


@pytest.fixture(
    params=[
        pytest.param(
            ending, marks=[pytest.mark.peer(name) for name in ("redis", *names)]
        )
        for ending, names in PEERS.items()
    ]
)
def client(
    request: pytest.FixtureRequest, redis: Server, ran: set[str]
) -> Iterator[Client]:
    """Be each language in turn."""
    ran.add(f"examples/queues/clients/queue.{request.param}")
    one = Client(request.param, f"redis://{redis.host}:{redis.port}/0")
    yield one
    one.close()


def all_done(queue: RedisQueue) -> None:
    """Wait until nothing is left."""
    while queue.counts() != Counts(0, 0, 0):
        time.sleep(0.02)


def test_python_takes_what_it_puts(client: Client) -> None:
    """The body is the same, the id is told."""
    said, wrong = client.start(PUT, json.dumps(BODY)).communicate()
    task = client.queue.take()
    assert task
    assert (task.id, task.body, task.delivery) == (said.strip(), BODY, 1), wrong


def test_it_takes_what_python_puts(client: Client) -> None:
    """On one line, and acks it, once."""
    client.queue.put(BODY)
    taker = client.start(TAKE)
    assert taker.stdin
    assert taker.stdout
    assert json.loads(taker.stdout.readline()) == BODY
    assert client.queue.counts() == Counts(0, 1, 0)
    taker.stdin.write("\n")
    taker.stdin.flush()
    all_done(client.queue)
    if client.ending != "sh":
        assert json.loads(taker.stdout.readline()) == [True, False]
        assert taker.wait() == 0
        assert client.queue.client.xinfo_consumers(client.queue.stream, GROUP) == []


def test_a_killed_taker_loses_nothing(client: Client) -> None:
    """The task is Python's when its lease is over."""
    number = client.queue.put(BODY)
    taker = client.start(TAKE)
    assert taker.stdout
    taker.stdout.readline()
    end(taker, signal.SIGKILL)
    task = client.queue.take(wait=20)
    assert task
    assert (task.id, task.body, task.delivery) == (number, BODY, 2)
    client.queue.ack(task)


def test_what_it_fails_comes_back(client: Client) -> None:
    """And is dead in the end, with what it said."""
    number = client.queue.put(BODY)
    for _ in range(DELIVERIES - 2):  # each start of a language takes long
        task = client.queue.take()
        assert task
        client.queue.fail(task, "before")
    while not (dead := client.queue.dead()):
        process = client.start(FAIL)
        if client.ending == "sh":  # works until it is killed
            while not client.queue.dead():
                time.sleep(0.02)
            end(process, signal.SIGTERM)
        process.wait()
    assert dead == [Dead(number, BODY, WHY)]


def test_an_error_of_redis_is_told(client: Client) -> None:
    """It is no id, and no empty queue."""
    client.queue.client.set(client.queue.stream, "mine")
    for does in (PUT, TAKE):
        process = client.start(does, "{}")
        assert "WRONGTYPE" in process.communicate()[1]
        assert process.returncode
