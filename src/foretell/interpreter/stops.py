"""What ends a run from outside its script. Never compiled: `SystemExit` has a layout of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foretell.outcome import Limit


class Stop(SystemExit):
    """Ends a run from outside the script. `limit` names the measure, the text says why.

    It is a `SystemExit` for asyncio's sake, whose tasks, groups and callbacks keep any other
    exception to themselves until somebody asks; with this one they leave the loop at once.
    """

    def __init__(self, limit: Limit, message: str) -> None:
        super().__init__(message)
        self.limit: Limit = limit
        self.message = message


class Interrupt(Stop):
    """The host was interrupted, as by Ctrl-C: a stop that becomes its `KeyboardInterrupt` again."""

    def __init__(self) -> None:
        super().__init__("host", "interrupted")
