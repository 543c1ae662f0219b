"""The programs of the shop, and what they share: its store, its sessions, its settings.

A row of `parts` starts each of them; none knows how it is joined with the others.
"""
