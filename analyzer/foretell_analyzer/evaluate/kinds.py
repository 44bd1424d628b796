"""What `isinstance` asks, of alternatives of values."""

from __future__ import annotations

from typing import Final

from ..dialect import EntryKind
from ..values.instances import Instance
from ..values.making import exactly
from ..values.routines import ClassInfo
from ..values.shapes import (
    ClassOf,
    Exactly,
    Listed,
    Reference,
    Shape,
    TupleOf,
)
from ..values.value import Value
from .access import describe
from .evaluator import Evaluator
from .methods import find_method

_ABSTRACT: Final = {
    "int": ("numbers.Number", "numbers.Integral", "numbers.Real"),
    "float": ("numbers.Number", "numbers.Real"),
    "list": ("collections.abc.Sequence", "collections.abc.Iterable", "collections.abc.Collection"),
    "tuple": ("collections.abc.Sequence", "collections.abc.Iterable", "collections.abc.Collection"),
    "str": ("collections.abc.Sequence", "collections.abc.Iterable", "collections.abc.Hashable"),
    "dict": (
        "collections.abc.Mapping",
        "collections.abc.Iterable",
        "collections.abc.MutableMapping",
    ),
    "bool": ("int",),
}


def exactly_listed(kind: Shape) -> Value | None:
    """Any value of a plain builtin type that is told by its type alone."""
    if isinstance(kind, Listed) and kind.name in ("str", "int", "float", "bool", "bytes"):
        return exactly(kind.name)
    return None


def type_alternatives(kinds: Value) -> list[ClassOf | Listed] | None:
    """The classes that an `isinstance` or a handler asks for; None if they are not known."""
    if kinds.unknown or not kinds.shapes:
        return None
    found: list[ClassOf | Listed] = []
    for shape in kinds.shapes:
        if isinstance(shape, TupleOf):
            if shape.items is None:
                return None
            for item in shape.items:
                inner = type_alternatives(item)
                if inner is None:
                    return None
                found += inner
        elif isinstance(shape, ClassOf) or (
            isinstance(shape, Listed) and shape.entry.kind is EntryKind.CLASS
        ):
            found.append(shape)
        else:
            return None
    return found


def may_be_derived(ev: Evaluator, shape: Shape, info: ClassInfo) -> bool:
    """May what is told by a type of the library be of a class of the script that derives from it?"""
    if not isinstance(shape, Exactly):
        return isinstance(shape, Reference)
    if shape.is_only:
        return False
    return shape.type == "object" or info.is_open or shape.type in ev.outside.bases_of(info.outside)


_DECIDING: Final = ("__instancecheck__", "__subclasshook__")


def is_of_type(ev: Evaluator, shape: Shape, kind: Shape) -> bool | None:
    """Is a value an instance of a class? None if that is not known."""
    if isinstance(kind, ClassOf):
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, Instance):
                if held.info is None:
                    return False
                if held.info.is_subclass(kind.info):
                    return True
                decides = any(find_method(ev, kind.info, one) for one in _DECIDING)
                return None if held.info.is_open or kind.info.is_abstract or decides else False
            return None if held.type == "object" else False
        return None if may_be_derived(ev, shape, kind.info) else False
    assert isinstance(kind, Listed)
    wanted = kind.entry.type or kind.name
    if wanted == "object":
        return True
    if isinstance(shape, (ClassOf, Listed)) and wanted in ("type", "abc.ABCMeta", "enum.EnumMeta"):
        is_class = isinstance(shape, ClassOf) or shape.entry.kind is EntryKind.CLASS
        return None if is_class else False
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if isinstance(held, Instance) and held.info is not None:
            bases = ev.outside.bases_of(held.info.outside)
            if held.info.kind == "namedtuple" and wanted == "tuple":
                return True
            if held.info.kind and wanted in ("int", "str", "tuple", "dict"):
                return None
            return wanted in bases or (None if held.info.is_open or "." in wanted else False)
        if held.type == "object":
            return None
    name = describe(ev, shape)
    if name == wanted or wanted in ev.outside.bases_of([name]):
        return True
    if wanted in _ABSTRACT.get(name, ()):
        return True
    if "." in wanted and not wanted.startswith(("datetime.", "decimal.", "enum.")):
        return None
    if isinstance(shape, Exactly) and not shape.is_only and not ev.outside.is_exact(shape.type):
        return None
    return False
