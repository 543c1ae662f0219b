"""The admin site: Django's, with the sign-in and the stock of the whole site."""

from __future__ import annotations

from django.contrib.admin import AdminSite, ModelAdmin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from ...context import context
from ...stock import total
from ..sign_in import COOKIE
from .models import Cherry


class Office(AdminSite):
    """Django's admin, as one room of a larger house."""

    site_title = "Cherries"
    site_url = "/"

    def each_context(
        self,
        request: HttpRequest,
    ) -> dict[str, object]:
        """Show the stock at the head of every page, read as Flask reads it."""
        grams = total(context(request.environ))
        header = f"Cherries: {grams:,} g in stock"
        shown = super().each_context(request)
        return {**shown, "site_header": header}

    def login(
        self,
        request: HttpRequest,
        extra_context: object = None,
    ) -> HttpResponse:
        """Send strangers to the one form where people sign in."""
        if request.user.is_authenticated:
            text = "only staff may enter\n"
            return HttpResponse(text, "text/plain", 403)
        return redirect("/")

    def logout(
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        """Sign out here and everywhere: the cookie is Flask's."""
        answer = super().logout(request, extra_context)
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
