"""The kinds of effects.

Each knows the ways in which it may be left (`ways`, a set of `Exit` as bits) and whether anything
in it may call a tool (`calls`). What calls nothing is of interest only for where it leads, so
`making` turns it into a `Quiet` of its ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, final

from ..catalog import Tool
from ..exits import Exit
from ..ir import Node
from ..values.collections import ENDLESS
from ..values.routines import FunctionInfo
from ..values.value import Value

_BITS: Final[dict[Exit, int]] = {way: 1 << position for position, way in enumerate(Exit)}
NORMAL: Final = 1
RAISE: Final = _BITS[Exit.RAISE]
FAIL: Final = _BITS[Exit.FAIL]
ANY_EXCEPTION: Final = RAISE | FAIL


def mask_of(ways: Iterable[Exit]) -> int:
    """Ways as bits."""
    found = 0
    for way in ways:
        found |= _BITS[way]
    return found


def ways_of(mask: int) -> tuple[Exit, ...]:
    """The ways of bits, in order."""
    return tuple([way for way, bit in _BITS.items() if mask & bit])


class Effect:
    """What a piece of code does. `gives` if it may hand something to the user of a generator."""

    ways: int
    calls: bool
    gives: bool

    def __init__(self, ways: int, calls: bool, gives: bool) -> None:
        self.ways = ways
        self.calls = calls
        self.gives = gives

    @property
    def is_quiet(self) -> bool:
        """Does it neither call a tool nor hand anything on?"""
        return not (self.calls or self.gives)


class Compound(Effect):
    """An effect that is made of others: it calls, and gives, if one of them does."""

    def __init__(self, parts: Iterable[Effect], ways: int) -> None:
        calls = gives = False
        for part in parts:
            calls = calls or part.calls
            gives = gives or part.gives
        super().__init__(ways, calls, gives)


@final
class Quiet(Effect):
    """Code that calls no tool: where it may lead. `jump` is what leads out of it, if one does."""

    jump: Node | None

    def __init__(self, ways: int, jump: Node | None = None) -> None:
        super().__init__(ways, False, False)
        self.jump = jump


NOTHING: Final[Effect] = Quiet(NORMAL)
MAY_RAISE: Final[Effect] = Quiet(NORMAL | RAISE)
NEVER: Final[Effect] = Quiet(0)
"""What is never left: nothing gets behind it."""


@final
class Left(Effect):
    """Code is left here, by the statement `node`."""

    exit: Exit
    node: Node

    def __init__(self, exit_: Exit, node: Node) -> None:
        super().__init__(_BITS[exit_], False, False)
        self.exit = exit_
        self.node = node


@final
class ToolCalled(Effect):
    """One call of a tool. `given` has what each parameter may get, `nodes` where that stands."""

    tool: Tool
    node: Node
    given: Mapping[str, Value]
    nodes: Mapping[str, Node]

    def __init__(
        self, tool: Tool, node: Node, given: Mapping[str, Value], nodes: Mapping[str, Node]
    ) -> None:
        super().__init__(NORMAL | FAIL, True, False)
        self.tool = tool
        self.node = node
        self.given = given
        self.nodes = nodes


@final
class Series(Compound):
    """One after the other."""

    parts: tuple[Effect, ...]

    def __init__(self, parts: tuple[Effect, ...], ways: int) -> None:
        super().__init__(parts, ways)
        self.parts = parts


@final
class Turns(Compound):
    """A loop over a few known items: its rounds, one after the other."""

    node: Node
    parts: tuple[Effect, ...]

    def __init__(self, node: Node, parts: tuple[Effect, ...], ways: int) -> None:
        super().__init__(parts, ways)
        self.node = node
        self.parts = parts


@final
class Alternatives(Compound):
    """One of several.

    `node` is what decides: an `if`, an operand of `and` or `or`, a condition, a case of `match`, the
    call of one of several functions; its first arm is what is done where it holds. `labels` say for
    each arm what it belongs to, such as a handler, where that is not told by the order.
    """

    node: Node | None
    arms: tuple[Effect, ...]
    labels: tuple[Node | None, ...]

    def __init__(
        self, node: Node | None, arms: tuple[Effect, ...], labels: tuple[Node | None, ...],
        ways: int,
    ) -> None:  # fmt: skip
        super().__init__(arms, ways)
        self.node = node
        self.arms = arms
        self.labels = labels


@final
class Times:
    """How often a body is begun, unless something in it leaves the loop.

    `low` and `high` are numbers (`high` is ENDLESS where none is known). `of` is what the loop goes
    over, where that is known: it may have a size with a name, and `where` it stands. `is_fed` says that there is evidence
    that nothing bounds it; `why` says in words what makes the number unknown.
    """

    low: int
    high: int
    of: Value | None
    why: str
    is_fed: bool
    where: Node | None

    def __init__(
        self, low: int = 0, high: int = ENDLESS, of: Value | None = None, why: str = "",
        is_fed: bool = False, where: Node | None = None,
    ) -> None:  # fmt: skip
        self.low = low
        self.high = high
        self.of = of
        self.why = why
        self.is_fed = is_fed
        self.where = where


@final
class Rounds(Effect):
    """A loop, of a statement, a comprehension or a library function.

    `break` leaves it as such: what goes on there is said by a `Caught` around it. It ends by itself
    only if it `runs_out`.
    """

    node: Node
    body: Effect
    times: Times
    runs_out: bool

    def __init__(self, node: Node, body: Effect, times: Times, runs_out: bool, ways: int) -> None:
        super().__init__(ways, body.calls, body.gives)
        self.node = node
        self.body = body
        self.times = times
        self.runs_out = runs_out


@final
class Caught(Compound):
    """`body`; where it is left in the way of an arm, that arm goes on.

    The arms do not catch what other arms leave by. An arm for `NORMAL` is what `else` is to `try`.
    """

    node: Node | None
    body: Effect
    arms: tuple[tuple[Exit, Effect], ...]

    def __init__(
        self, node: Node | None, body: Effect, arms: tuple[tuple[Exit, Effect], ...], ways: int
    ) -> None:
        super().__init__((body, *[arm for _, arm in arms]), ways)
        self.node = node
        self.body = body
        self.arms = arms


@final
class Called(Effect):
    """What a function of the script does that is called at `node`."""

    function: FunctionInfo
    node: Node
    body: Effect
    is_recursive: bool

    def __init__(
        self, function: FunctionInfo, node: Node, body: Effect, is_recursive: bool
    ) -> None:
        super().__init__(body.ways, body.calls, body.gives)
        self.function = function
        self.node = node
        self.body = body
        self.is_recursive = is_recursive


@final
class Recursion(Effect):
    """A call, at `node`, of a function whose own body this is in."""

    function: FunctionInfo
    node: Node

    def __init__(self, function: FunctionInfo, node: Node) -> None:
        super().__init__(NORMAL | ANY_EXCEPTION, True, False)
        self.function = function
        self.node = node


@final
class Deferred(Effect):
    """A call of a function that was not followed; its body was evaluated by itself."""

    function: FunctionInfo
    node: Node

    def __init__(self, function: FunctionInfo, node: Node) -> None:
        super().__init__(NORMAL | ANY_EXCEPTION, True, False)
        self.function = function
        self.node = node


@final
class Lost(Effect):
    """Something of which nothing is known may call, here, whatever evaluation lost sight of."""

    node: Node

    def __init__(self, node: Node) -> None:
        super().__init__(NORMAL | ANY_EXCEPTION, True, False)
        self.node = node


@final
class Beside(Compound):
    """All parts at once, as by `gather`: their calls in any interleaving."""

    node: Node
    parts: tuple[Effect, ...]

    def __init__(self, node: Node, parts: tuple[Effect, ...], ways: int) -> None:
        super().__init__(parts, ways)
        self.node = node
        self.parts = parts


@final
class Loose(Effect):
    """A task: what `body` does is done at any time from here on, and perhaps not to its end."""

    node: Node
    body: Effect

    def __init__(self, node: Node, body: Effect) -> None:
        super().__init__(NORMAL, body.calls, False)
        self.node = node
        self.body = body


@final
class Part(Effect):
    """Any part of what `body` does, from anywhere in it: a generator that somebody has begun."""

    body: Effect

    def __init__(self, body: Effect, ways: int) -> None:
        super().__init__(ways, body.calls, body.gives)
        self.body = body


@final
class Apart(Effect):
    """What several statements do: `whole` as it is read, `parted` with its ways kept apart.

    `parted` says the same more exactly: what was done decides what is done later.
    """

    whole: Effect
    parted: Effect

    def __init__(self, whole: Effect, parted: Effect) -> None:
        super().__init__(parted.ways, parted.calls, parted.gives)
        self.whole = whole
        self.parted = parted


@final
class Given(Effect):
    """A generator, or whatever is gone over, hands an item to its user: the one of this number."""

    user: int

    def __init__(self, user: int) -> None:
        super().__init__(NORMAL, False, True)
        self.user = user
