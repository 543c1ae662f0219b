"""What is done with Django's own words, in the office's process."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from examples.datastore.then import office
from tests.datastore.halfway import wait_for

HURRY = 50  # ms


def reprice_all(tag: UUID, price: str) -> int:
    """Update rows without a look at their version, as any view may."""
    from examples.datastore.office.models import Cherry

    return int(Cherry.objects.filter(tag=tag).update(price=price))


def hurry() -> None:
    """Wait for a lock no longer than 50 ms, in this connection."""
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            f"PRAGMA busy_timeout = {HURRY}"
            if sqlite
            else f"SET lock_timeout = {HURRY}"
        )


def orphan() -> None:
    """Order a cherry that is not there."""
    from examples.datastore.office.models import Order

    Order.objects.create(cherry_id=999_999, grams=1)


def picked_at(when: Any) -> list[UUID]:
    """Find cherries by their time."""
    from examples.datastore.office.models import Cherry

    return [one.tag for one in Cherry.objects.filter(picked_at=when)]


def placed(tag: UUID) -> list[Any]:
    """Read when orders were placed."""
    from examples.datastore.office.models import Order

    return list(
        Order.objects.filter(cherry__tag=tag).values_list("placed_at", flat=True)
    )


def as_in_2011(name: str) -> tuple[int, datetime]:
    """Read a cherry of 2011."""
    then = office_of_2011()
    row = then.objects.get(name=name)
    return row.grams, row.picked_at


def grams_of_2011(name: str, first: Path, second: Path) -> None:
    """Sell 100 grams as in 2011, and think about it in the middle."""
    row = office_of_2011().objects.get(name=name)
    first.touch()
    wait_for(second)
    row.grams -= 100
    row.save()


@cache
def office_of_2011() -> Any:
    """Make the model, once in a process."""
    return office()


@cache
def signed() -> Any:
    """Sign in to the admin, once in a process."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    user = get_user_model().objects.create_superuser("anna")
    client = Client(headers={"Host": "localhost"})
    client.force_login(user)
    return client


def visit(path: str) -> tuple[int, str]:
    """Look at a page of the admin."""
    answer = signed().get(path, follow=True)
    return answer.status_code, answer.content.decode()


def submit(path: str, form: dict[str, Any]) -> tuple[int, str]:
    """Submit a form of the admin."""
    answer = signed().post(path, form, follow=True)
    return answer.status_code, answer.content.decode()


def key(tag: UUID) -> int:
    """Return the number under which the admin knows a cherry."""
    from examples.datastore.office.models import Cherry

    return int(Cherry.objects.get(tag=tag).pk)


def sees_warnings() -> list[str]:
    """Ask Django's own checks, and whether a migration is missing."""
    from django.core import checks
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    return [str(one) for one in checks.run_checks()]
