"""Pygments for everyone: a highlighter behind five faces (talk, pages 9 and 47)."""
