"""Answers to the exercises of 09-zeromq, right and wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import pairwise
from typing import Any

from notebooks.exercises import Exercise, zeromq
from notebooks.exercises.zeromq import Died, Socket, Worker

Connect = Callable[[], Socket]


def missing(numbers: Sequence[int]) -> tuple[int, int]:
    """Count what came too early, and what was lost later."""
    lost = sum(right - left - 1 for left, right in pairwise(numbers))
    return (numbers[0] - 1 if numbers else 0), lost


def by_range(numbers: Sequence[int]) -> tuple[int, int]:
    """Take what was heard from what was sent."""
    if not numbers:
        return 0, 0
    absent = set(range(1, numbers[-1])) - set(numbers)
    late = {number for number in absent if number < numbers[0]}
    return len(late), len(absent - late)


def as_list(numbers: Sequence[int]) -> list[int]:
    """Count along, and return a list."""
    counts, expected = [0, 0], 1
    for place, number in enumerate(numbers):
        counts[place > 0] += number - expected
        expected = number + 1
    return counts


def the_last_only(numbers: Sequence[int]) -> tuple[int, int]:
    """Look at the first and the last, and forget those between."""
    return (numbers[0] - 1, numbers[-1] - numbers[0]) if numbers else (0, 0)


def the_other_way_round(numbers: Sequence[int]) -> tuple[int, int]:
    """Give the losses first."""
    late, lost = missing(numbers)
    return lost, late


def all_lost(numbers: Sequence[int]) -> tuple[int, int]:
    """Take what came too early for lost."""
    late, lost = missing(numbers)
    return 0, late + lost


def from_zero(numbers: Sequence[int]) -> tuple[int, int]:
    """Count from zero."""
    late, lost = missing(numbers)
    return (late + 1 if numbers else 0), lost


def gaps_only(numbers: Sequence[int]) -> tuple[int, int]:
    """Count the gaps, not what is missing in them."""
    late, _ = missing(numbers)
    return late, sum(right - left > 1 for left, right in pairwise(numbers))


def never_empty(numbers: Sequence[int]) -> tuple[int, int]:
    """Expect that something was heard."""
    return numbers[0] - 1, missing(numbers)[1]


def pirate(connect: Connect, request: str, tries: int) -> str:
    """Try with a fresh socket each time."""
    for _ in range(tries):
        socket = connect()
        try:
            socket.send(request)
            if (answer := socket.receive()) is not None:
                return answer
        finally:
            socket.close()
    raise TimeoutError


def one_socket(connect: Connect, request: str, tries: int) -> str:
    """Ask a socket again that waits for an answer."""
    socket = connect()
    for _ in range(tries):
        socket.send(request)
        if (answer := socket.receive()) is not None:
            socket.close()
            return answer
    raise TimeoutError


def left_open(connect: Connect, request: str, tries: int) -> str:
    """Close only what has answered."""
    for _ in range(tries):
        socket = connect()
        socket.send(request)
        if (answer := socket.receive()) is not None:
            socket.close()
            return answer
    raise TimeoutError


def if_true(connect: Connect, request: str, tries: int) -> str:
    """Take an empty answer for none."""
    for _ in range(tries):
        socket = connect()
        try:
            socket.send(request)
            if answer := socket.receive():
                return answer
        finally:
            socket.close()
    raise TimeoutError


def none_for_an_answer(connect: Connect, request: str, tries: int) -> str | None:
    """Give None where nobody answered."""
    try:
        return pirate(connect, request, tries)
    except TimeoutError:
        return None


def in_words(connect: Connect, request: str, tries: int) -> str:
    """Return the name of the error."""
    try:
        return pirate(connect, request, tries)
    except TimeoutError:
        return "TimeoutError"


def something_else(connect: Connect, request: str, tries: int) -> str:
    """Ask, but not what was to be asked."""
    return pirate(connect, "x", tries)


def before_the_loop(connect: Connect, request: str, tries: int) -> str:
    """Connect all sockets first."""
    sockets = [connect() for _ in range(tries)]
    try:
        return pirate(iter(sockets).__next__, request, tries)
    finally:
        for socket in sockets:
            socket.close()


def open_after_an_error(connect: Connect, request: str, tries: int) -> str:
    """Close after an answer and after silence, and forget that it may fail."""
    for _ in range(tries):
        socket = connect()
        socket.send(request)
        answer = socket.receive()
        socket.close()
        if answer is not None:
            return answer
    raise TimeoutError


def open_after_send_fails(connect: Connect, request: str, tries: int) -> str:
    """Close whatever is received, and forget that to send may fail."""
    for _ in range(tries):
        socket = connect()
        socket.send(request)
        try:
            answer = socket.receive()
        finally:
            socket.close()
        if answer is not None:
            return answer
    raise TimeoutError


def tried_again_after_an_error(connect: Connect, request: str, tries: int) -> str:
    """Take any error for silence."""
    for _ in range(tries):
        with connect() as socket:
            try:
                socket.send(request)
                if (answer := socket.receive()) is not None:
                    return answer
            except OSError:
                continue
    raise TimeoutError


def with_with(connect: Connect, request: str, tries: int) -> str:
    """Let the socket close itself, and count down."""
    if not tries:
        raise TimeoutError(f"no answer to {request}")
    with connect() as socket:
        socket.send(request)
        answer = socket.receive()
    return with_with(connect, request, tries - 1) if answer is None else answer


def with_closing(connect: Connect, request: str, tries: int) -> str:
    """Let the library close it."""
    for _ in range(tries):
        with closing(connect()) as socket:
            socket.send(request)
            answer = socket.receive()
            if answer is not None:
                return answer
    raise TimeoutError


def once_more(connect: Connect, request: str, tries: int) -> str:
    """Try, and then as often as was said."""
    return pirate(connect, request, tries + 1)


def for_ever(connect: Connect, request: str, tries: int) -> str:
    """Try until somebody answers; here a hundred times."""
    return pirate(connect, request, 100)


def poison(request: str, workers: list[Worker], tries: int) -> str:
    """Give a request to so many workers, if they die of it."""
    for worker in workers[:tries]:
        try:
            return worker(request)
        except Died:
            continue
    raise LookupError(request)


def counted(request: str, workers: list[Worker], tries: int) -> str:
    """Count the deaths."""
    deaths = 0
    while workers and deaths < tries:
        try:
            return workers.pop(0)(request)
        except Died:
            deaths += 1
    raise IndexError(f"{deaths} workers died on it")


def first_true(request: str, workers: list[Worker], tries: int) -> str:
    """Take an empty answer for none."""
    for worker in workers[:tries]:
        try:
            if answer := worker(request):
                return answer
        except Died:
            continue
    raise LookupError(request)


def handed_in_words(request: str, workers: list[Worker], tries: int) -> str:
    """Return an error as a text."""
    try:
        return poison(request, workers, tries)
    except KeyError as error:
        return str(error)


def the_first_again(request: str, workers: list[Worker], tries: int) -> str:
    """Ask the one that has died."""
    for _ in range(tries if workers else 0):
        try:
            return workers[0](request)
        except Died:
            continue
    raise LookupError(request)


def all_workers(request: str, workers: list[Worker], tries: int) -> str:
    """Let a poison kill them all."""
    return poison(request, workers, len(workers))


def first_only(request: str, workers: list[Worker], tries: int) -> str:
    """Give up at an accident."""
    return poison(request, workers, 1)


def any_error(request: str, workers: list[Worker], tries: int) -> str:
    """Take a worker's answer for its death."""
    for worker in workers[:tries]:
        try:
            return worker(request)
        except Exception:
            continue
    raise LookupError(request)


