"""The methods that `collections.abc` gives to classes which define the abstract ones."""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import BuiltinFunction, Runtime

from .sets import OrderedSet

Arguments = list[Any]
Keywords = dict[str, Any]
MISSING: Final = object()


def default_of(arguments: Arguments, keywords: Keywords, place: int) -> Any:
    """An optional argument called `default`."""
    if len(arguments) > place:
        return arguments[place]
    return keywords.get("default", MISSING)


def _self(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    value: object = arguments[0]
    return value


# ------------------------------------------------------------------------------------- mappings


def _get(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    mapping, key = arguments[:2]
    default = default_of(arguments, keywords, 2)
    try:
        value: object = mapping[key]
    except KeyError:
        return None if default is MISSING else default
    return value


def _has_key(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    mapping, key = arguments
    try:
        mapping[key]
    except KeyError:
        return False
    return True


def _keys(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    mapping = arguments[0]
    runtime.charge(len(mapping))
    return dict.fromkeys(mapping).keys()


def _values(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    mapping = arguments[0]
    runtime.charge(len(mapping))
    return {key: mapping[key] for key in mapping}.values()


def _items(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    mapping = arguments[0]
    runtime.charge(len(mapping))
    return {key: mapping[key] for key in mapping}.items()


def _mapping_eq(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    left, right = arguments
    if not isinstance(right, dict) and not hasattr(type(right), "keys"):
        return NotImplemented
    runtime.charge(len(left))
    return {key: left[key] for key in left} == {key: right[key] for key in right}


def _pop(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    mapping, key = arguments[:2]
    default = default_of(arguments, keywords, 2)
    try:
        value: object = mapping[key]
    except KeyError:
        if default is MISSING:
            raise
        return default
    del mapping[key]
    return value


def _popitem(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    mapping = arguments[0]
    for key in mapping:
        value = mapping[key]
        del mapping[key]
        return key, value
    raise KeyError


def _clear(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    mapping = arguments[0]
    while len(mapping):
        _popitem(runtime, [mapping], {})
        runtime.charge(1)
    return None


def _update(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    mapping = arguments[0]
    if len(arguments) > 1:
        other = arguments[1]
        if hasattr(type(other), "keys"):
            pairs = [(key, other[key]) for key in other.keys()]  # noqa: SIM118 - its protocol
        else:
            pairs = [(key, value) for key, value in other]
        runtime.charge(len(pairs))
        for key, value in pairs:
            mapping[key] = value
    for name, value in keywords.items():
        mapping[name] = value
    return None


def _setdefault(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    mapping, key = arguments[:2]
    default = default_of(arguments, keywords, 2)
    try:
        value: object = mapping[key]
    except KeyError:
        value = None if default is MISSING else default
        mapping[key] = value
    return value


# ------------------------------------------------------------------------------------- sequences


def _iterate(runtime: Runtime, sequence: Any) -> Any:
    place = 0
    while True:
        runtime.charge(1)
        try:
            value = sequence[place]
        except IndexError:
            return
        yield value
        place += 1


def _sequence_iter(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    return iter(list(_iterate(runtime, arguments[0])))


def _sequence_contains(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence, wanted = arguments
    return any(value is wanted or value == wanted for value in _iterate(runtime, sequence))


def _reversed(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence = arguments[0]
    runtime.charge_size(len(sequence))
    return iter([sequence[place] for place in range(len(sequence) - 1, -1, -1)])


def _index(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence, wanted = arguments[:2]
    for place, value in enumerate(_iterate(runtime, sequence)):
        if value is wanted or value == wanted:
            return place
    raise ValueError


def _count(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence, wanted = arguments
    return sum(value is wanted or value == wanted for value in _iterate(runtime, sequence))


def _append(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence, value = arguments
    call(runtime, get_attribute(runtime, sequence, "insert"), [len(sequence), value], {})
    return None


def _extend(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence, values = arguments
    for value in list(values):
        call(runtime, get_attribute(runtime, sequence, "append"), [value], {})
    return None


def _sequence_pop(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence = arguments[0]
    place = arguments[1] if len(arguments) > 1 else -1
    value: object = sequence[place]
    del sequence[place]
    return value


def _remove(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence, wanted = arguments
    place = call(runtime, get_attribute(runtime, sequence, "index"), [wanted], {})
    del sequence[place]
    return None


def _reverse(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence = arguments[0]
    size = len(sequence)
    for place in range(size // 2):
        other = size - place - 1
        sequence[place], sequence[other] = sequence[other], sequence[place]
    return None


def _sequence_clear(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    sequence = arguments[0]
    while len(sequence):
        runtime.charge(1)
        del sequence[-1]
    return None


def _sequence_add(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    _extend(runtime, arguments, {})
    value: object = arguments[0]
    return value


# ------------------------------------------------------------------------------------------ sets


def _members(runtime: Runtime, value: Any) -> Any:
    items = list(value)
    runtime.charge(len(items))
    return OrderedSet(items)


def _rebuild(runtime: Runtime, cls: Any, items: Any) -> object:
    return call(runtime, cls, [list(items)], {})


def set_operation(name: str) -> BuiltinFunction:
    """`&`, `|`, `-`, `^` of sets: a new one of the left operand's class."""

    def function(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        left, right = arguments
        if not hasattr(type(right), "__iter__"):
            return NotImplemented
        result = getattr(_members(runtime, left), name)(_members(runtime, right))
        return _rebuild(runtime, type(left), result)

    return function


def set_comparison(name: str) -> BuiltinFunction:
    """`<=` and its like of sets."""

    def function(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        left, right = arguments
        kind = type(right)
        if not (hasattr(kind, "__len__") and hasattr(kind, "__contains__")):
            return NotImplemented
        result: object = getattr(_members(runtime, left), name)(_members(runtime, right))
        return result

    return function


def _isdisjoint(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    left, right = arguments
    return not any(value in left for value in right)


def _discard_all(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    value = arguments[0]
    for item in list(value):
        call(runtime, get_attribute(runtime, value, "discard"), [item], {})
    return None


def _set_remove(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    value, item = arguments
    if item not in value:
        raise KeyError(item)
    call(runtime, get_attribute(runtime, value, "discard"), [item], {})
    return None


def _set_pop(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    value = arguments[0]
    for item in value:
        call(runtime, get_attribute(runtime, value, "discard"), [item], {})
        found: object = item
        return found
    raise KeyError


def _set_update(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    value, items = arguments
    for item in list(items):
        call(runtime, get_attribute(runtime, value, "add"), [item], {})
    found: object = value
    return found


def _exit(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    return None


MIXINS: Final[dict[str, dict[str, BuiltinFunction]]] = {
    "Iterator": {"__iter__": _self},
    "AsyncIterator": {"__aiter__": _self},
    "AbstractContextManager": {"__enter__": _self},
    "Mapping": {
        "get": _get, "__contains__": _has_key, "keys": _keys, "values": _values,
        "items": _items, "__eq__": _mapping_eq,
    },
    "MutableMapping": {
        "pop": _pop, "popitem": _popitem, "clear": _clear, "update": _update,
        "setdefault": _setdefault,
    },
    "Sequence": {
        "__iter__": _sequence_iter, "__contains__": _sequence_contains,
        "__reversed__": _reversed, "index": _index, "count": _count,
    },
    "MutableSequence": {
        "append": _append, "extend": _extend, "pop": _sequence_pop, "remove": _remove,
        "reverse": _reverse, "clear": _sequence_clear, "__iadd__": _sequence_add,
    },
    "Set": {
        "__and__": set_operation("__and__"), "__or__": set_operation("__or__"),
        "__sub__": set_operation("__sub__"), "__xor__": set_operation("__xor__"),
        "__le__": set_comparison("__le__"), "__lt__": set_comparison("__lt__"),
        "__ge__": set_comparison("__ge__"), "__gt__": set_comparison("__gt__"),
        "__eq__": set_comparison("__eq__"), "isdisjoint": _isdisjoint,
    },
    "MutableSet": {
        "remove": _set_remove, "pop": _set_pop, "clear": _discard_all, "__ior__": _set_update,
    },
}  # fmt: skip
