"""Make the triggers: each write raises the version by one, and tells who listens."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from ..triggers import NOTIFY, VERSION


def make(apps: Any, editor: Any) -> None:
    """Make those of this database."""
    vendor = editor.connection.vendor
    editor.execute(VERSION[vendor])
    if vendor in NOTIFY:
        editor.execute(NOTIFY[vendor])


class Migration(migrations.Migration):
    """Two triggers, in the words of each database."""

    dependencies = (("office", "0001_initial"),)
    operations = (migrations.RunPython(make),)