def last_error(request: str, workers: list[Worker], tries: int) -> str:
    """Let the client die of it too."""
    for number, worker in enumerate(workers[:tries], 1):
        try:
            return worker(request)
        except Died:
            if number == tries:
                raise
    raise LookupError(request)


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-missing": (missing, zeromq.missing),
    "exercise-pirate": (pirate, zeromq.pirate),
    "exercise-poison": (poison, zeromq.poison),
}
OTHERS: Entries = {
    "what is absent from a range": (by_range, zeromq.missing),
    "a list of two counts": (as_list, zeromq.missing),
    "the socket in a with": (with_with, zeromq.pirate),
    "the socket in closing()": (with_closing, zeromq.pirate),
    "deaths are counted; a subclass is raised": (counted, zeromq.poison),
}
MISTAKES: Entries = {
    "late is lost": (all_lost, zeromq.missing),
    "counted from zero": (from_zero, zeromq.missing),
    "gaps are counted": (gaps_only, zeromq.missing),
    "something is always heard": (never_empty, zeromq.missing),
    "those between are forgotten": (the_last_only, zeromq.missing),
    "losses first": (the_other_way_round, zeromq.missing),
    "one socket for all tries": (one_socket, zeromq.pirate),
    "silent sockets stay open": (left_open, zeromq.pirate),
    "an empty answer is none": (if_true, zeromq.pirate),
    "no answer is an answer": (none_for_an_answer, zeromq.pirate),
    "the name of an error": (in_words, zeromq.pirate),
    "another question": (something_else, zeromq.pirate),
    "all are connected first": (before_the_loop, zeromq.pirate),
    "open after an error": (open_after_an_error, zeromq.pirate),
    "open after an error of send": (open_after_send_fails, zeromq.pirate),
    "an error is silence": (tried_again_after_an_error, zeromq.pirate),
    "one try too many": (once_more, zeromq.pirate),
    "tries without end": (for_ever, zeromq.pirate),
    "it kills all": (all_workers, zeromq.poison),
    "no second worker": (first_only, zeromq.poison),
    "an error is taken for a death": (any_error, zeromq.poison),
    "the death is handed on": (last_error, zeromq.poison),
    "an empty answer is a death": (first_true, zeromq.poison),
    "an error is told": (handed_in_words, zeromq.poison),
    "the dead is asked again": (the_first_again, zeromq.poison),
}
