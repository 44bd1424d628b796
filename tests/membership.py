"""Is a value of CPython a member of an abstract value?

Containers are walked as far as the store tells of them. `Names` says which function and class of
the script an object is.
"""

from __future__ import annotations

import collections
import enum
import importlib
import inspect
import re
import types
import typing
from collections.abc import Mapping
from typing import Any, Final

from foretell_analyzer.dialect import EntryKind
from foretell_analyzer.evaluate.evaluator import Evaluator
from foretell_analyzer.values.collections import (
    ENDLESS,
    DictObject,
    ListObject,
    SetObject,
    constant_key,
)
from foretell_analyzer.values.instances import Instance, Lazy, Suspended
from foretell_analyzer.values.objects import ANY_OBJECT, AnyObject, Object
from foretell_analyzer.values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    Exactly,
    FunctionOf,
    Listed,
    ModuleOf,
    Reference,
    Shape,
    SuperOf,
    ToolOf,
    TupleOf,
)
from foretell_analyzer.values.value import ANYTHING, DATA, Value

DEEPEST: Final = 12
_ALIASES: Final = {
    "_io.StringIO": "io.StringIO", "_io.BytesIO": "io.BytesIO", "_asyncio.Task": "asyncio.Task",
    "_asyncio.Future": "asyncio.Future", "odict_keys": "dict_keys", "odict_values": "dict_values",
    "odict_items": "dict_items", "NoneType": "NoneType", "types.NoneType": "NoneType",
    "_random.Random": "random.Random", "_contextvars.ContextVar": "contextvars.ContextVar",
    "_csv.reader": "csv._Reader", "_csv.writer": "csv._Writer", "method-wrapper": "method",
    "_hashlib.HASH": "hashlib._Hash",
    "_blake2.blake2b": "hashlib._Hash", "_blake2.blake2s": "hashlib._Hash",
    "_hashlib.HASHXOF": "hashlib._ExtendableHash", "json.decoder.JSONDecodeError": "json.JSONDecodeError",
    "zoneinfo._common.ZoneInfoNotFoundError": "zoneinfo.ZoneInfoNotFoundError",
    "mappingproxy": "types.MappingProxyType", "odict_iterator": "iterator",
}  # fmt: skip


def type_names(kind: type) -> list[str]:
    """What the dialect may call a type, the types that it is derived from behind it."""
    found: list[str] = []
    for one in kind.__mro__:
        name = one.__qualname__
        if one.__module__ != "builtins":
            name = f"{one.__module__}.{name}"
        found.append(_ALIASES.get(name, name))
        module, _, bare = name.rpartition(".")
        found.append(f"{module}._{bare}")  # a type that the module gives no name
    return found


