"""What waitress logs of a request that comes before its threads have begun.

On a busy machine that happens, and is no fault.
"""

EARLY = "Task queue depth is 1\n"


def but_early(errors: str) -> str:
    """Return what a server said, without that."""
    return errors.replace(EARLY, "")
