"""Tests of serializers."""
