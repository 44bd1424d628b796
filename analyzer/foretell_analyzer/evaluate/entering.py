"""What calls raise by themselves, before and beside what the called code does."""

from __future__ import annotations

from typing import Final

from ..dialect import EntryKind
from ..ir import ParameterKind
from ..values.collections import DictObject, ListObject, SetObject
from ..values.instances import Instance
from ..values.routines import ClassInfo
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    Exactly,
    FunctionOf,
    Listed,
    Reference,
    Shape,
    ToolOf,
    TupleOf,
)
from ..values.value import ANYTHING, Value
from .arguments import Arguments
from .evaluator import Evaluator
from .methods import find_method

_NUMBER: Final = ("ValueError", "TypeError", "OverflowError")
RAISES: Final[dict[str, tuple[str, ...]]] = {
    "print": ("ValueError", "RecursionError"), "super": ("RuntimeError", "TypeError"), "len": ("TypeError",), "int": _NUMBER, "float": _NUMBER,
    "bool": (), "list.append": (), "dict.get": ("TypeError",), "dict.keys": (), "dict.values": (),
    "dict.items": (), "list.pop": ("IndexError", "TypeError"), "range": ("TypeError", "ValueError"),
    "enumerate": ("TypeError",), "list": ("TypeError",), "set": ("TypeError",),
    "tuple": ("TypeError",), "str.upper": (), "str.lower": (), "str.strip": ("TypeError",),
    "str.split": _NUMBER, "str.startswith": ("TypeError",), "str.endswith": ("TypeError",),
    "json.loads": ("json.JSONDecodeError", "TypeError", "RecursionError", "UnicodeDecodeError",
                   "ValueError"),
    "list.index": ("ValueError", "TypeError"), "list.remove": ("ValueError",),
    "dict.pop": ("KeyError", "TypeError"), "abs": ("TypeError",), "min": ("ValueError", "TypeError"),
    "max": ("ValueError", "TypeError"), "sum": ("TypeError", "OverflowError"),
    "sorted": ("TypeError",),
}  # fmt: skip
"""By name: what a call with plain data may raise, where no code of the script has a part in it."""
_DEMANDING: Final = frozenset({"BaseExceptionGroup", "UnicodeError", "SyntaxError", "OSError"})
"""Exceptions that look at what they are made with."""


def enters_surely(ev: Evaluator, shape: Shape, arguments: Arguments) -> bool:
    """Does a call raise nothing by itself, or only what is told where it goes on?"""
    match shape:
        case FunctionOf() | ToolOf():
            return True
        case BoundTo():
            return isinstance(shape.callee, FunctionOf)
        case ClassOf():
            return _is_made_surely(ev, shape.info, arguments)
        case Listed():
            return raises(ev, shape, arguments) is not None
        case _:
            return False


def raises(ev: Evaluator, shape: Listed, arguments: Arguments) -> tuple[str, ...] | None:
    """What a call of something listed may raise; None if that may be anything."""
    if makes_exception(ev, shape):
        return () if is_content(ev, shape, arguments) else None
    if shape.name == "object.__init__":
        return () if _is_taken_by_base(ev, shape, arguments) else None
    if shape.name == "isinstance":
        return () if _asks_plainly(ev, arguments) else None
    kinds = RAISES.get(shape.name)
    if kinds is None or arguments.keywords or not arguments.more.is_bottom:
        return None
    given = [*arguments.positional, *([shape.receiver] if shape.receiver is not None else [])]
    if not all(is_plain(ev, one) for one in given):
        return None
    if shape.name == "print" and not any(
        isinstance(one, (Exactly, Reference))
        for value in given
        for one in ev.reachable_shapes(value)
    ):
        return ()
    texts = given[0].constants() if given else None
    if kinds is _NUMBER and texts is not None and all(isinstance(one, str) for one in texts):
        return ("ValueError",)
    return kinds


