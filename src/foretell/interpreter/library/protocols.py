"""`Generic` and `Protocol`: bases that say something of a class, not of its instances."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.attributes import find_attribute
from foretell.interpreter.class_building import make_class, native_class
from foretell.interpreter.construction import construct_instance
from foretell.interpreter.descriptors import ClassMethod
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import is_script_type, layout_of
from foretell.interpreter.native import BaseMaker, Descriptor, NativeMethod
from foretell.interpreter.type_forms import Alias, as_type
from foretell.interpreter.type_variables import TypeVariable

PROTOCOL_FLAG: Final = "protocol"
CHECKABLE: Final = "runtime_checkable"

NOT_MEMBERS: Final = frozenset(
    [
        "__module__",
        "__doc__",
        "__annotations__",
        "__slots__",
        "__orig_bases__",
        "__match_args__",
        "__init__",
        "__class_getitem__",
        "__new__",
        "__hash__",
        "__parameters__",
        "__init_subclass__",
    ]
)
"""Names in a protocol's namespace that a value need not have."""


def subscript(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`Stack[int]`."""
    cls, item = arguments
    items = item if isinstance(item, tuple) else (item,)
    if cls is not GENERIC and cls is not PROTOCOL:
        check_count(cls, items)
    return Alias(cls, tuple(as_type(each) for each in items))


@final
class GenericBase(BaseMaker):
    """What `class Box[T]` has among its bases: `Generic`, and how many type variables there are."""

    def __init__(self, count: int) -> None:
        self.count = count

    def entries(self, bases: list[object]) -> list[object]:
        return [] if any(isinstance(base, Alias) for base in bases) else [GENERIC]


def parameters_of(cls: Any) -> tuple[object, ...]:
    """The type variables of a class, in order of appearance among its bases."""
    bases: Any = layout_of(cls).members.get("__orig_bases__", ())
    found: dict[object, None] = {}
    for base in bases:
        if isinstance(base, Alias):
            found.update(dict.fromkeys(base.parameters()))
    return tuple(found)


def count_of(cls: Any) -> int | None:
    """How many type variables `class Box[T]` has; None if it was not defined so."""
    bases: Any = layout_of(cls).members.get("__orig_bases__", ())
    return next((base.count for base in bases if isinstance(base, GenericBase)), None)


def refuse_count(cls: Any, given: int, wanted: int) -> None:
    """Raise unless there are as many arguments as type variables."""
    if given != wanted:
        many = "many" if given > wanted else "few"
        raise TypeError(f"Too {many} arguments for {cls!r}; actual {given}, expected {wanted}")


def check_count(cls: Any, items: tuple[object, ...]) -> None:
    """Raise unless there are as many arguments as type variables."""
    parameters = parameters_of(cls)
    wanted = count_of(cls)
    if wanted is not None and not parameters:
        refuse_count(cls, len(items), wanted)
        return
    if not parameters:
        raise TypeError(f"{cls!r} is not a generic class")
    if any(isinstance(each, TypeVariable) and each.kind != "TypeVar" for each in parameters):
        return
    refuse_count(cls, len(items), len(parameters))


@final
class Parameters(Descriptor):
    """`__parameters__` of a generic class."""

    def read(self, _runtime: Runtime, _instance: object, cls: Any) -> object:
        return parameters_of(cls)


SUBSCRIPT: Final = ClassMethod(
    NativeMethod("__class_getitem__", subscript, "Generic.__class_getitem__")
)


def refuse_instance(
    _runtime: Runtime, _cls: Any, _arguments: list[Any], _keywords: dict[str, Any]
) -> object:
    """A protocol cannot be called."""
    raise TypeError("Protocols cannot be instantiated")


def refuse_generic(
    runtime: Runtime, cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`Generic` itself cannot be called."""
    if cls is GENERIC:
        raise TypeError("Type Generic cannot be instantiated; it can be used only as a base class")
    return construct_instance(runtime, cls, arguments, keywords)


GENERIC: Final = native_class(
    "Generic",
    "typing",
    (),
    {"__class_getitem__": SUBSCRIPT, "__parameters__": Parameters()},
    construct=refuse_generic,
)
PROTOCOL: Final = native_class("Protocol", "typing", (GENERIC,), {}, construct=refuse_instance)


def build_protocol(
    runtime: Runtime,
    name: str,
    bases: list[object],
    keywords: dict[str, object],
    namespace: dict[str, object],
    qualified_name: str,
) -> object:
    """Make a class that derives from a protocol; it is one itself if `Protocol` is among bases."""
    is_protocol = any(base is PROTOCOL for base in bases)
    if is_protocol:
        for base in bases:
            allowed = base in (object, PROTOCOL, GENERIC) or (
                is_script_type(base)
                and (PROTOCOL_FLAG in layout_of(base).extra or "abstract" in layout_of(base).extra)
            )
            if not allowed:
                raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
    cls = make_class(
        runtime,
        name,
        bases,
        keywords,
        namespace,
        qualified_name,
        construct=refuse_instance if is_protocol else None,
    )
    if is_protocol:
        layout = layout_of(cls)
        layout.extra[PROTOCOL_FLAG] = True
        layout.check_instance = check_protocol
        layout.check_subclass = check_protocol_class
    made: object = cls
    return made


layout_of(PROTOCOL).build = build_protocol
layout_of(PROTOCOL).is_abstract_base = True


def protocol_members(cls: Any) -> list[str]:
    """The names that a value must have to satisfy a protocol."""
    names: dict[str, None] = {}
    for base in cls.__mro__:
        if is_script_type(base) and PROTOCOL_FLAG in layout_of(base).extra:
            namespace = layout_of(base).namespace
            annotations: Any = namespace.get("__annotations__") or {}
            for name in (*namespace, *annotations):
                if name not in NOT_MEMBERS:
                    names[name] = None
    return list(names)


def check_protocol(runtime: Runtime, value: Any, cls: Any) -> bool:
    """Answer `isinstance(value, protocol)`."""
    if CHECKABLE not in layout_of(cls).extra:
        if issubclass(type(value), cls):
            return True
        raise TypeError(
            "Instance and class checks can only be used with @runtime_checkable protocols"
        )
    if issubclass(type(value), cls):
        return True
    return all(has_member(runtime, value, name) for name in protocol_members(cls))


def has_member(runtime: Runtime, value: Any, name: str) -> bool:
    """Whether a value has an attribute of that name that is not None in its class."""
    try:
        return find_attribute(runtime, value, name) is not UNSET
    except AttributeError:
        return False


def check_protocol_class(runtime: Runtime, value: Any, cls: Any) -> bool:
    """Answer `issubclass(value, protocol)`."""
    if CHECKABLE not in layout_of(cls).extra:
        raise TypeError(
            "Instance and class checks can only be used with @runtime_checkable protocols"
        )
    if issubclass(value, cls):
        return True
    return all(has_member(runtime, value, name) for name in protocol_members(cls))


def runtime_checkable(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`@runtime_checkable`."""
    cls: Any = arguments[0]
    if not is_script_type(cls) or PROTOCOL_FLAG not in layout_of(cls).extra:
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    layout_of(cls).extra[CHECKABLE] = True
    made: object = cls
    return made
