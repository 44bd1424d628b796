"""Class statements: the host type and the layout of a class, from its filled namespace."""

from __future__ import annotations

import collections
import datetime as dt
import types
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from .calls import call
from .class_objects import trampoline_for
from .construction import construct_instance
from .descriptors import (
    ClassMethod,
    SlotMember,
    StaticMethod,
    bind,
    is_abstract,
    special_method,
)
from .host_methods import first_host
from .kernel import UNSET, Runtime, current_runtime
from .layouts import Construct, Layout, is_script_instance, layout_of
from .native import BaseMaker, Descriptor, NativeCallable, NativeMethod
from .script_types import (
    DEFAULTS,
    TRAMPOLINES,
    ScriptType,
    make_host_type,
    make_trampoline,
    subscript_class,
)
from .supers import super_value
from .values import ScriptFunction

SUBCLASSABLE: Final[set[type]] = {
    object, dict, list, str, int, tuple, set, frozenset, float, complex, bytes,
    collections.OrderedDict, collections.defaultdict, collections.Counter, collections.deque,
    Decimal, Fraction, dt.date, dt.datetime, dt.timedelta, dt.time,
    dt.tzinfo,
}  # fmt: skip
"""Builtin types that a script may derive from, beside exceptions. Library modules add to it."""

PLAIN_METACLASSES: Final[set[object]] = {type}
"""What `metaclass=` may be; it changes nothing that the bases do not already say."""

ABSTRACT_METACLASSES: Final[set[object]] = set()
"""Those that make abstract methods count."""


def prepare_namespace(runtime: Runtime, bases: list[object]) -> dict[str, object]:
    """The namespace for a class body to fill: a plain dict but for enumerations."""
    for base in bases:
        if isinstance(base, ScriptType):
            prepare = layout_of(base).extra.get("prepare")
            if prepare is not None:
                namespace: dict[str, object] = prepare(runtime, base)
                return namespace
    return {}


def build_class(
    runtime: Runtime,
    name: str,
    bases: list[object],
    keywords: dict[str, object],
    namespace: dict[str, object],
    qualified_name: str,
) -> Any:
    """Make the class of a class statement whose body has filled `namespace`."""
    runtime.charge(len(namespace) + 4 * len(bases))
    runtime.allocated += 4_000
    for base in bases:
        if isinstance(base, BaseMaker):
            built = base.build(runtime, name, bases, keywords, namespace, qualified_name)
            if built is not UNSET:
                return built
    entries = resolve_bases(bases)
    if len(entries) != len(bases) or any(a is not b for a, b in zip(entries, bases, strict=True)):
        namespace.setdefault("__orig_bases__", tuple(bases))
    for base in entries:
        if isinstance(base, ScriptType) and layout_of(base).build is not None:
            build: Any = layout_of(base).build
            return build(runtime, name, entries, keywords, namespace, qualified_name)
    return make_class(runtime, name, entries, keywords, namespace, qualified_name)


def resolve_bases(bases: list[object]) -> list[object]:
    """The classes that stand for the bases: `Generic[T]` is `Generic`, `list[int]` is `list`."""
    entries: list[object] = []
    for base in bases:
        if isinstance(base, BaseMaker):
            entries.extend(entry for entry in base.entries(bases) if entry not in entries)
        elif isinstance(base, types.GenericAlias):
            entries.append(base.__origin__)
        else:
            entries.append(base)
    return entries


