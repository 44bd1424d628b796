"""Small values that all of the interpreter knows: stops, codes, the content of empty slots, cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, final

if TYPE_CHECKING:
    from foretell.outcome import Limit


class Stop(BaseException):
    """Ends a run from outside the script. `limit` names the measure, the text says why."""

    def __init__(self, limit: Limit, message: str) -> None:
        super().__init__(message)
        self.limit: Limit = limit
        self.message = message


class Interrupt(Stop):
    """The host was interrupted, as by Ctrl-C: a stop that becomes its `KeyboardInterrupt` again."""

    def __init__(self) -> None:
        super().__init__("host", "interrupted")


@final
class Unset:
    """The content of a slot to which nothing is bound."""

    def __repr__(self) -> str:
        return "<unset>"


UNSET: Final = Unset()

# What executing a statement comes to.
NORMAL: Final = 0
BREAK: Final = 1
CONTINUE: Final = 2
RETURN: Final = 3

# What calling a function makes.
PLAIN: Final = 0
GENERATOR: Final = 1
COROUTINE: Final = 2
ASYNC_GENERATOR: Final = 3


@final
class Cell:
    """A variable shared by a function and those defined inside it."""

    value: object

    def __init__(self, value: object) -> None:
        self.value = value
