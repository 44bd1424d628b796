"""Small values that all of the interpreter knows: units, codes, empty slots, cells."""

from __future__ import annotations

from typing import Final, final

SLICE: Final = 10_000
"""Steps between two looks at the clock."""

TRAIL: Final = " trail"
"""Where in an exception's `__dict__` its trail stands: no identifier, and no script may see it."""

LONGEST_TRAIL: Final = 2_000

BYTES_PER_STEP: Final = 64
"""What a step allocates, at a guess; where it is more, the census comes a little late."""


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