class Membership:
    """Asks whether objects of one run are in the values that one evaluation gave.

    With `is_shallow`, of an object in the store only the kind is asked, as what it held at some
    earlier point is no longer known.
    """

    def __init__(
        self, ev: Evaluator, cells: Mapping[int, object], tools: Mapping[str, object],
        *, is_shallow: bool = False,
    ) -> None:  # fmt: skip
        self.ev = ev
        self.cells = cells
        self.tools = tools
        self.is_shallow = is_shallow
        self.assumed: set[tuple[int, object]] = set()
        self.kept: list[object] = []

    def contains(self, value: Value, thing: object, depth: int = 0) -> bool:
        """Is an object in an abstract value?"""
        if value.unknown == ANYTHING or depth > DEEPEST:
            return True
        key = (id(thing), value.key)
        if key in self.assumed:
            return True
        self.assumed.add(key)
        self.kept.append(thing)  # so that no other object gets its number
        if value.unknown == DATA and self.is_data(thing, 0):
            return True
        if any(self.fits(shape, thing, depth) for shape in value.shapes):
            return True
        self.assumed.discard(key)
        return False

    def is_data(self, thing: object, depth: int) -> bool:  # noqa: PLR0911 - a return a kind
        """Is it something that no script has made a function or class of?"""
        if depth > DEEPEST:
            return True
        if isinstance(thing, (types.FunctionType, types.MethodType)):
            return not is_of_script(thing)
        if isinstance(thing, type):
            return not self.is_class_of_script(thing)
        if self.is_class_of_script(type(thing)):
            return False
        if isinstance(thing, (list, tuple, set, frozenset, collections.deque)):
            return all(self.is_data(one, depth + 1) for one in list(thing))
        if isinstance(thing, dict):
            return all(self.is_data(one, depth + 1) for pair in thing.items() for one in pair)
        return True

    def is_class_of_script(self, kind: type) -> bool:
        """Is a class made by a class statement of the script?"""
        if kind.__module__ != "__main__":
            return False
        is_made_by_call = "_field_defaults" in vars(kind)
        return any(
            names_class(kind, one.name) and (one.kind == "namedtuple" or not is_made_by_call)
            for one in self.ev.classes.values()
        )

    def fits(self, shape: Shape, thing: Any, depth: int) -> bool:  # noqa: C901, PLR0911, PLR0912
        """Is an object in one alternative?"""
        match shape:
            case Constant():
                if isinstance(thing, float) and isinstance(shape.value, float):
                    return repr(thing) == repr(shape.value)
                return type(thing) is type(shape.value) and bool(thing == shape.value)
            case Exactly():
                return self.is_exactly(shape.type, thing)
            case TupleOf():
                return self.is_tuple(shape, thing, depth)
            case Reference():
                return self.is_object(shape.location, thing, depth)
            case FunctionOf():
                return is_function(self.ev, shape.function.definition, thing)
            case BoundTo():
                return self.is_bound(shape, thing, depth)
            case ClassOf():
                kind = typing.get_origin(thing) or thing
                return isinstance(kind, type) and names_class(kind, shape.info.name)
            case ToolOf():
                return thing is self.tools.get(shape.tool.name)
            case Listed():
                return self.is_listed(shape, thing)
            case ModuleOf():
                return isinstance(thing, types.ModuleType) and thing.__name__ == shape.name
            case SuperOf():
                return type(thing).__name__ == "super"
            case _:
                return True

    def is_exactly(self, name: str, thing: object) -> bool:
        names = type_names(type(thing))
        kind = resolved(name)
        if isinstance(kind, type) and name not in ("int", "object"):
            is_exact = self.ev.outside.is_exact(name)
            return type(thing) is kind if is_exact else isinstance(thing, kind)
        if self.ev.outside.is_exact(name):
            return names[0] == name
        if name == "sys._OutputStream":
            return hasattr(thing, "write")  # a test puts another stream in its place
        if name in ("function", "method") and callable(thing):
            return self.is_data(thing, 0)
        return name in names or name not in self.ev.world.dialect.types

    def is_tuple(self, shape: TupleOf, thing: object, depth: int) -> bool:
        if not isinstance(thing, tuple) or type(thing).__module__ == "__main__":
            return False
        if shape.items is None:
            return all(self.contains(shape.element, one, depth + 1) for one in thing)
        if len(shape.items) != len(thing):
            return False
        pairs = zip(shape.items, thing, strict=True)
        return all(self.contains(one, two, depth + 1) for one, two in pairs)

    def is_bound(self, shape: BoundTo, thing: Any, depth: int) -> bool:
        if isinstance(thing, types.MethodType):
            receiver = self.contains(shape.receiver, thing.__self__, depth + 1)
            return receiver and self.fits(shape.callee, thing.__func__, depth + 1)
        return not isinstance(shape.callee, FunctionOf) and callable(thing)

    def is_listed(self, shape: Listed, thing: Any) -> bool:
        if shape.receiver is not None:
            own = getattr(thing, "__self__", None)
            if isinstance(own, types.ModuleType) or own is None:
                own = getattr(thing, "__wrapped__", own)
            return getattr(thing, "__name__", "") == shape.name.rpartition(".")[2]
        if shape.entry.kind is EntryKind.CLASS and isinstance(thing, type):
            key = shape.entry.type or shape.name
            return key in type_names(thing)[:1] or thing is resolved(shape.name)
        found = resolved(shape.name)
        return found is thing or found is None or found == thing

    def object_at(self, location: int) -> Object:
        found = self.cells.get(location)
        return found if isinstance(found, Object) else ANY_OBJECT

    def is_object(self, location: int, thing: Any, depth: int) -> bool:  # noqa: C901, PLR0911, PLR0912
        held = self.object_at(location)
        if isinstance(thing, types.MappingProxyType):
            thing = dict(thing)
        elif type(thing).__module__ == "calendar":
            thing = list(thing)
        names = type_names(type(thing))
        match held:
            case AnyObject():
                return True
            case ListObject():
                if names[0] != held.type or not isinstance(thing, (list, collections.deque)):
                    return False
                if self.is_shallow:
                    return True
                return self.is_sequence(held, thing, depth)
            case SetObject():
                if names[0] != held.type or not isinstance(thing, (set, frozenset)):
                    return False
                if self.is_shallow:
                    return True
                if not thing and not held.may_be_empty:
                    return False
                return all(self.contains(held.element, one, depth + 1) for one in thing)
            case DictObject():
                if not isinstance(thing, dict) or names[0] not in (held.type, "dict"):
                    return False
                return self.is_shallow or self.is_dict(held, location, thing, depth)
            case Instance():
                return self.is_instance(held, thing, depth)
            case Suspended():
                return self.is_suspended(held, thing)
            case Lazy():
                return self.is_lazy(thing)
            case _:
                return True

    def is_sequence(self, held: ListObject, thing: Any, depth: int) -> bool:
        if held.items is not None:
            if len(held.items) != len(thing):
                return False
            pairs = zip(held.items, thing, strict=True)
            return all(self.contains(one, two, depth + 1) for one, two in pairs)
        if len(thing) < held.low or (held.high != ENDLESS and len(thing) > held.high):
            return False
        return all(self.contains(held.element, one, depth + 1) for one in thing)

    def is_dict(self, held: DictObject, location: int, thing: dict[Any, Any], depth: int) -> bool:
        whole = self.ev.outside.opened(self.ev, held, location)
        keys: set[object] = set()
        for key, one in thing.items():
            name = constant_key(key) if isinstance(key, (bool, int, float, complex)) else key
            found = whole.known.get(name)
            keys.add(name)
            if found is not None:
                if not self.contains(found, one, depth + 1):
                    return False
                continue
            if not self.contains(whole.other_key, key, depth + 1):
                return False
            if not self.contains(whole.other, one, depth + 1):
                return False
        return all(one.unbound for key, one in whole.known.items() if key not in keys)

    def is_instance(  # noqa: C901 - each kind keeps its attributes elsewhere
        self, held: Instance, thing: Any, depth: int
    ) -> bool:
        kind = type(thing)
        if held.info is None:
            return held.declared is not None or kind.__name__ in ("SimpleNamespace", held.type)
        if not names_class(kind, held.info.name):
            return False
        if self.is_shallow:
            return True
        attributes = dict(getattr(thing, "__dict__", {}))
        if not hasattr(thing, "__dict__") or isinstance(thing, tuple):
            for name in held.fields:
                if hasattr(thing, name):
                    attributes[name] = getattr(thing, name)
        is_enum = isinstance(thing, enum.Enum)
        for name, one in attributes.items():
            if (is_enum and name.startswith("_")) or name == "__notes__":
                continue
            known = held.fields.get(name)
            value = held.other if known is None else known
            if self.contains(value, one, depth + 1):
                continue
            if known is None or not self.contains(held.other, one, depth + 1):
                return False
        if is_enum:
            return True
        return all(one.unbound or hasattr(thing, name) for name, one in held.fields.items())

    def is_suspended(self, held: Suspended, thing: Any) -> bool:
        if held.function is not None:
            code = (
                getattr(thing, "gi_code", None)
                or getattr(thing, "cr_code", None)
                or getattr(thing, "ag_code", None)
            )
            definition = held.function.definition
            return code is not None and is_code(self.ev, definition, code)
        names = type_names(type(thing))
        if held.type == "coroutine":
            return inspect.isawaitable(thing)
        return held.type in names

    def is_lazy(self, thing: Any) -> bool:
        if isinstance(thing, (int, float, str, bytes, list, dict, set, type(None))):
            return False
        return not isinstance(thing, tuple)


