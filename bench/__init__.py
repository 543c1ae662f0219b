"""Time the examples against their rivals into ``examples/NAME/bench.json``."""
