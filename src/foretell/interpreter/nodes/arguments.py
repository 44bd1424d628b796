"""Calls with named or starred arguments, and calls of methods."""

from __future__ import annotations

from typing import Any, Final, final

from mypy_extensions import i64

from foretell.interpreter.calls import call_at, run
from foretell.interpreter.kernel import Expression, Frame, note
from foretell.interpreter.nodes.displays import Spread, is_mapping, spread
from foretell.interpreter.nodes.invocations import make
from foretell.interpreter.script_types import ScriptType
from foretell.interpreter.values import (
    BoundFunction,
    Builtin,
    ScriptFunction,
    Tool,
)


@final
class Arguments:
    """The arguments of a call: by position (some may be `Spread`), then by name.

    A name that is missing stands for `**value`.
    """

    index: i64
    positional: list[Expression]
    names: list[str | None]
    values: list[Expression]
    spreads: bool

    def __init__(
        self,
        index: i64,
        positional: list[Expression],
        names: list[str | None],
        values: list[Expression],
    ) -> None:
        self.index = index
        self.positional = positional
        self.names = names
        self.values = values
        self.spreads = any(isinstance(argument, Spread) for argument in positional)

    def by_position(self, frame: Frame, callee: object) -> list[Any]:
        """Evaluate those by position."""
        if not self.spreads:
            return [argument.eval(frame) for argument in self.positional]
        values: list[Any] = []
        outer = frame.building
        frame.building = [outer, values]
        try:
            for argument in self.positional:
                if isinstance(argument, Spread):
                    value = argument.value.eval(frame)
                    what = "" if type(value) in (list, tuple) else f"{describe(callee)} argument"
                    values.extend(spread(frame, self.index, value, what))
                else:
                    values.append(argument.eval(frame))
        finally:
            frame.building = outer
        return values

    def by_name(self, frame: Frame, callee: object) -> dict[str, Any]:
        """Evaluate those by name."""
        keywords: dict[str, Any] = {}
        number = 0
        for name in self.names:
            value = self.values[number].eval(frame)
            if name is None:
                merge_keywords(frame, self.index, keywords, value, callee)
            elif name in keywords:
                raise repeated(frame, self.index, callee, name)
            else:
                keywords[name] = value
            number += 1
        return keywords


def describe(callee: object) -> str:
    """Name a callee as CPython does in messages about starred arguments."""
    if isinstance(callee, BoundFunction):
        callee = callee.function
    if isinstance(callee, ScriptFunction):
        return f"__main__.{callee.qualified_name}()"
    if isinstance(callee, Builtin):
        return f"{callee.qualified_name}()"
    if isinstance(callee, Tool):
        return f"__main__.{callee.name}()"
    if isinstance(callee, type):
        owner = "__main__." if isinstance(callee, ScriptType) else ""
        return f"{owner}{callee.__qualname__}()"
    return f"{type(callee).__name__} object"


def repeated(frame: Frame, index: i64, callee: object, name: str) -> TypeError:
    """Make the error of an argument given twice by name."""
    error = TypeError(f"{describe(callee)} got multiple values for keyword argument {name!r}")
    note(frame, error, index)
    return error


def merge_keywords(
    frame: Frame, index: i64, keywords: dict[str, Any], value: object, callee: object
) -> None:
    """Do `**value` in an argument list."""
    mapping: Any = value
    try:
        if not is_mapping(value):
            kind = type(value).__name__
            raise TypeError(f"{describe(callee)} argument after ** must be a mapping, not {kind}")
        items: dict[Any, Any] = mapping if type(value) is dict else dict(mapping)
        frame.runtime.charge(len(items) >> 4)
        for name, item in items.items():
            if name in keywords:
                raise TypeError(
                    f"{describe(callee)} got multiple values for keyword argument {name!r}"
                )
            if not isinstance(name, str):
                raise TypeError("keywords must be strings")
            keywords[name] = item
    except BaseException as error:
        note(frame, error, index)
        raise


@final
class Call(Expression):
    """`callee(arguments, name=value, *more, **options)`."""

    callee: Expression
    arguments: Arguments

    def __init__(self, index: i64, callee: Expression, arguments: Arguments) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.arguments = arguments

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        values = self.arguments.by_position(frame, callee)
        return call_at(frame, self.index, callee, values, self.arguments.by_name(frame, callee))


@final
class KnownSlots:
    """Where a function wants the named arguments of a call; never changed, as threads share it."""

    code: object
    slots: list[int]

    def __init__(self, code: object, slots: list[int]) -> None:
        self.code = code
        self.slots = slots


NO_SLOTS: Final = KnownSlots(None, [])


@final
class CallNamed(Expression):
    """`callee(arguments, name=value)` without stars: which slot a name has is found once."""

    callee: Expression
    positional: list[Expression]
    names: list[str]
    values: list[Expression]
    known: KnownSlots

    def __init__(
        self,
        index: i64,
        callee: Expression,
        positional: list[Expression],
        names: list[str],
        values: list[Expression],
    ) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.positional = positional
        self.names = names
        self.values = values
        self.known = NO_SLOTS

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        known = self.known
        if isinstance(callee, ScriptFunction) and callee.code is known.code:
            slots = callee.template[:]
            number = 0
            for argument in self.positional:
                slots[number] = argument.eval(frame)
                number += 1
            number = 0
            for value in self.values:
                slots[known.slots[number]] = value.eval(frame)
                number += 1
            return run(callee, slots, frame.runtime, frame, self.index)
        arguments: list[Any] = [argument.eval(frame) for argument in self.positional]
        keywords: dict[str, Any] = {}
        number = 0
        for name in self.names:
            keywords[name] = self.values[number].eval(frame)
            number += 1
        if isinstance(callee, ScriptFunction):
            self.learn(callee)
        if isinstance(callee, ScriptType):
            return make(frame, self.index, callee, arguments, keywords)
        return call_at(frame, self.index, callee, arguments, keywords)

    def learn(self, function: ScriptFunction) -> None:
        """Remember where the names go, if the call is right and needs nothing but copying."""
        code = function.code
        given = len(self.positional)
        if function.maximum < 0 or given > function.maximum:
            return
        slots: list[int] = []
        for name in self.names:
            first = max(given, int(code.positional_only))
            accepted = [*range(first, int(code.positional)), *code.keyword_only]
            slots += [slot for slot in accepted if code.names[slot] == name]
        if len(slots) != len(self.names):
            return
        for slot in range(given, int(function.minimum)):
            if slot not in slots:
                return
        self.known = KnownSlots(code, slots)
