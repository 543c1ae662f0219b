"""Queues in 2011 (talk, page 60): comes."""
