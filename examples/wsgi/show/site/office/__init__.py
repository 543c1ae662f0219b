"""The Django application: Django's own admin, for the user of the context.

Django's settings are one global of a process.  Importing this configures
nothing; :func:`configure` does, and refuses a process that has other settings.

Django trusts the server when it says who the user is, in REMOTE_USER (CGI, RFC
3875): the layer below sets it from the context, and over whatever was there.
A client cannot: its headers arrive as HTTP_….

The tables of Django and those of the shop lie in one file.  Django's own
queries go through a connection of Django's own; what we wrote, through the
one of the context.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from secrets import token_urlsafe
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import django
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

from ....context import context

FILES = Path(admin.__file__).parent / "static"
"""Style sheets, pictures and scripts of the admin."""

ENGINE = {"ENGINE": "django.db.backends.sqlite3"}
APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.RemoteUserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
BACKENDS = ["django.contrib.auth.backends.RemoteUserBackend"]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": PROCESSORS},
}


def office(database: Path, superuser: str) -> WSGIApplication:
    """Make Django's admin ready to use: settings, tables and one superuser.

    A process has one office.  When the file of its database is gone, there may be
    another: a notebook's cell is run again.

    :raises RuntimeError: if there is one, or other Django settings.
    """
    configure()
    django.setup()
    move(database)
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    users.exclude(username=superuser).update(is_staff=False, is_superuser=False)
    if not users.filter(username=superuser).exists():
        users.create_superuser(superuser)
    connections.close_all()
    return as_remote_user(get_wsgi_application())


def move(database: Path) -> None:
    """Let Django have this database, the way its own test runner does."""
    own = connections["default"].settings_dict
    if own["NAME"] and Path(own["NAME"]).exists():
        raise RuntimeError(f"Django has {own['NAME']}: use another process")
    connections.close_all()
    own["NAME"] = database


def configure() -> None:
    """Set Django's settings, which cannot be set twice; these may be there already.

    :raises RuntimeError: if this process has others.
    """
    if settings.configured:
        if __name__ not in settings.INSTALLED_APPS:
            raise RuntimeError("Django has settings: use another process")
        return
    settings.configure(
        SECRET_KEY=token_urlsafe(),
        ALLOWED_HOSTS=["*"],  # asked in front of all three
        DATABASES={"default": ENGINE},
        INSTALLED_APPS=[__name__, *APPS],
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[TEMPLATES],
        AUTHENTICATION_BACKENDS=BACKENDS,
        ROOT_URLCONF=f"{__name__}.urls",
        STATIC_URL="/static/",
        LOGOUT_REDIRECT_URL="/",
        SESSION_COOKIE_PATH="/admin",
        CSRF_COOKIE_PATH="/admin",
        TIME_ZONE="UTC",
        USE_TZ=True,
    )


def as_remote_user(app: WSGIApplication) -> WSGIApplication:
    """Tell an application, the way a server would, who the user is."""

    def told(
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        inside = environ.copy()
        inside.pop("REMOTE_USER", None)  # the server's own idea
        if user := context(environ).user:
            inside["REMOTE_USER"] = user
        return app(inside, start_response)

    return told
