"""The table of the shop, as Django's admin sees it."""

from __future__ import annotations

from django.db import models


class Cherry(models.Model):
    """A sort of cherries.  The table is the shop's: no migration touches it."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    grams = models.PositiveIntegerField()
    changed_by = models.CharField(max_length=150, editable=False)

    class Meta:
        """Where the table is, and what people call it."""

        managed = False
        db_table = "cherries"
        ordering = ("name",)
        verbose_name_plural = "cherries"

    def __str__(self) -> str:
        return str(self.name)
