"""Named tuples: what `collections.namedtuple` and both forms of `typing.NamedTuple` make."""

from __future__ import annotations

from keyword import iskeyword
from typing import Any, Final, final

from .class_building import make_class
from .descriptors import ClassMethod, StaticMethod
from .kernel import UNSET, Runtime
from .layouts import layout_of
from .native import Descriptor, NativeMethod
from .signatures import Signature


@final
class FieldReader(Descriptor):
    """The attribute that stands for a place in the tuple."""

    def __init__(self, place: int) -> None:
        self.place = place

    def is_data(self) -> bool:
        return True

    def read(self, _runtime: Runtime, instance: Any, _cls: object) -> object:
        if instance is UNSET:
            return self
        value: object = tuple.__getitem__(instance, self.place)
        return value

    def write(self, _runtime: Runtime, _instance: object, _value: object) -> None:
        raise AttributeError("can't set attribute")

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return f"Alias for field number {self.place}" if name == "__doc__" else UNSET

    def __repr__(self) -> str:
        return f"_tuplegetter({self.place}, 'Alias for field number {self.place}')"


FORBIDDEN: Final = frozenset(
    "__new__ __init__ __slots__ __getnewargs__ _fields _field_defaults _field_types _make "
    "_replace _asdict _source".split()
)
"""What a class statement with `NamedTuple` must not define."""


def check_names(kind: str, names: list[str], *, rename: bool) -> list[str]:
    """The field names, or the ValueError that CPython raises for them."""
    checked: list[str] = []
    for place, name in enumerate(names):
        fits = name.isidentifier() and not iskeyword(name)
        if rename and (not fits or name.startswith("_") or name in checked):
            checked.append(f"_{place}")
            continue
        if not fits:
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if name.startswith("_"):
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in checked:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        checked.append(name)
    if not kind.isidentifier() or iskeyword(kind):
        raise ValueError(f"Type names and field names must be valid identifiers: {kind!r}")
    return checked


def make_named_tuple(
    runtime: Runtime,
    name: str,
    fields: list[str],
    defaults: dict[str, object],
    namespace: dict[str, object] | None = None,
    qualified_name: str = "",
) -> Any:
    """A class of tuples whose places have names; `fields` have been checked."""
    signature = Signature(f"{name}.__new__", fields, set(defaults))
    places = {field: place for place, field in enumerate(fields)}

    def new(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        bound = signature.bind(arguments[1:], keywords)
        runtime.charge(len(fields) >> 2)
        values = [bound[field] if field in bound else defaults[field] for field in fields]
        return tuple.__new__(arguments[0], values)

    def make(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        values = list(arguments[1])
        if len(values) != len(fields):
            raise TypeError(f"Expected {len(fields)} arguments, got {len(values)}")
        return tuple.__new__(arguments[0], values)

    def replace(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        values = list(arguments[0])
        left = [key for key in keywords if key not in places]
        for key, value in keywords.items():
            if key in places:
                values[places[key]] = value
        if left:
            raise ValueError(f"Got unexpected field names: {left!r}")
        return tuple.__new__(type(arguments[0]), values)

    def as_dict(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        return dict(zip(fields, arguments[0]))

    def show(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        instance = arguments[0]
        runtime.charge_size(16 * len(fields))
        inner = ", ".join(f"{field}={value!r}" for field, value in zip(fields, instance))
        return f"{layout_of(type(instance)).name}({inner})"

    members: dict[str, object] = {
        "__doc__": f"{name}({', '.join(fields)})",
        "__match_args__": tuple(fields),
        "_fields": tuple(fields),
        "_field_defaults": dict(defaults),
        "__new__": StaticMethod(NativeMethod("__new__", new, f"{name}.__new__")),
        "_make": ClassMethod(NativeMethod("_make", make, f"{name}._make")),
        "_replace": NativeMethod("_replace", replace, f"{name}._replace"),
        "_asdict": NativeMethod("_asdict", as_dict, f"{name}._asdict"),
        "__repr__": NativeMethod("__repr__", show, f"{name}.__repr__"),
    }
    for field, place in places.items():
        members[field] = FieldReader(place)
    for key, value in (namespace or {}).items():
        if key in FORBIDDEN:
            raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
        if key not in places:
            members[key] = value
    cls = make_class(runtime, name, [tuple], {}, members, qualified_name or name)
    layout_of(cls).slots = frozenset()
    return cls
