"""Calls of methods by position: no bound method is made."""

from __future__ import annotations

import re
from typing import Any, Final, final

from mypy_extensions import i64

from foretell.interpreter import attributes
from foretell.interpreter.calls import call_at, run
from foretell.interpreter.kernel import BuiltinFunction, Expression, Frame, note
from foretell.interpreter.library.regex.trust import is_trusted
from foretell.interpreter.native import NativeValue
from foretell.interpreter.nodes.places import Place
from foretell.interpreter.script_types import ScriptType
from foretell.interpreter.supers import Super
from foretell.interpreter.values import Method, ModuleValue, ScriptFunction, Tool


@final
class KnownMethod:
    """The method that a builtin type has under a name; never changed, as threads may share it."""

    kind: object
    method: Method | None
    is_quick: bool

    def __init__(self, kind: object, method: Method | None, *, is_quick: bool) -> None:
        self.kind = kind
        self.method = method
        self.is_quick = is_quick


NO_METHOD: Final = KnownMethod(None, None, is_quick=False)


@final
class CallMethod(Expression):
    """`value.name(arguments)` by position: no bound method is made.

    A method of a builtin type is remembered for the latest type, one of a script class by `place`.
    """

    value: Expression
    place: Place
    arguments: list[Expression]
    known: KnownMethod

    def __init__(
        self, index: i64, access: i64, value: Expression, name: str, arguments: list[Expression]
    ) -> None:
        self.index = index
        self.resumable = False
        self.value = value
        self.place = Place(access, name)
        self.arguments = arguments
        self.known = NO_METHOD

    def eval(self, frame: Frame) -> object:
        value = self.value.eval(frame)
        kind = type(value)
        place = self.place
        if isinstance(value, Super):
            inherited = value.function(place.name)
            if inherited is not None:
                return self.call_script(frame, value.receiver, inherited)
        known = self.known
        if kind is not known.kind:
            known = self.look(kind)
        method = known.method
        if method is not None:
            return self.call_host(frame, value, method, is_quick=known.is_quick)
        function = place.look(frame, kind).function
        if function is not None and is_free(value, place.name):
            return self.call_script(frame, value, function)
        callee = place.read(frame, value)
        arguments: list[Any] = [argument.eval(frame) for argument in self.arguments]
        return call_at(frame, self.index, callee, arguments, {})

    def look(self, kind: Any) -> KnownMethod:
        """Find the method of a builtin type met for the first time, or again after another."""
        if kind is self.place.known.kind or isinstance(kind, ScriptType):
            return NO_METHOD
        if issubclass(kind, (type, NativeValue, Tool, ModuleValue)):
            return NO_METHOD
        name = self.place.name
        known = KnownMethod(
            kind,
            attributes.find_method(kind, name),
            is_quick=(kind is str and name in QUICK_OF_TEXT)
            or (kind is dict and name in QUICK_OF_DICT)
            or (kind is list and name == "pop" and not self.arguments)
            or (kind is PATTERN and name in QUICK_OF_PATTERN and len(self.arguments) == 1),
        )
        self.known = known
        return known

    def call_host(self, frame: Frame, value: object, method: Method, *, is_quick: bool) -> object:
        """Call a method of a builtin type."""
        frame.runtime.steps -= 1
        if method.guarded is not None:
            return self.call_guarded(frame, value, method, method.guarded, is_quick=is_quick)
        host = method.host
        arguments = self.arguments
        if not arguments:
            return call_none(frame, self.index, host, value)
        first = arguments[0].eval(frame)
        if len(arguments) == 1:
            if type(value) is list and host is LIST_APPEND:
                value.append(first)
                return None
            return call_one(frame, self.index, host, value, first)
        rest = [argument.eval(frame) for argument in arguments[1:]]
        return call_host(frame, self.index, host, value, [first, *rest])

    def call_guarded(
        self,
        frame: Frame,
        value: object,
        method: Method,
        guarded: BuiltinFunction,
        *,
        is_quick: bool,
    ) -> object:
        """Call a method whose work is to be charged, unless it can only be little."""
        arguments = self.arguments
        host = method.host
        if type(value) is str and len(value) > SMALL_TEXT:
            is_quick = False
        if is_quick and type(value) is PATTERN:
            return self.look_for(frame, value, host, guarded)
        if not arguments:
            if is_quick:
                return call_none(frame, self.index, host, value)
            return call_guarded(frame, self.index, guarded, [value])
        first = arguments[0].eval(frame)
        is_quick = is_quick and is_small(first)
        if len(arguments) == 1:
            if is_quick:
                return call_one(frame, self.index, host, value, first)
            return call_guarded(frame, self.index, guarded, [value, first])
        if len(arguments) == 2:
            second = arguments[1].eval(frame)
            if is_quick and (type(value) is dict or makes_little(value, first, second)):
                return call_two(frame, self.index, host, value, first, second)
            return call_guarded(frame, self.index, guarded, [value, first, second])
        rest = [argument.eval(frame) for argument in arguments[1:]]
        return call_guarded(frame, self.index, guarded, [value, first, *rest])

    def look_for(
        self, frame: Frame, pattern: object, host: Any, guarded: BuiltinFunction
    ) -> object:
        """Look for a pattern in a text: at once if that is known to be little work."""
        text = self.arguments[0].eval(frame)
        if is_little(frame, self.index, pattern, text):
            return call_one(frame, self.index, host, pattern, text)
        return call_guarded(frame, self.index, guarded, [pattern, text])

    def call_script(self, frame: Frame, value: object, function: ScriptFunction) -> object:
        """Call a method of a script class; as long as a `BoundFunction` would cost: one step."""
        count = len(self.arguments) + 1
        frame.runtime.steps -= 1
        if function.minimum <= count <= function.maximum:
            slots = function.template[:]
            slots[0] = value
            number = 1
            for argument in self.arguments:
                slots[number] = argument.eval(frame)
                number += 1
            return run(function, slots, frame.runtime, frame, self.index)
        values: list[Any] = [value, *[argument.eval(frame) for argument in self.arguments]]
        return call_at(frame, self.index, function, values, {})


