"""Calls: running what is called.

`call` is the general way; nodes and library use it for whatever value a script calls. Steps: one
for the call, and what the callee charges.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, final

from mypy_extensions import i64

from .binding import bind
from .kernel import NORMAL, PLAIN, Cell, Frame, Runtime, Stop, note
from .suspended import suspend
from .values import (
    BoundFunction,
    BoundMethod,
    Builtin,
    Invoker,
    ScriptFunction,
    Tool,
    install_invoker,
)

Caller = Callable[[Runtime, Any, list[Any], dict[str, Any]], object]
"""How a value is called: runtime, the value, positional arguments, keyword arguments."""

CONSTRUCTORS: Final[dict[object, Caller]] = {}
"""How to call a builtin type. What is neither here nor in METACLASSES nor an exception type
cannot be called."""

METACLASSES: Final[dict[object, Caller]] = {}
"""How to call a type whose metaclass this is: script classes."""

ERRORS: Final = frozenset(
    {
        ArithmeticError, AssertionError, AttributeError, Exception, IndexError, KeyError,
        LookupError, NotImplementedError, OSError, OverflowError, PermissionError, RuntimeError,
        StopIteration, TimeoutError, TypeError, ValueError, ZeroDivisionError,
    }
)  # fmt: skip
"""The exceptions that scripts raise most: the host makes them from whatever they are given."""

CALLERS: Final[dict[object, Caller]] = {}
"""How to call values of other kinds (`functools.partial`, instances of script classes), by
exact type or by metaclass."""


def call(
    runtime: Runtime, callee: object, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call any value of a script; may keep and change `arguments` and `keywords`."""
    if isinstance(callee, ScriptFunction):
        return run(callee, bind(callee, arguments, keywords), runtime, None, 0)
    runtime.steps -= 1
    if runtime.steps < 0:
        runtime.refill()
    if isinstance(callee, Builtin):
        return callee.function(runtime, arguments, keywords)
    if isinstance(callee, BoundMethod):
        return callee.call(runtime, arguments, keywords)
    if isinstance(callee, BoundFunction):
        arguments.insert(0, callee.receiver)
        function = callee.function
        return run(function, bind(function, arguments, keywords), runtime, None, 0)
    if isinstance(callee, Tool):
        return callee.call(runtime, arguments, keywords, runtime.site)
    if isinstance(callee, type):
        return construct(runtime, callee, arguments, keywords)
    kind = type(callee)
    caller = CALLERS.get(kind)
    if caller is None:
        caller = CALLERS.get(type(kind))
    if caller is None:
        raise TypeError(f"{kind.__name__!r} object is not callable")
    return caller(runtime, callee, arguments, keywords)


def construct(
    runtime: Runtime, kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call a type."""
    if kind in ERRORS and not keywords:
        failure: object = kind(*arguments)
        return failure
    constructor = CONSTRUCTORS.get(kind)
    if constructor is None:
        constructor = METACLASSES.get(type(kind))
    if constructor is not None:
        return constructor(runtime, kind, arguments, keywords)
    if type(kind) is type and issubclass(kind, BaseException):
        error: object = kind(*arguments, **keywords)
        return error
    raise TypeError(f"cannot create {kind.__name__!r} instances")


def call_at(
    frame: Frame, index: i64, callee: object, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call at a place in the script, which is put on the trail of what is raised."""
    runtime = frame.runtime
    try:
        if isinstance(callee, ScriptFunction):
            return run(callee, bind(callee, arguments, keywords), runtime, frame, index)
        runtime.site = index
        return call(runtime, callee, arguments, keywords)
    except BaseException as error:
        note(frame, error, index)
        raise


def run(  # noqa: C901 - the path of every call, in one piece
    function: ScriptFunction,
    slots: list[object],
    runtime: Runtime,
    caller: Frame | None,
    index: i64,
) -> object:
    """Run a script function whose arguments are in their slots.

    `caller` and `index` are the frame and node of the call, where one of the script made it.
    """
    code = function.code
    depth = runtime.depth
    frame = Frame(slots, runtime, code)
    try:
        steps = runtime.steps - code.cost
        runtime.steps = steps
        if steps < 0:
            runtime.refill()
        if depth >= runtime.max_depth:
            raise Stop("recursion", f"more than {depth} calls inside one another")
        if not code.is_simple:
            for slot in code.cells:
                slots[slot] = Cell(slots[slot])
            if code.kind != PLAIN:
                return suspend(function, frame)
        runtime.depth = depth + 1
        outer = runtime.frame
        frame.caller = outer
        runtime.frame = frame
        value = code.value
        if value is not None:
            result = value.eval(frame)
            runtime.depth = depth
            runtime.frame = outer
            return result
        statement = code.body
        while statement is not None:
            if statement.exec(frame) != NORMAL:
                runtime.depth = depth
                runtime.frame = outer
                return frame.result
            statement = statement.next
    except BaseException as error:
        if runtime.depth > depth:  # the body began: what failed is in it
            runtime.depth = depth
            runtime.frame = frame.caller
            note(frame, error, code.index)
            frame.noted = None
        if caller is not None:
            note(caller, error, index)
        raise
    runtime.depth = depth
    runtime.frame = outer
    return None


@final
class _Invoker(Invoker):
    def invoke(
        self, function: ScriptFunction, arguments: list[Any], keywords: dict[str, Any]
    ) -> object:
        return run(function, bind(function, arguments, keywords), function.runtime, None, 0)


install_invoker(_Invoker())