def make_class(
    runtime: Runtime,
    name: str,
    bases: list[object],
    keywords: dict[str, object],
    namespace: dict[str, object],
    qualified_name: str,
    construct: Construct | None = None,
    kind: type[ScriptType] = ScriptType,
) -> Any:
    """Make a class from bases that are classes."""
    keywords = dict(keywords)
    metaclass = keywords.pop("metaclass", None)
    if metaclass is not None and metaclass not in PLAIN_METACLASSES | ABSTRACT_METACLASSES:
        raise TypeError("metaclasses are not supported")
    for base in bases:
        refuse_base(base)
    for base in bases:
        if isinstance(base, ScriptType) and issubclass(type(base), kind):
            kind = type(base)
    layout = Layout(name, qualified_name, "__main__", namespace, construct or construct_instance)
    prepare_members(layout, bases)
    host_namespace: dict[str, Any] = {
        "__module__": layout.module,
        "__qualname__": qualified_name,
    }
    for special in TRAMPOLINES & namespace.keys():
        host_namespace[special] = trampoline_for(runtime, special, namespace[special])
    if "__class_getitem__" in namespace:
        host_namespace["__class_getitem__"] = subscript_class(subscript)
    cls: Any = make_host_type(kind, name, tuple(bases) or (object,), host_namespace)  # type: ignore[arg-type]  # checked by refuse_base
    adopt(cls, layout, metaclass)
    announce(runtime, cls, layout, keywords)
    return cls


def refuse_base(base: object) -> None:
    """Raise unless a class may be derived from `base`."""
    if isinstance(base, ScriptType):
        if layout_of(base).extra.get("final"):
            raise TypeError(f"type '{base.__name__}' is not an acceptable base type")
        return
    if isinstance(base, type):
        if issubclass(base, BaseException) and issubclass(base, (Exception, BaseExceptionGroup)):
            return
        if base in SUBCLASSABLE or base in (BaseException, KeyboardInterrupt, SystemExit):
            return
        if base is type:
            raise TypeError("metaclasses are not supported")
        raise TypeError(f"type '{base.__name__}' is not an acceptable base type")
    if isinstance(base, NativeCallable):
        raise TypeError(f"cannot create '{base.type_name()}' instances")
    raise TypeError(f"bases must be types, not '{type(base).__name__}'")


def prepare_members(layout: Layout, bases: list[object]) -> None:
    """Put into a namespace what Python itself puts there."""
    namespace = layout.namespace
    module = namespace.setdefault("__module__", "__main__")
    if isinstance(module, str):
        layout.module = module
    namespace.pop("__qualname__", None)
    namespace.setdefault("__doc__", None)
    if "__eq__" in namespace:
        namespace.setdefault("__hash__", None)
    for name in ("__init_subclass__", "__class_getitem__"):
        if isinstance(namespace.get(name), ScriptFunction):
            namespace[name] = ClassMethod(namespace[name])
    if isinstance(namespace.get("__new__"), ScriptFunction):
        namespace["__new__"] = StaticMethod(namespace["__new__"])
    if "__slots__" in namespace:
        prepare_slots(layout, bases)


def prepare_slots(layout: Layout, bases: list[object]) -> None:
    """Read `__slots__`: instances have these names only, unless a base lets them have any."""
    given: Any = layout.namespace["__slots__"]
    names: list[str] = [given] if isinstance(given, str) else list(given)
    for name in names:
        check_slot(layout, name)
    for name in names:
        if name not in ("__dict__", "__weakref__"):
            layout.namespace[name] = SlotMember(layout.name, name)
    inherited = inherited_slots(bases)
    if inherited is not None and "__dict__" not in names:
        layout.slots = inherited | set(names)


def check_slot(layout: Layout, name: object) -> None:
    """Raise unless a name can be a slot of a class."""
    if not isinstance(name, str):
        raise TypeError(f"__slots__ items must be strings, not '{type(name).__name__}'")
    if not name.isidentifier():
        raise TypeError("__slots__ must be identifiers")
    if name in layout.namespace:
        raise ValueError(f"{name!r} in __slots__ conflicts with class variable")


def inherited_slots(bases: list[object]) -> frozenset[str] | None:
    """The slots that bases have; None if one lets instances have any name."""
    allowed: frozenset[str] = frozenset()
    for base in bases:
        if isinstance(base, ScriptType):
            layout = layout_of(base)
            if layout.slots is not None:
                allowed |= layout.slots
            elif not layout.immutable:
                return None
        elif isinstance(base, type) and issubclass(base, BaseException):
            return None
    return allowed


