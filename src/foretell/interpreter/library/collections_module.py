"""`collections`: containers of CPython, what they consume metered."""

from __future__ import annotations

import collections
import contextlib
from typing import Any

from foretell.interpreter.attributes import CHECKS, METHODS, SETTERS
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_items, collect, consumable, hashable, is_sized
from foretell.interpreter.named_tuples import check_names, make_named_tuple
from foretell.interpreter.operators import check_scan, extend

from .constructors import prepare_update
from .container_methods import hashed
from .hosting import (
    Arguments,
    Keywords,
    argument,
    construct_by,
    construct_with,
    host_members,
    light,
)
from .lazy import ISlice, make_lazy
from .user_collections import USER_DICT, USER_LIST, USER_STRING


def check_items(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`deque(iterable, maxlen)`."""
    if arguments:
        if is_sized(arguments[0]):
            runtime.charge_size(len(arguments[0]))
        arguments[0] = consumable(runtime, arguments[0], kept=True)
    elif "iterable" in keywords:
        keywords["iterable"] = consumable(runtime, keywords["iterable"])


def check_count(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`Counter(iterable)`: a mapping or items to count."""
    for index, value in enumerate(arguments):
        if value is None:
            continue
        if hasattr(type(value), "__iter__") and not hasattr(type(value), "keys"):
            arguments[index] = hashable(runtime, value)
        elif is_sized(value):
            charge_items(runtime, len(value) * 2)


def check_counter_update(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`counter.update(iterable)` and `subtract`."""
    rest = arguments[1:]
    check_count(runtime, rest, keywords)
    arguments[1:] = rest


def check_common(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`most_common(n)` sorts."""
    count = len(arguments[0])
    runtime.charge((count * max(1, count.bit_length()) >> 4) + 1)


def check_size(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A pass over the container."""
    charge_items(runtime, len(arguments[0]))


def check_copy(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A copy."""
    runtime.charge_size(len(arguments[0]))


def check_search(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A search from the left."""
    if len(arguments) > 1:
        check_scan(runtime, arguments[0], arguments[1])


def elements(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`counter.elements()`: lazy."""
    counter: Any = arguments[0]
    check_size(runtime, arguments, keywords)
    return make_lazy(ISlice, (), collections.Counter.elements(counter), None)


def extend_right(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`deque.extend(iterable)`."""
    if len(arguments) != 2:
        given = len(arguments) - 1
        raise TypeError(f"deque.extend() takes exactly one argument ({given} given)")
    items, more = arguments
    extend(runtime, items, list(more) if more is items else more)
    return None


def extend_left(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`deque.extendleft(iterable)`."""
    if len(arguments) != 2:
        given = len(arguments) - 1
        raise TypeError(f"deque.extendleft() takes exactly one argument ({given} given)")
    items, more = arguments
    collected = list(consumable(runtime, list(more) if more is items else more))
    runtime.charge_size(len(items) + len(collected))
    items.extendleft(collected)
    return None


def make_default_dict(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`defaultdict(factory, …)`."""
    rest = arguments[1:]
    prepare_update(runtime, rest)
    return collections.defaultdict(*arguments[:1], *rest, **keywords)


def make_ordered(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`OrderedDict(…)`."""
    prepare_update(runtime, arguments)
    return collections.OrderedDict(*arguments, **keywords)


def set_factory(_runtime: Runtime, value: Any, new: Any) -> None:
    """`d.default_factory = new`."""
    with contextlib.suppress(AttributeError):
        value.default_factory = new


construct_by(collections.deque, check_items)
construct_by(collections.Counter, check_count)
construct_with(collections.defaultdict, make_default_dict)
construct_with(collections.OrderedDict, make_ordered)
construct_by(collections.ChainMap, light)
CHECKS.update(
    {
        "collections.ChainMap.get": hashed,
        "collections.ChainMap.pop": hashed,
        "collections.ChainMap.setdefault": hashed,
        "collections.deque.copy": check_copy,
        "collections.deque.count": check_search,
        "collections.deque.index": check_search,
        "collections.deque.insert": check_size,
        "collections.deque.remove": check_search,
        "collections.deque.reverse": check_size,
        "collections.deque.rotate": check_size,
        "collections.Counter.copy": check_copy,
        "collections.Counter.most_common": check_common,
        "collections.Counter.subtract": check_counter_update,
        "collections.Counter.total": check_size,
        "collections.Counter.update": check_counter_update,
        "collections.OrderedDict.copy": check_copy,
        "collections.defaultdict.copy": check_copy,
    }
)
METHODS["collections.deque.extend"] = extend_right
METHODS["collections.deque.extendleft"] = extend_left
METHODS["collections.Counter.elements"] = elements
SETTERS["collections.defaultdict.default_factory"] = set_factory


def named_tuple(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`namedtuple(name, fields, rename=…, defaults=…)`: a class of the script."""
    name = argument(arguments, keywords, 0, "typename")
    given: Any = argument(arguments, keywords, 1, "field_names")
    if len(arguments) > 2 or name is None or given is None:
        raise TypeError(
            f"namedtuple() takes 2 positional arguments but {len(arguments)} were given"
        )
    unknown = keywords.keys() - {"typename", "field_names", "rename", "defaults", "module"}
    if unknown:
        first = min(unknown)
        raise TypeError(f"namedtuple() got an unexpected keyword argument {first!r}")
    words = given.replace(",", " ").split() if isinstance(given, str) else collect(runtime, given)
    fields = check_names(
        str(name), [str(word) for word in words], rename=bool(keywords.get("rename"))
    )
    defaults = keywords.get("defaults")
    last = [] if defaults is None else collect(runtime, defaults)
    if len(last) > len(fields):
        raise TypeError("Got more default values than field names")
    usual = dict(zip(fields[len(fields) - len(last) :], last, strict=True))
    return make_named_tuple(runtime, str(name), fields, usual)


FUNCTIONS: dict[str, BuiltinFunction] = {"namedtuple": named_tuple}


def members(runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    from .registry import load_module  # noqa: PLC0415 - the registry imports this file

    own = {
        "abc": load_module(runtime, "collections.abc"),
        "UserDict": USER_DICT,
        "UserList": USER_LIST,
        "UserString": USER_STRING,
    }
    return host_members("collections", collections, own=own, functions=FUNCTIONS)
