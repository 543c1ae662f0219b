"""What is measured, and how: ``make bench`` writes ``examples/NAME/bench.json``."""
