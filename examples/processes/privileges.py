"""Run a program as a user of its own, with nothing else: setpriv.

    >>> from examples.processes.privileges import confine
    >>> confine(["thumbnails"], user=61184)[-4:]
    ['env', '-i', 'PATH=/bin:/usr/bin', 'thumbnails']

Changing the user is not enough.  The group stays, and root's group reads much; the
other groups stay; a program with the setuid bit, such as ``su``, still becomes root;
and the environment, where passwords are, is inherited.

The user needs no entry in ``/etc/passwd``: a number that nobody else has will do, as
with ``DynamicUser=`` in a unit, which takes 61184 to 65519.  No two programs share one,
or each may kill the other.

What it does not do: the program sees the same files, network and processes as before.
What everybody may write, such as ``/tmp``, it may write too.  A unit hides that as
well; `UNIT` has its lines.

Needs root, and util-linux' ``setpriv``.  ``python -m examples.peers`` says whether it
would work.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

LAST = 2**32 - 2
"""The last user there is.  One more is -1, by which setresuid(2) changes nobody."""
UNIT = {
    "--reuid, --regid": "DynamicUser=yes",
    "--clear-groups": "SupplementaryGroups=",
    "--no-new-privs": "NoNewPrivileges=yes",
    "--bounding-set": "CapabilityBoundingSet=",
    "/tmp": "PrivateTmp=yes",
    "the file system": "ProtectSystem=strict",
    "the network": "PrivateNetwork=yes",
    "other processes": "ProtectProc=invisible",
}
"""What a unit has instead, and what it has beyond that."""


def confine(
    command: Sequence[str], user: int, environment: Mapping[str, str] | None = None
) -> list[str]:
    """Return the command line by which root runs a command without privileges.

    :param user: a number from 1 to 2**32 - 2, of the user and of its group.
    :param environment: all that it gets; ``PATH`` alone without it.  It stands in the
        command line, which everybody may read: nothing secret.
    :raises ValueError: if the user is root, or none.
    """
    if not 0 < user <= LAST:
        raise ValueError(f"user {user} is root, or none; expected 1 to {LAST}")
    given = {"PATH": os.defpath} if environment is None else environment
    variables = [f"{name}={value}" for name, value in given.items()]
    # region line
    return [
        "setpriv",
        f"--reuid={user}",
        f"--regid={user}",
        "--clear-groups",  # or it keeps root's
        "--no-new-privs",  # or su makes it root again
        "--inh-caps=-all",
        "--ambient-caps=-all",
        "--bounding-set=-all",
        *("env", "-i", *variables),
        *command,
    ]
    # endregion
