"""Shown, not used: the live page, ways to break it, migrations beside writers."""