def _asks_plainly(ev: Evaluator, arguments: Arguments) -> bool:
    """Is `isinstance` asked for classes that have no say in the answer?"""
    if len(arguments.positional) != 2 or arguments.keywords or not arguments.more.is_bottom:
        return False
    value, kinds = arguments.positional
    if value.unknown == ANYTHING or kinds.unknown:
        return False
    for shape in ev.reachable_shapes(value):
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        info = held.info if isinstance(held, Instance) else None
        if info is not None and find_method(ev, info, "__getattribute__") is not None:
            return False
    return all(_is_plain_class(ev, one) for one in ev.reachable_shapes(kinds))


def _is_plain_class(ev: Evaluator, shape: Shape) -> bool:
    if isinstance(shape, ClassOf):
        info = shape.info
        hooks = ("__instancecheck__", "__subclasshook__")
        has_hooks = any(find_method(ev, info, one) is not None for one in hooks)
        return not (has_hooks or info.is_open or any(one.keywords for one in info.order))
    if isinstance(shape, Listed):
        return shape.entry.kind is EntryKind.CLASS and "." not in (shape.entry.type or shape.name)
    return isinstance(shape, TupleOf)


def _is_taken_by_base(ev: Evaluator, shape: Listed, arguments: Arguments) -> bool:
    """Does the `__init__` of `object`, or of exceptions, take what it is given?"""
    if arguments.keywords or not arguments.more_keywords.is_bottom or shape.receiver is None:
        return False
    if not arguments.positional and arguments.more.is_bottom:
        return True
    for one in shape.receiver.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        outside = held.info.outside if isinstance(held, Instance) and held.info is not None else []
        bases = ev.outside.bases_of(outside)
        if "BaseException" not in bases or bases & _DEMANDING:
            return False
    return not shape.receiver.unknown


def makes_exception(ev: Evaluator, shape: Listed) -> bool:
    """Is it a class of exceptions that the dialect lists?"""
    is_class = shape.entry.kind is EntryKind.CLASS
    return is_class and "BaseException" in ev.outside.bases_of([shape.entry.type or shape.name])


def is_content(ev: Evaluator, shape: Listed, arguments: Arguments) -> bool:
    """Does a class of exceptions take what it is given, and make just one of its own?"""
    if arguments.keywords or not arguments.more_keywords.is_bottom:
        return False
    if ev.outside.bases_of([shape.entry.type or shape.name]) & _DEMANDING:
        return len(arguments.positional) < 2 and arguments.more.is_bottom and _takes_one(shape)
    return not _needed(shape)


def _takes_one(shape: Listed) -> bool:
    return shape.name in ("OSError", "SyntaxError") or not (
        shape.entry.signatures or _needed(shape)
    )


def _needed(shape: Listed) -> bool:
    """Are there parameters that must be given?"""
    return any(
        not one.has_default and one.kind is not ParameterKind.VAR_POSITIONAL
        for signature in shape.entry.signatures
        for one in signature.parameters
    )


def is_plain(ev: Evaluator, value: Value) -> bool:
    """Is a value of builtin types all through, so that no code of the script is asked?"""
    if value.unknown == ANYTHING:
        return False
    for shape in ev.reachable_shapes(value):
        if isinstance(shape, Exactly):
            if "." in shape.type or shape.type == "object":
                return False
        elif isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if not isinstance(held, (ListObject, SetObject, DictObject)) or held.type not in _PLAIN:
                return False
            if any(one.unknown == ANYTHING for one in held.parts()):
                return False
        elif isinstance(shape, TupleOf):
            if any(one.unknown == ANYTHING for one in (shape.element, *(shape.items or ()))):
                return False
        elif not isinstance(shape, Constant):
            return False
    return True


_PLAIN: Final = frozenset({"list", "dict", "set", "frozenset"})


def _is_made_surely(ev: Evaluator, info: ClassInfo, arguments: Arguments) -> bool:
    """Does making an instance raise nothing but what `__init__` does?"""
    if info.is_open or info.kind or find_method(ev, info, "__new__") is not None:
        return False
    if any(one.is_abstract or one.keywords for one in info.order):
        return False
    bases = ev.outside.bases_of(info.outside)
    if info.outside and ("BaseException" not in bases or bases & _DEMANDING):
        return False
    if find_method(ev, info, "__init__") is not None:
        return True
    if arguments.keywords or not arguments.more_keywords.is_bottom:
        return False
    return bool(info.outside) or (not arguments.positional and arguments.more.is_bottom)
