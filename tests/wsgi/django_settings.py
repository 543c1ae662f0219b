"""Django settings for a block, whoever else in the process has some."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.conf import UserSettingsHolder, global_settings, settings
from django.core.cache import caches
from django.db import connections
from django.test import override_settings


@contextmanager
def project(**chosen: Any) -> Iterator[None]:
    """Have Django's defaults, but for what is chosen.

    Afterwards the process is as it was: with settings of its own, or without.
    """
    own = UserSettingsHolder(global_settings)
    own.SECRET_KEY = "cherries"
    with ExitStack() as restored:
        restored.enter_context(patch.object(settings, "_wrapped", own))
        for remembering in (connections, caches):
            restored.enter_context(patch.dict(vars(remembering)))
            vars(remembering).pop("settings", None)
        own_choice = {"TEMPLATES": [], "USE_I18N": False, **chosen}
        restored.enter_context(override_settings(**own_choice))
        yield
