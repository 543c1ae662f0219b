"""Tests of examples/processes."""