def is_free(value: Any, name: str) -> bool:
    """Tell whether an instance has no attribute of its own under a name."""
    return name not in value.__dict__


QUICK_OF_TEXT: Final = frozenset(
    [
        "upper",
        "lower",
        "strip",
        "lstrip",
        "rstrip",
        "split",
        "rsplit",
        "splitlines",
        "startswith",
        "endswith",
        "find",
        "rfind",
        "index",
        "rindex",
        "count",
        "title",
        "capitalize",
        "swapcase",
        "casefold",
        "isdigit",
        "isalpha",
        "isalnum",
        "isspace",
        "isupper",
        "islower",
        "partition",
        "rpartition",
        "removeprefix",
        "removesuffix",
        "replace",
    ]
)
"""Methods of text whose work is small if receiver and arguments are."""

QUICK_OF_DICT: Final = frozenset({"get", "setdefault", "pop"})
"""Methods of dict whose work is small if the key is."""

QUICK_OF_PATTERN: Final = frozenset({"search", "match", "fullmatch"})
"""Methods of patterns that look for one match."""

PATTERN: Final[Any] = re.Pattern

SMALL: Final = 1_000
SMALL_TEXT: Final = 256
"""Characters that a text may come to without being charged: no more than the guess of what the
steps allocate that lead to it (`BYTES_PER_STEP`)."""


def is_small(value: object) -> bool:
    """Tell whether a value is a text or number of exact type and small, or None."""
    if type(value) is str:
        return len(value) <= SMALL_TEXT
    if type(value) is int:
        return -SMALL < value < SMALL
    return value is None


def is_little(frame: Frame, index: i64, pattern: object, text: object) -> bool:
    """Charge looking for a pattern in a text, if it is known to be little work."""
    if type(text) is not str:
        return False
    try:
        return is_trusted(frame.runtime, pattern, text)
    except BaseException as error:
        note(frame, error, index)
        raise


def call_guarded(frame: Frame, index: i64, guarded: BuiltinFunction, values: list[Any]) -> object:
    """Call a guarded method with its receiver and arguments."""
    runtime = frame.runtime
    try:
        if runtime.steps < 0:
            runtime.refill()
        runtime.site = index
        return guarded(runtime, values, {})
    except BaseException as error:
        note(frame, error, index)
        raise


def makes_little(text: object, first: object, second: object) -> bool:
    """Tell whether a method of a small text makes little of two arguments, `replace` included."""
    if type(second) is str and type(first) is str and type(text) is str:
        return len(second) <= len(first) or len(text) * len(second) <= SMALL_TEXT
    return is_small(second)


def call_none(frame: Frame, index: i64, host: Any, value: object) -> object:
    """Call a host method without arguments."""
    try:
        if frame.runtime.steps < 0:
            frame.runtime.refill()
        result: object = host(value)
    except BaseException as error:
        note(frame, error, index)
        raise
    return result


def call_one(frame: Frame, index: i64, host: Any, value: object, first: object) -> object:
    """Call a host method with one argument."""
    try:
        if frame.runtime.steps < 0:
            frame.runtime.refill()
        result: object = host(value, first)
    except BaseException as error:
        note(frame, error, index)
        raise
    return result


def call_two(
    frame: Frame, index: i64, host: Any, value: object, first: object, second: object
) -> object:
    """Call a host method with two arguments."""
    try:
        if frame.runtime.steps < 0:
            frame.runtime.refill()
        result: object = host(value, first, second)
    except BaseException as error:
        note(frame, error, index)
        raise
    return result


def call_host(frame: Frame, index: i64, host: Any, value: object, values: list[Any]) -> object:
    """Call a host method with any number of arguments."""
    try:
        if frame.runtime.steps < 0:
            frame.runtime.refill()
        result: object = host(value, *values)
    except BaseException as error:
        note(frame, error, index)
        raise
    return result


LIST_APPEND: Final[Any] = list.append
