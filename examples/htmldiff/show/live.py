"""The page, as ``make present`` mounts it beside the slides."""

from .page import page as application

__all__ = ["application"]
