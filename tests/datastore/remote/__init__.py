"""Tests of examples/datastore/remote."""
