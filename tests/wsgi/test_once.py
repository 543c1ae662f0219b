"""examples.wsgi.hosts.once: built once, under load, in bounded number."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, Event, Semaphore
from typing import cast
from wsgiref.types import WSGIApplication

import pytest

from examples.views.ask import ask
from examples.wsgi.base import answer
from examples.wsgi.hosts import once as module
from examples.wsgi.hosts.once import Build, BuildFailedError, Once, StillBuildingError
from examples.wsgi.hosts.subdomains import Subdomains

SOON = 30.0  # seconds that no test comes near, unless something hangs


class Shop:
    """Something a factory builds."""


class Works:
    """A factory that counts, and that builds some things only when told to."""

    def __init__(self, *slow: str) -> None:
        self.calls: Counter[str] = Counter()
        self.begun = {key: Event() for key in slow}
        self.go = {key: Event() for key in slow}
        self.fail: Callable[[], BaseException] | None = None

    def __call__(self, key: str) -> Shop:
        """Build."""
        self.calls[key] += 1
        if key in self.go:
            self.begun[key].set()
            assert self.go[key].wait(SOON)
        if self.fail:
            raise self.fail()
        return Shop()


class Watched(Once[Shop]):
    """Tells when a thread begins to wait for another's factory."""

    def __init__(self, works: Works, limit: int = 100, patience: float = SOON) -> None:
        super().__init__(works, limit, patience)
        self.waiting = Semaphore(0)

    def join(self, key: str, theirs: Build[Shop]) -> Shop:
        """Wait, and tell."""
        self.waiting.release()
        return super().join(key, theirs)

    def await_waiting(self, number: int) -> None:
        """Return when so many threads wait."""
        for _ in range(number):
            assert self.waiting.acquire(timeout=SOON)


@contextmanager
def building(
    once: Watched, works: Works, waiting: int = 0
) -> Iterator[tuple[Future[Shop], list[Future[Shop]]]]:
    """Have one thread build "ada", and others wait for it; both end at the end."""
    with ThreadPoolExecutor(waiting + 1) as threads:
        first = threads.submit(once, "ada")
        try:
            assert works.begun["ada"].wait(SOON)
            others = [threads.submit(once, "ada") for _ in range(waiting)]
            once.await_waiting(waiting)
            yield first, others
        finally:
            works.go["ada"].set()


class TestBuilding:
    """Who builds, who waits, and what for."""

    def test_fifty_at_once(self) -> None:
        """Fifty threads that ask at once get one thing, built once."""
        works, barrier = Works(), Barrier(50)
        once = Once(works, patience=SOON)

        def asking(_: int) -> Shop:
            barrier.wait(SOON)
            return once("ada")

        with ThreadPoolExecutor(50) as threads:
            assert len(set(threads.map(asking, range(50)))) == 1
        assert works.calls == {"ada": 1}

    def test_two_are_built_at_once(self) -> None:
        """Factories of different keys run side by side."""
        barrier = Barrier(2)

        def together(key: str) -> str:
            barrier.wait(SOON)
            return key

        with ThreadPoolExecutor(2) as threads:
            assert [*threads.map(Once(together), ["ada", "bob"])] == ["ada", "bob"]

    @pytest.mark.parametrize(("age", "left"), [(0.0, 0.5), (0.25, 0.25), (2.0, -1.5)])
    def test_half_a_second(
        self, monkeypatch: pytest.MonkeyPatch, age: float, left: float
    ) -> None:
        """Unless told otherwise, others wait until a build is half a second old."""
        waits: list[float] = []

        class Impatient(Event):
            """Notes how long it should wait, and does not."""

            def wait(self, timeout: float | None = None) -> bool:
                assert timeout is not None
                waits.append(timeout)
                return self.is_set()

        now = [1e6]
        monkeypatch.setattr(module, "monotonic", lambda: now[0])
        monkeypatch.setattr(module, "Event", Impatient)
        once = Once(Works())
        once.building["ada"] = Build()
        now[0] += age
        with pytest.raises(StillBuildingError, match="ada"):
            once("ada")
        assert waits == [left]

    @pytest.mark.parametrize(
        ("name", "value"),
        [("limit", 0), ("patience", -1), ("patience", 1e10)],
    )
    def test_bounds_that_are_none(self, name: str, value: float) -> None:
        """A bound that would never hold is refused by name."""
        with pytest.raises(ValueError, match=f"^{name}: expected .* got {value}"):
            Once(Works(), **{name: value})  # type: ignore[arg-type]  # what is tested


