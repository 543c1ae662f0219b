"""The office: Django, its admin, and the migrations, which it owns.

Django's settings are one global of a process.  Importing this configures nothing;
`configure` does, once.
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any
from urllib.parse import unquote, urlsplit

from ..protocol import BUSY, KNOWN

APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]
    },
}


def database(url: str) -> dict[str, Any]:
    """Make Django's settings of a database from its URL.

    :raises ValueError: if it is neither SQLite's nor PostgreSQL's.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "timeout": BUSY,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode = WAL",
            },
        }
    if parts.scheme == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]) or "postgres",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "OPTIONS": {"options": f"-c lock_timeout={BUSY:g}s"},
        }
    raise ValueError(f"{url!r} is no store: {KNOWN}")


def configure(url: str) -> None:
    """Let this process be the office of a store.

    :raises RuntimeError: if it is that of another one, or has other settings.
    """
    import django
    from django.conf import settings

    wanted = database(url)
    if settings.configured:
        if getattr(settings, "STORE", None) != url:
            raise RuntimeError("Django has other settings: use another process")
        return
    settings.configure(
        STORE=url,
        SECRET_KEY=token_urlsafe(),
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        DATABASES={"default": wanted},
        INSTALLED_APPS=[__name__, *APPS],
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[TEMPLATES],
        ROOT_URLCONF=f"{__name__}.urls",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        STATIC_URL="/static/",
        TIME_ZONE="UTC",
        USE_TZ=True,
    )
    django.setup()


def migrate() -> None:
    """Bring the store's tables up to date: Django owns them."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
