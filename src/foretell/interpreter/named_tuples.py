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
    [
        "__new__",
        "__init__",
        "__slots__",
        "__getnewargs__",
        "_fields",
        "_field_defaults",
        "_field_types",
        "_make",
        "_replace",
        "_asdict",
        "_source",
    ]
)
"""What a class statement with `NamedTuple` must not define."""


def check_names(kind: str, names: list[str], *, rename: bool) -> list[str]:
    """The field names, or the ValueError that CPython raises for them."""
    checked: list[str] = []
    refuse_name(kind)
    for place, name in enumerate(names):
        fits = name.isidentifier() and not iskeyword(name)
        if rename and (not fits or name.startswith("_") or name in checked):
            checked.append(f"_{place}")
            continue
        refuse_name(name)
        if name.startswith("_"):
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in checked:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        checked.append(name)
    return checked


def refuse_name(name: str) -> None:
    """Raise unless a class or a field may be called so."""
    if not name.isidentifier():
        raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
    if iskeyword(name):
        raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")


@final
class TupleMethods:
    """The methods of a class of named tuples."""

    def __init__(self, name: str, fields: list[str], defaults: dict[str, object]) -> None:
        self.fields = fields
        self.defaults = defaults
        self.signature = Signature(f"{name}.__new__", fields, set(defaults))

    def new(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """`P(...)`."""
        bound = self.signature.bind(arguments[1:], keywords)
        runtime.charge(len(self.fields) >> 2)
        values = [bound[each] if each in bound else self.defaults[each] for each in self.fields]
        return tuple.__new__(arguments[0], values)

    def make(self, runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        """`P._make(iterable)`."""
        values = list(arguments[1])
        runtime.charge(len(values) >> 2)
        if len(values) != len(self.fields):
            raise TypeError(f"Expected {len(self.fields)} arguments, got {len(values)}")
        return tuple.__new__(arguments[0], values)

    def replace(self, _runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """`p._replace(**changes)`."""
        instance = arguments[0]
        unknown = [key for key in keywords if key not in self.fields]
        if unknown:
            raise ValueError(f"Got unexpected field names: {unknown!r}")
        pairs = zip(self.fields, instance, strict=True)
        return tuple.__new__(type(instance), [keywords.get(key, value) for key, value in pairs])

    def as_dict(self, _runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        """`p._asdict()`."""
        return dict(zip(self.fields, arguments[0], strict=True))

    def show(self, runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        """`P(x=1, y=2)`."""
        instance = arguments[0]
        runtime.charge_size(16 * len(self.fields))
        pairs = zip(self.fields, instance, strict=True)
        inner = ", ".join(f"{key}={value!r}" for key, value in pairs)
        return f"{layout_of(type(instance)).name}({inner})"


def make_named_tuple(
    runtime: Runtime,
    name: str,
    fields: list[str],
    defaults: dict[str, object],
    namespace: dict[str, object] | None = None,
    qualified_name: str = "",
) -> Any:
    """A class of tuples whose places have names; `fields` have been checked."""
    methods = TupleMethods(name, fields, defaults)
    members: dict[str, object] = {
        "__doc__": f"{name}({', '.join(fields)})",
        "__match_args__": tuple(fields),
        "_fields": tuple(fields),
        "_field_defaults": dict(defaults),
        "__new__": StaticMethod(NativeMethod("__new__", methods.new, f"{name}.__new__")),
        "_make": ClassMethod(NativeMethod("_make", methods.make, f"{name}._make")),
        "_replace": NativeMethod("_replace", methods.replace, f"{name}._replace"),
        "_asdict": NativeMethod("_asdict", methods.as_dict, f"{name}._asdict"),
        "__repr__": NativeMethod("__repr__", methods.show, f"{name}.__repr__"),
    }
    for place, field in enumerate(fields):
        members[field] = FieldReader(place)
    for key, value in (namespace or {}).items():
        if key in FORBIDDEN:
            raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
        if key not in fields:
            members[key] = value
    cls = make_class(runtime, name, [tuple], {}, members, qualified_name or name)
    layout_of(cls).slots = frozenset()
    return cls
