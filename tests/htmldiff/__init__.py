"""Tests of htmldiff."""
