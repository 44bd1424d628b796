"""What a run may spend and what it has spent.

Counting itself happens inside the interpreter's `Runtime`; these are the values that go in and
come out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

_NONE: Final = 2**40
"""More than any run can reach, for the measures that have no off."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a run is allowed; every limit is on by default. `None` switches one off, but for
    recursion and sizes, which protect the process and have no off.

    steps: statements, iterations and calls, in the interpreter's unit.
    seconds: wall clock, tools included.
    recursion: calls of script functions inside one another.
    tool_calls: in all; `calls_per_tool`: by name, for those named.
    price: in the unit of the overlay's prices.
    output: characters printed.
    memory: bytes that the script's values may hold.
    item_limit: elements or characters of a single value; integer_bits: of a single integer.
    """

    steps: int | None = 10_000_000
    seconds: float | None = 60.0
    recursion: int = 200
    tool_calls: int | None = 1_000
    calls_per_tool: Mapping[str, int] = field(default_factory=dict[str, int])
    price: float | None = None
    output: int | None = 1_000_000
    memory: int | None = 256 * 1024 * 1024
    item_limit: int = 10_000_000
    integer_bits: int = 100_000

    @property
    def limits(self) -> dict[str, Any]:
        """The measures that are limited, with their limits."""
        all_of_them = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: limit for name, limit in all_of_them.items() if limit not in (None, _NONE, {})
        }

    @classmethod
    def unlimited(cls) -> Budget:
        """No limit on anything: what a policy grants that says nothing of budgets.

        A run still has those of its own budget, which are on by default.
        """
        return cls(
            steps=None,
            seconds=None,
            recursion=_NONE,
            tool_calls=None,
            output=None,
            memory=None,
            item_limit=_NONE,
            integer_bits=_NONE,
        )


MEASURES: Final = tuple(one.name for one in fields(Budget) if one.name != "calls_per_tool")


def tightest(first: Budget, second: Budget) -> Budget:
    """For each measure the stricter of two limits."""
    limits: dict[str, Any] = {}
    for name in MEASURES:
        one, other = getattr(first, name), getattr(second, name)
        if one is None or other is None:
            limits[name] = other if one is None else one
        else:
            limits[name] = min(one, other)
    calls = {**first.calls_per_tool, **second.calls_per_tool}
    for tool, limit in first.calls_per_tool.items():
        calls[tool] = min(limit, calls[tool])
    return Budget(calls_per_tool=calls, **limits)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run has spent, in the units of `Budget`.

    memory: the most that its values were found to hold when they were weighed. They are weighed
        when what was allocated since the last time might matter; 0 if it never might.
    """

    steps: int = 0
    seconds: float = 0.0
    tool_calls: int = 0
    calls_per_tool: Mapping[str, int] = field(default_factory=dict[str, int])
    price: float = 0.0
    output: int = 0
    memory: int = 0


def together(first: Usage, second: Usage) -> Usage:
    """What two runs spent, one after the other."""
    calls = dict(first.calls_per_tool)
    for tool, count in second.calls_per_tool.items():
        calls[tool] = calls.get(tool, 0) + count
    return Usage(
        steps=first.steps + second.steps,
        seconds=first.seconds + second.seconds,
        tool_calls=first.tool_calls + second.tool_calls,
        calls_per_tool=calls,
        price=first.price + second.price,
        output=first.output + second.output,
        memory=max(first.memory, second.memory),
    )


def remaining(budget: Budget, used: Usage) -> Budget:
    """What of a budget is left for further runs; sizes, memory and recursion are not used up."""
    left: dict[str, Any] = {}
    for name in ("steps", "seconds", "tool_calls", "price", "output"):
        limit = getattr(budget, name)
        left[name] = None if limit is None else max(0, limit - getattr(used, name))
    calls = {
        tool: max(0, limit - used.calls_per_tool.get(tool, 0))
        for tool, limit in budget.calls_per_tool.items()
    }
    return replace(budget, calls_per_tool=calls, **left)
