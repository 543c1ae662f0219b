"""Tests of examples/queues."""
