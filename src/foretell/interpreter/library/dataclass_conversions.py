"""Dataclasses as dicts and tuples, changed copies, and what they say of their fields."""

from __future__ import annotations

import collections
from typing import Any, Final, final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import is_script_instance, is_script_type, layout_of
from foretell.interpreter.measure import NESTING_LIMIT, too_deep
from foretell.interpreter.signatures import take

from .copy_module import deeply_copied
from .dataclass_fields import FIELDS, MISSING, Field


def fields_of(value: Any) -> list[Field] | None:
    """The fields of a dataclass or an instance of one; None of anything else."""
    cls = value if is_script_type(value) else type(value)
    if not is_script_type(cls):
        return None
    for base in cls.__mro__:
        if is_script_type(base) and FIELDS in layout_of(base).extra:
            found: dict[str, Field] = layout_of(base).extra[FIELDS]
            return [each for each in found.values() if each.kind == "field"]
    return None


def fields(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`fields(class_or_instance)`."""
    found = fields_of(take("fields", "class_or_instance", arguments, keywords)[0])
    if found is None:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(found)


def is_dataclass(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`is_dataclass(obj)`."""
    return fields_of(take("is_dataclass", "obj", arguments, keywords)[0]) is not None


def asdict(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`asdict(obj, *, dict_factory=dict)`."""
    value, factory = take("asdict", "obj * dict_factory?", arguments, keywords)
    if not is_script_instance(value) or fields_of(value) is None:
        raise TypeError("asdict() should be called on dataclass instances")
    chosen = None if factory in (UNSET, dict) else factory
    return Conversion(runtime, chosen, as_dict=True).convert(value)


def astuple(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`astuple(obj, *, tuple_factory=tuple)`."""
    value, factory = take("astuple", "obj * tuple_factory?", arguments, keywords)
    if not is_script_instance(value) or fields_of(value) is None:
        raise TypeError("astuple() should be called on dataclass instances")
    chosen = None if factory in (UNSET, tuple) else factory
    return Conversion(runtime, chosen, as_dict=False).convert(value)


PLAIN: Final = frozenset({str, int, float, bool, type(None)})


@final
class Conversion:
    """Turns dataclasses, at any depth, into dicts or tuples; the rest is copied."""

    def __init__(self, runtime: Runtime, factory: object, *, as_dict: bool) -> None:
        self.runtime = runtime
        self.factory = factory
        self.as_dict = as_dict
        self.depth = 0

    def convert(self, value: Any) -> object:
        """The value converted."""
        self.runtime.charge(1)
        if type(value) in PLAIN:
            plain: object = value
            return plain
        if self.depth >= NESTING_LIMIT:
            raise too_deep(self.runtime, "")
        self.depth += 1
        result = self.convert_nested(value)
        self.depth -= 1
        return result

    def convert_nested(self, value: Any) -> object:
        """A value that may hold others."""
        kind = type(value)
        found = fields_of(value) if is_script_instance(value) else None
        if found is not None:
            return self.convert_instance(value, found)
        if isinstance(value, (list, tuple)):
            parts = [self.convert(part) for part in value]
            if is_script_instance(value) and "_fields" in layout_of(kind).members:
                return tuple.__new__(kind, parts)
            return parts if kind is list else call(self.runtime, kind, [parts], {})
        if isinstance(value, dict):
            return self.convert_dict(value)
        return deeply_copied(self.runtime, [value], {})

    def convert_instance(self, value: object, found: list[Field]) -> object:
        """An instance of a dataclass."""
        values = [self.convert(get_attribute(self.runtime, value, each.name)) for each in found]
        if not self.as_dict:
            if self.factory is None:
                return tuple(values)
            return call(self.runtime, self.factory, [values], {})
        pairs = list(zip([each.name for each in found], values, strict=True))
        return (
            dict(pairs) if self.factory is None else call(self.runtime, self.factory, [pairs], {})
        )

    def convert_dict(self, value: Any) -> object:
        """A dict: keys and values."""
        kind = type(value)
        copied = [(self.convert(key), self.convert(item)) for key, item in value.items()]
        if isinstance(value, collections.defaultdict):
            made: Any = kind(value.default_factory)
            made.update(copied)
            result: object = made
            return result
        return dict(copied) if kind is dict else call(self.runtime, kind, [copied], {})


def replace(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`replace(obj, /, **changes)`."""
    if len(arguments) != 1:
        raise TypeError(
            f"replace() takes 1 positional argument but {len(arguments)} were given"
            if arguments
            else "replace() missing 1 required positional argument: 'obj'"
        )
    value = arguments[0]
    if not is_script_instance(value) or fields_of(value) is None:
        raise TypeError("replace() should be called on dataclass instances")
    found: dict[str, Field] = layout_of(type(value)).members["__dataclass_fields__"]  # type: ignore[assignment]  # put there by `process`
    changes = dict(keywords)
    for each in all_fields(type(value)):
        if not each.init:
            if each.name in changes:
                raise ValueError(
                    f"field {each.name} is declared with init=False, it cannot be specified "
                    "with replace()"
                )
            continue
        if each.name not in changes:
            if each.kind == "init only" and each.default is MISSING:
                raise ValueError(f"InitVar {each.name!r} must be specified with replace()")
            if each.name in found:
                changes[each.name] = get_attribute(runtime, value, each.name)
    return call(runtime, type(value), [], changes)


def all_fields(cls: Any) -> list[Field]:
    """Fields and parameters that are none."""
    for base in cls.__mro__:
        if is_script_type(base) and FIELDS in layout_of(base).extra:
            return list(layout_of(base).extra[FIELDS].values())
    return []
