"""`bisect`."""

from __future__ import annotations

import bisect

from foretell.interpreter.kernel import Runtime

from .hosting import Arguments, Keywords, check_all, host_callbacks, host_members


def check_insert(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Items behind the place are moved."""
    if arguments and isinstance(arguments[0], list):
        runtime.charge((len(arguments[0]) >> 6) + 1)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    insert = check_all(check_insert, host_callbacks)
    return host_members(
        "bisect",
        bisect,
        checks={
            "insort": insert,
            "insort_left": insert,
            "insort_right": insert,
            "bisect": host_callbacks,
            "bisect_left": host_callbacks,
            "bisect_right": host_callbacks,
        },
    )
