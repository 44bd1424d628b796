"""What the values of a run weigh: a walk from everything that the run can reach.

Takes the roots of a run, gives bytes by a model that knows types and lengths only, so that it comes
to the same in every process and in both forms. What is shared counts once. Of long lists of plain
numbers only a sample is looked at.

What only an operand holds that was evaluated before a call still running is not reached.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import sys
import types
from typing import Any, Final

from mypy_extensions import i64

from .kernel import Code, Expression, Frame, Runtime, Statement, Step
from .values import Builtin, Method, ModuleValue, Tool

NUMBERS: Final = frozenset({int, float, complex})

SINGLE: Final = frozenset({bool, type(None), type(Ellipsis), type(NotImplemented)})

TEXTS: Final = frozenset({str, bytes, bytearray})

SAMPLE: Final = 1024

OPAQUE: Final = (
    Runtime,
    Code,
    Step,
    Expression,
    Statement,
    Builtin,
    Method,
    ModuleValue,
    Tool,
    asyncio.AbstractEventLoop,
    contextvars.Context,
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.CodeType,
    types.FrameType,
    types.TracebackType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
)
"""Where the walk ends: what belongs to the interpreter or the host, or is nothing of weight."""

FRAME: Final = 120
CONTAINER: Final = 64
OBJECT: Final = 112
SLOT: Final = 9
ENTRY: Final = 56


def weigh_run(runtime: Runtime) -> int:
    """About how many bytes the values take that a run can reach."""
    roots: list[Any] = [runtime.globals, runtime.externals, runtime.output]
    frame = runtime.frame
    while frame is not None:
        roots.append(frame.slots)
        if frame.building is not None:
            roots.append(frame.building)
        frame = frame.caller
    driver = runtime.loop
    if driver is not None:
        for record in driver.desk.records:
            roots.append(record.arguments)
            roots.append(record.result)
        if driver.loop is not None:
            roots.extend(asyncio.all_tasks(driver.loop))
    return weigh(roots)


def weigh(roots: list[Any]) -> int:  # noqa: C901, PLR0912 - the hot loop of a census, in one piece
    """About how many bytes values take, with all that they hold."""
    total: i64 = 0
    seen: set[int] = set()
    owner: list[Any] = [[]]
    stack: list[Any] = owner[:]
    value: Any = stack.pop()
    # What has one owner cannot be met twice: it needs no place among those seen, which would take
    # as much memory as the values themselves.
    alone = sys.getrefcount(value)
    stack.extend(roots)
    while stack:
        value = stack.pop()
        kind = type(value)
        if kind in SINGLE:
            continue
        if sys.getrefcount(value) > alone:
            key = id(value)
            if key in seen:
                continue
            seen.add(key)
        if kind in NUMBERS or kind in TEXTS:
            total += sys.getsizeof(value) + 8
        elif kind is list or kind is tuple:
            count: i64 = len(value)
            total += CONTAINER + SLOT * count
            if count > SAMPLE and NUMBERS.issuperset(set(map(type, value)) - SINGLE):
                total += weigh_sample(value)
            else:
                for item in value:
                    item_kind = type(item)
                    if item_kind in NUMBERS:
                        total += 32
                    elif item_kind not in SINGLE:
                        stack.append(item)
        elif isinstance(value, dict):
            total += 2 * CONTAINER + ENTRY * len(value)
            stack.extend(dict.keys(value))
            stack.extend(dict.values(value))
            if kind is not dict:
                stack.extend(others(value))
        elif isinstance(value, (set, frozenset)):
            total += 2 * CONTAINER + 2 * ENTRY * len(value)
            stack.extend(others(value))
        elif isinstance(value, Frame):
            total += FRAME
            stack.append(value.slots)
            stack.append(value.building)
        elif isinstance(value, type):
            if kind is not type and kind.__module__.startswith("foretell."):
                stack.extend(dict(vars(value)).values())
        elif not isinstance(value, OPAQUE):
            total += OBJECT
            stack.extend(parts(value))
    return int(total)


def weigh_sample(values: Any) -> int:
    """Weigh the numbers of a long list, from as many as are enough."""
    stride = max(1, len(values) // SAMPLE)
    sample = {id(one): one for one in values[::stride]}
    return sum(32 for one in sample.values() if type(one) in NUMBERS) * stride


def others(value: Any) -> list[Any]:
    """What a container of a type of its own holds, its items included."""
    return [one for one in gc.get_referents(value) if not isinstance(one, type)]


def parts(value: Any) -> list[Any]:
    """What an object holds; of those of the interpreter the same in both forms."""
    kind = type(value)
    held = gc.get_referents(value)
    if kind.__module__.startswith("foretell.") and hasattr(value, "__dict__"):
        # Interpreted, an object has a dict that it does not have compiled.
        own = value.__dict__
        held = [one for one in held if one is not own]
        held.extend(own.values())
    return [one for one in held if type(one) not in NUMBERS and one is not kind]
