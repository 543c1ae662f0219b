"""Tests of the preface."""
