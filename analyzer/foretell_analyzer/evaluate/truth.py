"""Is a value true? Answered where all its alternatives agree."""

from __future__ import annotations

from typing import Final

from ..ir import Node
from ..values.collections import DictObject, ListObject, SetObject, is_missing
from ..values.instances import Instance, Lazy, Suspended
from ..values.objects import AnyObject
from ..values.shapes import Constant, Exactly, Reference, Shape, TupleOf
from ..values.value import ANYTHING, Value
from .attempts import for_each
from .evaluator import Evaluator
from .methods import call_method, find_method

_MAY_BE_FALSE: Final = frozenset(
    {"str", "int", "float", "complex", "bytes", "bytearray", "bool", "range", "dict_keys",
     "dict_values", "dict_items", "datetime.timedelta", "decimal.Decimal", "fractions.Fraction",
     "memoryview", "NotImplementedType", "graphlib.TopologicalSorter", "types.MappingProxyType",
     "collections.ChainMap", "collections.UserDict", "collections.UserList",
     "collections.UserString"}
)  # fmt: skip


def truth_of(ev: Evaluator, value: Value, node: Node) -> bool | None:
    """True or false if it surely is; None if it may be either."""
    if not value.shapes:
        return None
    cases: list[Shape | None] = [*value.shapes]
    if value.unknown:
        cases.append(None)
        if value.unknown == ANYTHING:
            ev.may_raise()
    answers = set(
        for_each(ev, cases, lambda one: None if one is None else _truth(ev, one, value, node))
    )
    return answers.pop() if len(answers) == 1 else None


def _truth(ev: Evaluator, shape: Shape, value: Value, node: Node) -> bool | None:
    if isinstance(shape, Constant):
        return bool(shape.value)
    if isinstance(shape, Exactly):
        return None if shape.type in _MAY_BE_FALSE or "." not in shape.type else True
    if isinstance(shape, TupleOf):
        return None if shape.items is None else bool(shape.items)
    if isinstance(shape, Reference):
        return _truth_of_object(ev, shape, node)
    return True


def _truth_of_object(ev: Evaluator, shape: Reference, node: Node) -> bool | None:
    held = ev.object_at(shape.location)
    match held:
        case ListObject():
            return True if held.low > 0 else (False if held.high == 0 else None)
        case SetObject():
            if held.element.is_bottom:
                return False
            return None if held.may_be_empty else True
        case DictObject():
            if any(not one.unbound for one in held.known.values()):
                return True
            is_empty = held.is_closed and all(is_missing(one) for one in held.known.values())
            return False if is_empty else None
        case Instance():
            return _truth_of_instance(ev, held, shape, node)
        case Lazy() | Suspended():
            return None if held.type == "range" else True
        case AnyObject():
            return None
        case _:
            return None


def _truth_of_instance(ev: Evaluator, held: Instance, shape: Reference, node: Node) -> bool | None:
    if held.info is None:
        return None if held.declared is not None else True
    receiver = Value((shape,))
    for name in ("__bool__", "__len__"):
        if find_method(ev, held.info, name) is not None:
            result = call_method(ev, receiver, name, [], node)
            ev.may_raise("TypeError", "ValueError", "OverflowError")
            single = None if result is None else result.constant()
            return None if single is None else bool(single.value)
    return None if held.info.is_open or held.info.outside else True
