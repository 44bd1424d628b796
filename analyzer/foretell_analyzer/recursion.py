"""Recursion that does not use Python's stack.

A script may nest deeper than the host's stack allows. A function that would call itself yields the
calls it wants made instead, and gets their results back:

    def height(node: Node) -> Steps[int]:
        highest = 0
        for child in children(node):
            highest = max(highest, (yield height(child)))
        return highest + 1

    unwind(height(module))
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")

Steps: TypeAlias = Generator["Steps[Value]", Value, Value]
"""A computation in steps: yields other `Steps`, is sent their results, returns a `Value`."""

Part: TypeAlias = Generator["Steps[Value]", Value, Result]
"""A part of such a computation, to be joined in by `yield from`; returns a `Result`."""


def unwind(steps: Steps[Value]) -> Value:
    """The result of a computation, made without recursion."""
    stack: list[Steps[Value]] = [steps]
    result: Any = None  # what a new computation is sent, to begin with
    while stack:
        try:
            deeper = stack[-1].send(result)
        except StopIteration as done:
            stack.pop()
            result = done.value
        else:
            stack.append(deeper)
            result = None
    final: Value = result
    return final
