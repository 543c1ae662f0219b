"""The deck: chapters, drawings, one theme, and the press that prints it."""