def resolved(name: str) -> object:
    """What a dotted name of the library is; None if there is no such thing."""
    import builtins

    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:count]))
        except ImportError:
            continue
        for part in parts[count:]:
            found = getattr(found, part, None)
        if found is not None:
            return found
    found = builtins
    for part in parts:
        found = getattr(found, part, None)
    return found


def is_of_script(thing: object) -> bool:
    """Was a function made by the script?"""
    code = getattr(getattr(thing, "__func__", thing), "__code__", None)
    return code is not None and code.co_filename == "script.py"


def names_class(kind: type, name: str) -> bool:
    """Is a class the one of that name? `<locals>` is left out of qualified names."""
    return kind.__qualname__.replace(".<locals>", "") == name


def is_function(ev: Evaluator, definition: Any, thing: Any) -> bool:
    """Is an object a function that a definition made?"""
    code = getattr(thing, "__code__", None)
    return isinstance(code, types.CodeType) and is_code(ev, definition, code)


def is_code(ev: Evaluator, definition: Any, code: types.CodeType) -> bool:
    """Is a code object the one of a definition?"""
    name = unmangled(getattr(definition, "name", "<lambda>"))
    return code.co_name == name and code.co_firstlineno == first_line(ev, definition)


def unmangled(name: str) -> str:
    """A private name as the script has it, which is how CPython names its code."""
    return re.sub(r"^_\w+?(?=__\w)", "", name)


def first_line(ev: Evaluator, definition: Any) -> int:
    """The line that CPython takes for the first one of a definition: that of a decorator, if any."""
    module = ev.met.module
    lines = [module.line(definition)]
    lines += [module.line(one) for one in getattr(definition, "decorators", ())]
    return min(lines)