def adopt(cls: Any, layout: Layout, metaclass: object) -> None:
    """Join a host type and its layout."""
    layout.cls = cls
    type.__setattr__(cls, "script_layout", layout)
    layout.flatten()
    layout.host = first_host(cls)
    fill_defaults(cls, layout)
    names: set[str] = {name for name, value in layout.namespace.items() if is_abstract(value)}
    layout.is_abstract_base = metaclass in ABSTRACT_METACLASSES
    for base in cls.__bases__:
        if isinstance(base, ScriptType):
            inherited = layout_of(base)
            layout.is_abstract_base = layout.is_abstract_base or inherited.is_abstract_base
            names.update(
                name for name in inherited.abstract if is_abstract(layout.members.get(name))
            )
            if "prepare" in inherited.extra:
                layout.extra.setdefault("prepare", inherited.extra["prepare"])
            if layout.build is None:
                layout.build = inherited.build
            if layout.guard_assign is None:
                layout.guard_assign = inherited.guard_assign
    layout.abstract = tuple(sorted(names)) if layout.is_abstract_base else ()


def fill_defaults(cls: Any, layout: Layout) -> None:
    """Give a class the `__hash__` and `__repr__` of ours where it would have those of `object`."""
    for name, default in DEFAULTS.items():
        if name in layout.namespace:
            continue
        chosen: object = default
        for base in cls.__mro__[1:]:
            if base is object:
                break
            if name in base.__dict__ and base.__dict__[name] is not default:
                chosen = base.__dict__[name]
                break
        if getattr(cls, name, None) is not chosen:
            type.__setattr__(cls, name, chosen)


def announce(runtime: Runtime, cls: Any, layout: Layout, keywords: dict[str, object]) -> None:
    """Tell the values in a class their names, and its bases that it exists."""
    for name, value in list(layout.namespace.items()):
        if isinstance(value, Descriptor):
            value.set_name(runtime, cls, name)
        elif is_script_instance(value):
            hook = special_method(runtime, value, "__set_name__")
            if hook is not UNSET:
                tell_name(runtime, hook, value, cls, name)
    hook = super_value(runtime, cls, cls).attribute(runtime, "__init_subclass__")
    if hook is not UNSET:
        call(runtime, hook, [], keywords)
    elif keywords:
        raise TypeError(f"{layout.name}.__init_subclass__() takes no keyword arguments")


def tell_name(runtime: Runtime, hook: object, value: object, cls: Any, name: str) -> None:
    """Call a script's `__set_name__`; what it raises is reported as CPython does."""
    try:
        call(runtime, hook, [cls, name], {})
    except Exception as error:
        kind = type(value).__name__
        raise RuntimeError(
            f"Error calling __set_name__ on {kind!r} instance {name!r} in {cls.__name__!r}"
        ) from error


def subscript(cls: Any, item: object) -> object:
    """`cls[item]` by the script's own `__class_getitem__`, from C code."""
    runtime = current_runtime()
    hook = bind(runtime, layout_of(cls).members["__class_getitem__"], UNSET, cls)
    return call(runtime, hook, [item], {})


def native_class(
    name: str,
    module: str,
    bases: tuple[Any, ...],
    members: dict[str, Any],
    construct: Construct | None = None,
    kind: type[ScriptType] = ScriptType,
) -> Any:
    """Make a class of ours, shared by all runs: scripts may derive from it, not change it.

    Functions among `members` become its methods, called with runtime, arguments (the first is
    the instance), keywords.
    """
    namespace: dict[str, object] = {}
    for key, value in members.items():
        if isinstance(value, (types.FunctionType, types.BuiltinFunctionType)):
            namespace[key] = NativeMethod(key, value, f"{name}.{key}")
        else:
            namespace[key] = value
    namespace["__module__"] = module
    namespace.setdefault("__doc__", None)
    layout = Layout(name, name, module, namespace, construct or construct_instance)
    host_namespace: dict[str, Any] = {"__module__": module, "__qualname__": name}
    for special in TRAMPOLINES & namespace.keys():
        found = namespace[special]
        host_namespace[special] = make_trampoline(special, found, None)
    if "__class_getitem__" in namespace:
        host_namespace["__class_getitem__"] = subscript_class(subscript)
    cls: Any = make_host_type(kind, name, bases or (object,), host_namespace)
    adopt(cls, layout, None)
    layout.immutable = True
    return cls
