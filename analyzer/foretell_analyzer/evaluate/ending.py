"""What ends a whole run: `SystemExit`."""

from __future__ import annotations

from typing import Final

from ..sites import Occurrences

_ENDING: Final = frozenset({"exit", "quit", "SystemExit", "BaseException", "_exit"})


def mentions_exit(met: Occurrences) -> bool:
    """Does a script say anything that may end it by `SystemExit`?"""
    return any(one.name in _ENDING for one in met.attributes) or any(
        one.node.identifier in _ENDING for one in met.names
    )
