"""Which tools a piece of code may call, whatever evaluation lost sight of included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, final

from ..effects import (
    Alternatives,
    Apart,
    Beside,
    Called,
    Caught,
    Deferred,
    Effect,
    Loose,
    Lost,
    Part,
    Recursion,
    Rounds,
    Series,
    ToolCalled,
    Turns,
)
from ..evaluate import Observations
from ..values.routines import FunctionInfo


def below(effect: Effect) -> tuple[Effect, ...]:
    """The effects directly inside of an effect."""
    match effect:
        case Series() | Turns() | Beside():
            return effect.parts
        case Alternatives():
            return effect.arms
        case Caught():
            return (effect.body, *[arm for _, arm in effect.arms])
        case Rounds() | Called() | Loose() | Part():
            return (effect.body,)
        case Apart():
            return (effect.parted,)
        case _:
            return ()


def walk(effect: Effect) -> Iterator[Effect]:
    """An effect and all inside of it that calls something."""
    stack = [effect]
    while stack:
        one = stack.pop()
        yield one
        stack.extend([part for part in below(one) if part.calls])


def repeated_by(effect: Recursion, around: Sequence[Called]) -> Effect:
    """What a recursion does once more: the body of the innermost of the calls around it."""
    for one in reversed(around):
        if one.function is effect.function:
            return one.body
    return effect


_LOST: Final = -1

Calls = dict[tuple[str, int], ToolCalled | None]
"""By tool and number of the node: a call, or None of a tool that something unknown may call."""


@final
class Reach:
    """What may be called from where, in one module."""

    def __init__(self, seen: Observations) -> None:
        self.seen = seen

    @cached_property
    def _recursive(self) -> dict[int, list[Effect]]:
        """By the number of a function that calls itself: what its calls do, wherever they are."""
        found: dict[int, list[Effect]] = {}
        for one in walk(self.seen.effects):
            if isinstance(one, Called) and one.is_recursive:
                found.setdefault(one.function.number, []).append(one.body)
        return found

    def calls(self, effect: Effect) -> Calls:
        """All calls that an effect may make."""
        found: Calls = {}
        self._collect(effect, found, set())
        return found

    def tools(self, effect: Effect) -> tuple[str, ...]:
        """The names of all tools that an effect may call, sorted."""
        return tuple(sorted({tool for tool, _ in self.calls(effect)}))

    def _collect(self, effect: Effect, found: Calls, done: set[int]) -> None:
        pending = [effect]
        while pending:
            for one in walk(pending.pop()):
                match one:
                    case ToolCalled():
                        found[one.tool.name, one.node.index] = one
                    case Deferred() | Recursion():
                        pending.extend(self._bodies([one.function], done))
                    case Lost() if _LOST not in done:
                        done.add(_LOST)
                        found.update({(name, _LOST): None for name in self.seen.escaped_tools})
                        pending.extend(self._bodies(self.seen.escaped.values(), done))
                    case _:
                        pass

    def _bodies(self, functions: Iterable[FunctionInfo], done: set[int]) -> list[Effect]:
        """What functions do if they are called with anything, each once."""
        found: list[Effect] = []
        for function in functions:
            if function.number in done:
                continue
            done.add(function.number)
            found.extend(self._recursive.get(function.number, ()))
            body = self.seen.assumed_effects.get(function.number)
            if body is not None:
                found.append(body)
        return found
