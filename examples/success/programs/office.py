"""The office: Django's admin on the store of ``11``, for who is signed in.

Django trusts the server when it says who the user is, in REMOTE_USER (CGI, RFC 3875).
Here that is whom the signed header names.

``python -m examples.success.programs.office`` brings the tables of the store up to
date, and puts the first cherries into them; in one process `prepare` does.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import django
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.static import serve
from werkzeug.exceptions import ServiceUnavailable

from ...datastore.office import database
from ..hosts import home
from .settings import STAFF, needed, who

FILES = Path(admin.__file__).parent / "static"
STORE = f"{__package__.rsplit('.', 2)[0]}.datastore.office"
DJANGO = "django.contrib"
APPS = [
    f"{DJANGO}.admin.apps.SimpleAdminConfig",
    *(f"{DJANGO}.{name}" for name in ("auth", "contenttypes", "messages", "sessions")),
]
MIDDLEWARE = [
    f"{DJANGO}.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    f"{DJANGO}.auth.middleware.AuthenticationMiddleware",
    f"{DJANGO}.auth.middleware.RemoteUserMiddleware",
    f"{DJANGO}.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.request",
    f"{DJANGO}.auth.context_processors.auth",
    f"{DJANGO}.messages.context_processors.messages",
]


class Office(admin.AdminSite):
    """Django's admin, whose sign-in is the shop's."""

    site_title = site_header = "Cherries: the office"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Lead back to the shop."""
        url = {"site_url": home(request.environ)}
        return {**super().each_context(request), **url}

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say who is let in: a form for a password would open nothing here."""
        return HttpResponse("The office is for staff only.\n", "text/plain", 403)


site = Office()


def taken(url: str) -> bool:
    """Tell whether this process' Django has settings that are not this store's."""
    if not settings.configured:
        return False
    own: object = settings.DATABASES["default"].get("NAME")
    return bool(own != database(url)["NAME"])


def configure(url: str) -> None:
    """Let this process be the office of a store, once."""
    if taken(url):
        raise RuntimeError("Django has other settings: use another process")
    if settings.configured:
        return
    settings.configure(
        SECRET_KEY=needed("key"),
        ALLOWED_HOSTS=["*"],  # asked in front of all parts
        DATABASES={"default": database(url)},
        INSTALLED_APPS=[STORE, *APPS],
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": PROCESSORS},
            }
        ],
        AUTHENTICATION_BACKENDS=[f"{DJANGO}.auth.backends.RemoteUserBackend"],
        ROOT_URLCONF=__name__,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        STATIC_URL="static/",
        SESSION_COOKIE_NAME="office",
        TIME_ZONE="UTC",
        USE_TZ=True,
    )
    django.setup()
    from ...datastore.office.models import Cherry, Order

    site.register(Cherry, list_display=("name", "grams", "price"))
    site.register(Order, list_display=("cherry", "grams", "note", "placed_at"))


def prepare(url: str) -> None:
    """Bring the tables up to date, with one superuser and the first cherries.

    If this process' Django has other settings, another process does it; the office is
    503 then, and the rest of the shop works.
    """
    from .store import fill

    if taken(url):
        subprocess.run([sys.executable, "-m", __name__, url], check=True)
        return

    configure(url)
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    if not users.filter(username=STAFF).exists():
        users.create_superuser(STAFF)
    connections.close_all()
    fill(url)


@cache
def handler() -> WSGIApplication:
    """Make Django's application, at the first request."""
    configure(needed("store"))
    global urlpatterns
    urlpatterns = [
        path("static/<path:path>", serve, {"document_root": FILES}),
        path("", site.urls),
    ]
    app: WSGIApplication = get_wsgi_application()
    return app


urlpatterns: list[Any] = []
elsewhere = ServiceUnavailable(
    "Django has other settings in this process; restart it, and open the shop first."
)


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Tell Django, the way a server would, who the user is."""
    if taken(needed("store")):
        return elsewhere(environ, start_response)
    inside = {key: value for key, value in environ.items() if key != "REMOTE_USER"}
    if user := who(environ):
        inside["REMOTE_USER"] = user
    return handler()(inside, start_response)


if __name__ == "__main__":
    from . import office  # Django knows this module by its name, not as __main__

    office.prepare(sys.argv[1])
