"""Serve calls from a pool of warm children: ``python -m bench.faces.pooled 2``."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from bench.faces.bare import message_of
from bench.faces.code import distinct
from examples.highlight.workers.pool import Pool

TIMEOUT = 60.0  # seconds


def main() -> None:
    """Highlight for each line ``{"kilobytes", "calls", "seed"}`` of stdin."""
    workers = int(sys.argv[1])
    with (
        Pool(workers, timeout=TIMEOUT, patience=TIMEOUT) as pool,
        ThreadPoolExecutor(2 * workers) as threads,
    ):
        pool.start()
        print("{}", flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            codes = [
                distinct(asked["kilobytes"], f"{asked['seed']}.{number}")
                for number in range(asked["calls"])
            ]
            list(threads.map(pool.ask, map(message_of, codes)))
            print("{}", flush=True)


if __name__ == "__main__":
    main()
