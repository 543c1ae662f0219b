"""The deck: chapters, drawings, theme, and the press that builds HTML and PDF."""
