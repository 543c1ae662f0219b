"""Measure the highlighter over HTTP, ZeroMQ and pipes, from Python and from Ruby."""
