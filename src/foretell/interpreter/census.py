"""What the values of a run weigh: a walk from everything that the run can reach.

Takes the roots of a run, gives bytes by a model that knows types and lengths only, so that it comes
to the same in every process and in both forms. What is shared counts once. Of long lists of plain
numbers only a sample is looked at.

An operand that waits while something of the script runs is in a slot of its frame, where the linker
has it kept. What only some functions of the library hold while they call the script back is not reached.
"""

from __future__ import annotations

import asyncio
import collections
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
CONTAINER: Final = 48
OBJECT: Final = 112
OWN: Final = 280
"""An object of the interpreter, in the form in which it takes more."""
FUNCTION: Final = 240
"""A function of the interpreter's own that was made for one value, with its cells."""
CLASS: Final = 2_400
DEQUE: Final = 640
BLOCK: Final = 528
"""For each further 64 elements of a deque."""


def size_of_list(count: i64) -> i64:
    """Bytes of a list, with the places that it has in reserve."""
    return 80 if count == 0 else 80 + max(32, 9 * count + 8)


def size_of_dict(count: i64) -> i64:
    """Bytes of a dictionary: its table has a power of two of places, two thirds of them for items."""
    places: i64 = 8
    while places * 2 < count * 3:
        places *= 2
    index: i64 = 1 if places <= 256 else 2 if places <= 65_536 else 4
    return 112 + places * (index + 16)


def size_of_set(count: i64) -> i64:
    """Bytes of a set: up to four items are in the object itself."""
    return 248 if count <= 4 else 248 + 64 * count


def weigh_run(runtime: Runtime) -> int:
    """About how many bytes the values take that a run can reach."""
    roots: list[Any] = [
        runtime.globals,
        runtime.externals,
        runtime.output,
        runtime.handled,
        runtime.beneath,
    ]
    frame = runtime.frame
    while frame is not None:
        roots.append(frame.slots)
        roots.append(frame.result)
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


def weigh(roots: list[Any]) -> int:  # noqa: C901, PLR0912, PLR0915 - the hot loop of a census, in one piece
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
            total += size_of_list(count) if kind is list else CONTAINER + 8 * count
            if count > SAMPLE and NUMBERS.issuperset(set(map(type, value)) - SINGLE):
                total += weigh_sample(value)
            else:
                for item in value:
                    item_kind = type(item)
                    if item_kind in NUMBERS:
                        total += weigh_number(item)
                    elif item_kind not in SINGLE:
                        stack.append(item)
        elif isinstance(value, dict):
            total += size_of_dict(len(value))
            # What is no container is weighed here: on the stack, all of a large dictionary would
            # take as much memory as it does itself.
            for part in (dict.keys(value), dict.values(value)):
                for item in part:
                    item_kind = type(item)
                    if item_kind in SINGLE:
                        continue
                    if sys.getrefcount(item) <= alone and (
                        item_kind in TEXTS or item_kind in NUMBERS
                    ):
                        total += sys.getsizeof(item) + 8
                    else:
                        stack.append(item)
            if kind is not dict and hasattr(value, "__dict__"):
                stack.append(value.__dict__)
            if isinstance(value, collections.defaultdict):
                stack.append(value.default_factory)
        elif isinstance(value, (set, frozenset)):
            total += size_of_set(len(value))
            stack.extend(others(value))
        elif isinstance(value, collections.deque):
            total += DEQUE + BLOCK * (len(value) >> 6)
            stack.extend(others(value))
        elif isinstance(value, Frame):
            total += FRAME
            stack.append(value.slots)
            stack.append(value.result)
            stack.append(value.building)
        elif isinstance(value, type):
            if kind is not type and kind.__module__.startswith("foretell."):
                total += CLASS
                stack.extend(dict(vars(value)).values())
        elif kind is types.FunctionType:
            total += FUNCTION if sys.getrefcount(value) <= alone else 0
        elif not isinstance(value, OPAQUE):
            total += OWN if kind.__module__.startswith("foretell.") else OBJECT
            stack.extend(parts(value))
    return int(total)


def weigh_number(value: object) -> i64:
    """What a number takes; CPython keeps small ones once for all."""
    if type(value) is int and -6 < value < 257:
        return 0
    size: i64 = sys.getsizeof(value)
    return size + 4


def weigh_sample(values: Any) -> i64:
    """Weigh the numbers of a long list, from as many as are enough."""
    stride: i64 = max(1, len(values) // SAMPLE)
    total: i64 = 0
    seen: set[int] = set()
    for one in values[::stride]:
        if type(one) in NUMBERS and id(one) not in seen:
            seen.add(id(one))
            total += weigh_number(one)
    return total * stride


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
