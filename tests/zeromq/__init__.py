"""Tests of zeromq."""
