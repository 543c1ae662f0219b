"""Merge two event streams into one whose marks say what changed.

The way of a pair of documents: :mod:`.merge` asks :mod:`.tree` to number equal
subtrees alike; :mod:`.items` splits an element into words and elements;
:mod:`.wrappers` opens what came around others, or went; :mod:`.kinship` finds what
became what; :mod:`.flow` and :mod:`.parts` mark it where HTML allows, on the common
ground of :mod:`.pair`.
"""
