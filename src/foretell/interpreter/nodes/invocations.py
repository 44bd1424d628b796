"""Calls by position: the argument slots of a script function are filled from its template."""

from __future__ import annotations

from typing import Any, Final, final

from mypy_extensions import i64

from foretell.interpreter.calls import call_at, run
from foretell.interpreter.construction import PLAIN_ERRORS, construct_instance
from foretell.interpreter.formatting import to_text
from foretell.interpreter.kernel import Expression, Frame, note
from foretell.interpreter.layouts import Layout
from foretell.interpreter.script_types import ScriptType
from foretell.interpreter.values import Builtin, ScriptFunction


def make(
    frame: Frame, index: i64, cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call a script class: at once if it is of the usual kind, at the same cost as by `call`."""
    layout: Layout = cls.script_layout
    initializer = layout.members.get("__init__")
    if (
        isinstance(initializer, ScriptFunction)
        and layout.construct is construct_instance
        and layout.host is object
        and not layout.abstract
        and "__new__" not in layout.members
    ):
        frame.runtime.steps -= 1
        instance: object = object.__new__(cls)
        arguments.insert(0, instance)
        result = call_at(frame, index, initializer, arguments, keywords)
        if result is None:
            return instance
        error = TypeError(f"__init__() should return None, not '{type(result).__name__}'")
        note(frame, error, index)
        raise error
    if layout.host in PLAIN_ERRORS and layout.construct is construct_instance:
        return make_error(frame, index, cls, arguments, keywords)
    return call_at(frame, index, cls, arguments, keywords)


def make_error(
    frame: Frame, index: i64, cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call an exception class of the script, at the same cost as by `call`."""
    runtime = frame.runtime
    try:
        runtime.charge(1)
        runtime.site = index
        return construct_instance(runtime, cls, arguments, keywords)
    except BaseException as error:
        note(frame, error, index)
        raise


def text_of(frame: Frame, index: i64, error: BaseException) -> str:
    """Return `str(error)`, at the same cost as by `call`."""
    runtime = frame.runtime
    try:
        runtime.charge(1)
        runtime.site = index
        return to_text(runtime, error)
    except BaseException as failure:
        note(frame, failure, index)
        raise


@final
class CallLen(Expression):
    """`len(first)`, if `len` has its usual meaning."""

    callee: Expression
    first: Expression

    def __init__(self, index: i64, callee: Expression, first: Expression) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.first = first

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        first = self.first.eval(frame)
        if isinstance(callee, Builtin) and callee.name == "len":  # each type has its own C code
            if type(first) is list:
                frame.runtime.steps -= 1
                return len(first)
            if type(first) is str:
                frame.runtime.steps -= 1
                return len(first)
            if type(first) is dict:
                frame.runtime.steps -= 1
                return len(first)
        if isinstance(callee, ScriptType):
            return make(frame, self.index, callee, [first], {})
        return call_at(frame, self.index, callee, [first], {})


@final
class CallStr(Expression):
    """`str(first)`, if `str` has its usual meaning."""

    callee: Expression
    first: Expression

    def __init__(self, index: i64, callee: Expression, first: Expression) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.first = first

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        first = self.first.eval(frame)
        if callee is str:
            if type(first) is str:
                frame.runtime.steps -= 1
                return first
            shown: object = first  # compiled, its text is made without a detour over a C integer
            if type(first) is int and -SMALL < first < SMALL:
                frame.runtime.steps -= 1
                return str(shown)
            if isinstance(first, BaseException):
                return text_of(frame, self.index, first)
        if isinstance(callee, ScriptType):
            return make(frame, self.index, callee, [first], {})
        return call_at(frame, self.index, callee, [first], {})


SMALL: Final = 1_000_000_000


@final
class Call0(Expression):
    """`callee()`."""

    callee: Expression

    def __init__(self, index: i64, callee: Expression) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        if isinstance(callee, ScriptFunction) and callee.minimum == 0 and callee.maximum >= 0:
            return run(callee, callee.template[:], frame.runtime, frame, self.index)
        if isinstance(callee, ScriptType):
            return make(frame, self.index, callee, [], {})
        return call_at(frame, self.index, callee, [], {})


@final
class Call1(Expression):
    """`callee(first)`."""

    callee: Expression
    first: Expression

    def __init__(self, index: i64, callee: Expression, first: Expression) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.first = first

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        first = self.first.eval(frame)
        if isinstance(callee, ScriptFunction) and callee.minimum <= 1 <= callee.maximum:
            slots = callee.template[:]
            slots[0] = first
            return run(callee, slots, frame.runtime, frame, self.index)
        if isinstance(callee, ScriptType):
            return make(frame, self.index, callee, [first], {})
        return call_at(frame, self.index, callee, [first], {})


@final
class Call2(Expression):
    """`callee(first, second)`."""

    callee: Expression
    first: Expression
    second: Expression

    def __init__(
        self, index: i64, callee: Expression, first: Expression, second: Expression
    ) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.first = first
        self.second = second

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        first = self.first.eval(frame)
        second = self.second.eval(frame)
        if isinstance(callee, ScriptFunction) and callee.minimum <= 2 <= callee.maximum:
            slots = callee.template[:]
            slots[0] = first
            slots[1] = second
            return run(callee, slots, frame.runtime, frame, self.index)
        if isinstance(callee, ScriptType):
            return make(frame, self.index, callee, [first, second], {})
        return call_at(frame, self.index, callee, [first, second], {})


@final
class CallPositional(Expression):
    """`callee(arguments)`: any number of them, none starred or named."""

    callee: Expression
    arguments: list[Expression]

    def __init__(self, index: i64, callee: Expression, arguments: list[Expression]) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.arguments = arguments

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        values = [argument.eval(frame) for argument in self.arguments]
        if isinstance(callee, ScriptFunction):
            count = len(values)
            if callee.minimum <= count <= callee.maximum:
                slots = callee.template[:]
                number = 0
                for value in values:
                    slots[number] = value
                    number += 1
                return run(callee, slots, frame.runtime, frame, self.index)
        if isinstance(callee, ScriptType):
            return make(frame, self.index, callee, values, {})
        return call_at(frame, self.index, callee, values, {})
