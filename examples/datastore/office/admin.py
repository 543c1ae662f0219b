"""The admin: a form carries the version that it was made from."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ..protocol import StaleError
from .models import Cherry, Order


@admin.register(Cherry)
class CherryAdmin(admin.ModelAdmin):
    """The list of cherries, and the form for one."""

    list_display = ("name", "price", "grams", "version")

    def get_fields(self, request: HttpRequest, obj: Cherry | None = None) -> list[str]:
        """Leave out the version of what has none yet."""
        fields = [f.name for f in Cherry._meta.concrete_fields if not f.primary_key]
        return fields if obj else fields[:-1]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Hide the version in the form."""
        if db_field.name == "version":
            options["widget"] = HiddenInput
        return super().formfield_for_dbfield(db_field, request, **options)

    def changeform_view(
        self, request: HttpRequest, *arguments: Any, **options: Any
    ) -> HttpResponse:
        """Say so, and show the row anew, if somebody else wrote it meanwhile."""
        try:
            return super().changeform_view(request, *arguments, **options)
        except StaleError as error:
            messages.error(request, f"Not saved: {error}.")
            return HttpResponseRedirect(request.path)


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    """The list of orders: nobody writes one here, for the stock has to follow."""

    list_display = ("cherry", "grams", "note", "placed_at")
    list_display_links = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let the front take orders."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Order | None = None
    ) -> bool:
        """Let nobody change one."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Order | None = None
    ) -> bool:
        """Let nobody delete one."""
        return False