class TestFailing:
    """A factory that raises."""

    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (KeyError("ada"), LookupError),
            (TimeoutError("database"), BuildFailedError),
        ],
    )
    def test_all_are_told(self, error: Exception, kind: type[Exception]) -> None:
        """Who waited gets an error that names the builder's; the next builds again.

        Each has one of its own, which holds no frame of another thread.
        """
        works = Works("ada")
        once = Watched(works)
        works.fail = lambda: error
        with building(once, works, waiting=9) as (first, others):
            pass
        assert first.exception() is error
        told = [future.exception() for future in others]
        assert len({id(one) for one in told}) == 9
        for one in told:
            assert type(one) is kind
            assert one.__cause__ is one.__context__ is None
            said = f"'ada': {type(error).__name__} in the thread that was building it"
            assert str(one) == said
        assert works.calls == {"ada": 1}
        works.fail = None
        assert once("ada") is once("ada")
        assert works.calls == {"ada": 2}

    def test_an_exit_is_for_one(self) -> None:
        """A builder that is told to exit takes nobody along, and blocks nobody."""
        works = Works("ada")
        once = Watched(works)
        works.fail = SystemExit
        with building(once, works, waiting=2) as (first, others):
            pass
        assert isinstance(first.exception(), SystemExit)
        for future in others:
            assert type(future.exception()) is StillBuildingError
            assert "SystemExit" in str(future.exception())
        works.fail = None
        assert once("ada") is once("ada")

    def test_names_that_do_not_exist(self) -> None:
        """A thousand of them leave nothing, not even work for the collector."""

        raised: list[weakref.ref[Exception]] = []

        class NoShopError(LookupError):
            """Known as long as it lives."""

            def __init__(self) -> None:
                raised.append(weakref.ref(self))

        works = Works()
        works.fail = NoShopError
        once = Once(works)
        gc.disable()
        try:
            for number in range(1000):
                with suppress(NoShopError):
                    once(str(number))
            assert not any(error() for error in raised)
        finally:
            gc.enable()
        assert len(raised) == 1000
        assert not once.ready
        assert not once.building


class TestForgetting:
    """What is kept, and what is not."""

    def test_the_longest_unused_goes(self) -> None:
        """Beyond the limit, what was asked for last stays."""
        works = Works()
        once = Once(works, limit=2)
        for key in ("ada", "bob", "ada", "eve", "ada", "bob"):
            once(key)
        assert works.calls == {"ada": 1, "bob": 2, "eve": 1}

    def test_thousands_of_names(self) -> None:
        """A stranger fills no memory, and cannot push out what is being built."""
        works = Works("ada")
        once = Watched(works, limit=3)
        with building(once, works, waiting=1) as (first, others):
            for number in range(1000):
                once(str(number))
                assert len(once.ready) <= 3
        assert others[0].result() is first.result() is once("ada")
        assert len(once.ready) == 3
        assert works.calls["ada"] == 1

    def test_a_forgotten_build_that_ends_late(self) -> None:
        """It is not kept, and the newer one stays: who asks then waits for that."""
        begun, go = [Event(), Event()], [Event(), Event()]
        calls = iter(range(2))

        def factory(key: str) -> int:
            call = next(calls)
            begun[call].set()
            assert go[call].wait(SOON)
            return call

        once = Once(factory, patience=SOON)
        with ThreadPoolExecutor(3) as threads:
            try:
                older = threads.submit(once, "ada")
                assert begun[0].wait(SOON)
                once.forget("ada")
                newer = threads.submit(once, "ada")
                assert begun[1].wait(SOON)
                go[0].set()
                assert older.result(SOON) == 0
                after = threads.submit(once, "ada")
                go[1].set()
                assert newer.result(SOON) == after.result(SOON) == once("ada") == 1
            finally:
                go[0].set()
                go[1].set()

    def test_a_slow_end(self) -> None:
        """What a thing does when it goes holds nobody up: the lock is free."""
        once = Once(Works(), limit=1)
        free: list[bool] = []
        for number in range(2):
            weakref.finalize(
                once(str(number)), lambda: free.append(not once.lock.locked())
            )
        assert free == [True]
        once.forget("1")
        once.forget("what is not there")
        assert free == [True, True]


class TestServing:
    """Tenants with applications of their own."""

    def test_busy(self) -> None:
        """Who waits too long is told to come back."""
        begun, go = Event(), Event()

        def factory(tenant: str) -> WSGIApplication:
            begun.set()
            assert go.wait(SOON)
            return answer("200 Cherries")

        once = Once(factory, patience=0)
        app = Subdomains("<tenant>.example.com", factory=once)
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(ask, app, HTTP_HOST="ada.example.com")
            assert begun.wait(SOON)
            reply = ask(app, HTTP_HOST="ada.example.com")
            go.set()
        assert reply.error is None
        assert reply.status == "503 Service Unavailable"
        assert reply.all("Retry-After") == ["5"]
        assert first.result().text == "cherries\n"

    def test_a_tenant_that_nobody_is(self) -> None:
        """All who wait for a name that is none get the application for such names."""
        works = Works("ada")
        works.fail = lambda: KeyError("ada")
        once = Watched(works)
        app = Subdomains(
            "<tenant>.example.com",
            factory=cast("Once[WSGIApplication]", once),
            unknown=answer("421 Misdirected Request"),
        )
        with ThreadPoolExecutor(3) as threads:
            host = "ada.example.com"
            asked = [threads.submit(ask, app, HTTP_HOST=host) for _ in range(3)]
            once.await_waiting(2)
            works.go["ada"].set()
        statuses = {future.result().status for future in asked}
        assert statuses == {"421 Misdirected Request"}
        assert works.calls == {"ada": 1}
