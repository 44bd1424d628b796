"""`bisect`."""

from __future__ import annotations

import bisect

from foretell.interpreter.kernel import Runtime

from .hosting import Arguments, Keywords, check_all, host_callbacks, host_members
from .sort_keys import charge_orders, charged_key


def check_insert(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Items behind the place are moved."""
    if arguments and isinstance(arguments[0], list):
        runtime.charge((len(arguments[0]) >> 6) + 1)


def check_search(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """What is looked for is compared with a few of the items."""
    host_callbacks(runtime, arguments, keywords)
    charge_orders(runtime, [*arguments[1:2], *keywords.values()])
    if keywords.get("key") is not None:
        keywords["key"] = charged_key(runtime, keywords["key"])


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    insert = check_all(check_insert, check_search)
    return host_members(
        "bisect",
        bisect,
        checks={
            "insort": insert,
            "insort_left": insert,
            "insort_right": insert,
            "bisect": check_search,
            "bisect_left": check_search,
            "bisect_right": check_search,
        },
    )
