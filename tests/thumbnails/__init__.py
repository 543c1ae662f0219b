"""Tests of examples/thumbnails."""
