"""What a run may spend and what it has spent.

Counting itself happens inside the interpreter's `Runtime`; these are the values that go in and
come out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    calls_per_tool: Mapping[str, int] = field(default_factory=dict)
    price: float | None = None
    output: int | None = 1_000_000
    memory: int | None = 256 * 1024 * 1024
    item_limit: int = 10_000_000
    integer_bits: int = 100_000


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run has spent, in the units of `Budget`."""

    steps: int = 0
    seconds: float = 0.0
    tool_calls: int = 0
    calls_per_tool: Mapping[str, int] = field(default_factory=dict)
    price: float = 0.0
    output: int = 0
