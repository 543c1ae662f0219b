"""The page of this chapter that is shown in a frame, beside the slides."""

from .page import page as application

__all__ = ["application"]
