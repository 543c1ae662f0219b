"""Tests of examples.timeline."""
