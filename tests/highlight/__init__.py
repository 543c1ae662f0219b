"""Tests of highlight."""
