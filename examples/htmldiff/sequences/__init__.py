"""What stays between two sequences of hashable items; knows no HTML, needs nothing.

:mod:`.match` has the matchers, :mod:`.align` bounds their work, :mod:`.islands` leaves
out what they find by chance, :mod:`.chain` picks pairs that do not cross.
"""
