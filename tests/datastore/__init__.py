"""Tests of examples/datastore."""
