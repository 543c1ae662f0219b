"""Serve the page of this chapter in a frame of the deck.

Its children start with the first code that is sent.
"""

from ..wsgi import application

__all__ = ["application"]
