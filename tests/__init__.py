"""The tests: one module a chapter, and those over the whole."""
