"""The admin site: Django's, with the sign-in and the stock of the whole site."""

from __future__ import annotations

from django.contrib.admin import AdminSite, ModelAdmin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path

from ....context import context
from ...stock import total
from ..sign_in import COOKIE
from .models import Cherry

PASSWORDS = frozenset(["password_change", "password_change_done"])


class Office(AdminSite):
    """Django's admin, as one room of a larger house."""

    site_title = "Cherries"
    site_url = "/"

    def each_context(
        self,
        request: HttpRequest,
    ) -> dict[str, object]:
        """Show the stock at the head of every page, read as Flask reads it.

        The link to the site leads to the whole site, not to where Django is.
        """
        grams = total(context(request.environ))
        header = f"Cherries: {grams:,} g in stock"
        shown = super().each_context(request)
        return {**shown, "site_header": header, "site_url": self.site_url}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out the forms for a password: here none opens anything."""
        found = super().get_urls()
        return [url for url in found if getattr(url, "name", "") not in PASSWORDS]

    def login(
        self,
        request: HttpRequest,
        extra_context: object = None,
    ) -> HttpResponse:
        """Say why the office is closed, and where people sign in.

        Once they did, this page leads in.  It leads nowhere else: `next`, which
        anybody can write into a link, is not asked.
        """
        if self.has_permission(request):
            return redirect("admin:index")
        known = request.user.is_authenticated
        title = "Staff only" if known else "Sign in first"
        shown = {**self.each_context(request), "title": title}
        return render(request, "office/closed.html", shown, status=403)

    def logout(
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        """Sign out here and everywhere: the cookie is the whole site's.

        A mere link is refused (405), and must not do it either.
        """
        answer = super().logout(request, extra_context)
        if answer.status_code < 400:
            answer.delete_cookie(COOKIE)
        return answer


class CherryAdmin(ModelAdmin):
    """The list of cherries, and the form for one."""

    list_display = ("name", "grams", "changed_by")
    readonly_fields = ("changed_by",)

    def save_model(
        self,
        request: HttpRequest,
        obj: Cherry,
        form: Form,
        change: bool,
    ) -> None:
        """Note who changed it: the user of the context."""
        obj.changed_by = context(request.environ).user
        super().save_model(request, obj, form, change)


site = Office()
site.register(Cherry, CherryAdmin)
urlpatterns = [path("", site.urls)]
