"""examples.wsgi.once: built once, under load, in bounded number."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, Event, Semaphore
from wsgiref.types import WSGIApplication

import pytest

from examples.views.ask import Answer, ask
from examples.wsgi.answers import answer
from examples.wsgi.once import Once, StillBuildingError
from examples.wsgi.subdomains import Subdomains

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

    def join(self, key: str, future: Future[Shop]) -> Shop:
        """Wait, and tell."""
        self.waiting.release()
        return super().join(key, future)

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
        once = Once(works)

        def asking(_: int) -> Shop:
            barrier.wait(SOON)
            return once("ada")

        with ThreadPoolExecutor(50) as threads:
            assert len(set(threads.map(asking, range(50)))) == 1
        assert works.calls == {"ada": 1}

    def test_those_who_wait(self) -> None:
        """Those who come while it is built get what the first one built."""
        works = Works("ada")
        once = Watched(works)
        with building(once, works, waiting=9) as (first, others):
            pass
        assert {future.result() for future in others} == {first.result()}
        assert once("ada") is first.result()
        assert works.calls == {"ada": 1}

    def test_another_is_not_held_up(self) -> None:
        """While one is built, others are built and given out."""
        works = Works("ada")
        once = Watched(works)
        with building(once, works, waiting=1) as (first, _):
            assert once("bob") is once("bob")
            assert not first.done()

    def test_two_are_built_at_once(self) -> None:
        """Factories of different keys run side by side."""
        barrier = Barrier(2)

        def together(key: str) -> str:
            barrier.wait(SOON)
            return key

        with ThreadPoolExecutor(2) as threads:
            assert [*threads.map(Once(together), ["ada", "bob"])] == ["ada", "bob"]

    def test_impatience(self) -> None:
        """Waiting ends, the build does not; what it gave is there afterwards."""
        works = Works("ada")
        once = Watched(works, patience=0)
        with (
            building(once, works) as (first, _),
            pytest.raises(StillBuildingError, match="ada"),
        ):
            once("ada")
        assert once("ada") is first.result()

    @pytest.mark.parametrize(
        ("name", "value"), [("limit", 0), ("patience", -1), ("patience", float("nan"))]
    )
    def test_bounds_that_are_none(self, name: str, value: float) -> None:
        """A bound that would never hold is refused by name."""
        with pytest.raises(ValueError, match=f"^{name}: expected .* got {value}"):
            Once(Works(), **{name: value})  # type: ignore[arg-type]  # what is tested


class TestFailing:
    """A factory that raises."""

    @pytest.mark.parametrize("error", [LookupError("ada"), TimeoutError("database")])
    def test_all_are_told(self, error: Exception) -> None:
        """Who waited gets the builder's error; who asks next has it built again."""
        works = Works("ada")
        once = Watched(works)
        works.fail = lambda: error
        with building(once, works, waiting=9) as (first, others):
            pass
        assert {future.exception() for future in [first, *others]} == {error}
        assert works.calls == {"ada": 1}
        works.fail = None
        assert once("ada") is once("ada")
        assert works.calls == {"ada": 2}

    def test_an_exit_is_for_one(self) -> None:
        """A builder that is told to exit does not take the others along."""
        works = Works("ada")
        once = Watched(works)
        works.fail = SystemExit
        with building(once, works, waiting=2) as (first, others):
            pass
        assert isinstance(first.exception(), SystemExit)
        assert {type(future.exception()) for future in others} == {StillBuildingError}

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

    def test_who_still_works_with_it(self) -> None:
        """What is forgotten lives as long as a request has it, and no longer."""
        once = Once(Works(), limit=1)
        shop = once("ada")
        closed = Event()
        weakref.finalize(shop, closed.set)
        once("bob")
        gc.collect()
        assert not closed.is_set()
        assert once("ada") is not shop
        del shop
        gc.collect()
        assert closed.is_set()

    def test_on_request(self) -> None:
        """What was forgotten on request is built anew; what was not there is fine."""
        works = Works()
        once = Once(works)
        before = once("ada")
        once.forget("ada")
        once.forget("bob")
        assert once("ada") is not before

    def test_while_it_is_built(self) -> None:
        """A build begun before is for those who wait, and for nobody after."""
        works = Works("ada")
        once = Watched(works)
        with building(once, works, waiting=1) as (first, others):
            once.forget("ada")
            works.go["ada"].set()
            assert others[0].result(SOON) is first.result(SOON)
            assert once("ada") is not first.result(SOON)
        assert works.calls == {"ada": 2}


class TestServing:
    """Tenants with applications of their own."""

    def site(self, once: Callable[[str], WSGIApplication]) -> WSGIApplication:
        """Make the application around it."""
        return Subdomains("<tenant>.example.com", factory=once)

    def test_built_once(self) -> None:
        """Fifty requests at once for a tenant build one application."""
        works, barrier = Works(), Barrier(50)

        def factory(tenant: str) -> WSGIApplication:
            works(tenant)
            return answer("200 Cherries")

        app = self.site(factory)

        def asking(number: int) -> Answer:
            barrier.wait(SOON)
            return ask(app, HTTP_HOST=f"{'Ada' if number % 2 else 'ada'}.example.com")

        with ThreadPoolExecutor(50) as threads:
            answers = [*threads.map(asking, range(50))]
        assert {(reply.text, reply.error) for reply in answers} == {
            ("cherries\n", None)
        }
        assert works.calls == {"ada": 1}

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_busy(self, method: str) -> None:
        """Who waits too long is told to come back."""
        begun, go = Event(), Event()

        def factory(tenant: str) -> WSGIApplication:
            begun.set()
            assert go.wait(SOON)
            return answer("200 Cherries")

        app = self.site(Once(factory, patience=0))
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(ask, app, HTTP_HOST="ada.example.com")
            assert begun.wait(SOON)
            reply = ask(app, method=method, HTTP_HOST="ada.example.com")
            go.set()
        assert reply.error is None
        assert reply.status == "503 Service Unavailable"
        assert reply.all("Retry-After") == ["5"]
        assert first.result().text == "cherries\n"

    def test_a_tenant_that_comes_later(self) -> None:
        """That a tenant did not exist is not remembered."""
        shops: dict[str, WSGIApplication] = {}
        app = self.site(shops.__getitem__)
        assert ask(app, HTTP_HOST="ada.example.com").status == "404 Not Found"
        shops["ada"] = answer("200 Cherries")
        assert ask(app, HTTP_HOST="ada.example.com").status == "200 Cherries"

    def test_a_tenant_that_changes(self) -> None:
        """Whoever changes a tenant has it built anew, through the Once it gave."""
        shops = {"ada": answer("200 Cherries")}
        once = Once(shops.__getitem__)
        app = self.site(once)
        assert ask(app, HTTP_HOST="ada.example.com").status == "200 Cherries"
        shops["ada"] = answer("200 Plums")
        assert ask(app, HTTP_HOST="ada.example.com").status == "200 Cherries"
        once.forget("ada")
        assert ask(app, HTTP_HOST="ada.example.com").status == "200 Plums"
