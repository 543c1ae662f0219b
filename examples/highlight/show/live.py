"""The page of this chapter that is shown in a frame, beside the slides.

Its children start with the first code that is sent.
"""

from ..web.wsgi import application

__all__ = ["application"]
