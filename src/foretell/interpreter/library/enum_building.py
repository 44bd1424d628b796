"""Enumerations: the class from its body, its members, and the look-up of members.

Members are instances of the class, made when it is made. What a class knows of them is in its
layout: by name, in order, and by value.
"""

from __future__ import annotations

from typing import Any, Final, cast

from foretell.interpreter.calls import call
from foretell.interpreter.class_building import make_class
from foretell.interpreter.descriptors import StaticMethod, bind
from foretell.interpreter.host_methods import first_host
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import flatten_below, is_script_type, layout_of
from foretell.interpreter.measure import check_key
from foretell.interpreter.native import NativeMethod
from foretell.interpreter.script_types import ScriptEnumType, make_trampoline
from foretell.interpreter.signatures import take

from .enum_flags import BOUNDARY, FLAG_MEMBERS, complete_flag
from .enum_methods import ENUM_METHODS
from .enum_namespace import EnumNamespace

BY_VALUE: Final = "enum_values"


def prepare(runtime: Runtime, base: Any) -> dict[str, object]:
    """The namespace for the body of a class derived from `base`."""

    def generate(
        namespace: dict[str, object], name: str, count: int, last_values: list[object]
    ) -> object:
        maker = namespace.get("_generate_next_value_", UNSET)
        if maker is UNSET:
            maker = layout_of(base).members["_generate_next_value_"]
        if isinstance(maker, StaticMethod):
            maker = maker.function
        return call(runtime, maker, [name, 1, count, last_values], {})

    return EnumNamespace(generate)


def build(
    runtime: Runtime,
    name: str,
    bases: list[object],
    keywords: dict[str, object],
    namespace: Any,
    qualified_name: str,
) -> object:
    """Make an enumeration and its members."""
    names: list[str] = []
    if isinstance(namespace, EnumNamespace):
        names = list(namespace.member_names)
    first: Any = bases[-1]
    for base in bases:
        if isinstance(base, ScriptEnumType) and layout_of(base).members_by_name:
            raise TypeError(f"<enum {name!r}> cannot extend {base!r}")
    values = [namespace[each] for each in names]
    plain: dict[str, object] = {key: value for key, value in namespace.items() if key not in names}
    for each in namespace.ignored if isinstance(namespace, EnumNamespace) else ():
        plain.pop(each, None)
    for unwanted in ("_ignore_", "_order_"):
        plain.pop(unwanted, None)
    generator = plain.get("_generate_next_value_")
    if generator is not None and not isinstance(generator, StaticMethod):
        plain["_generate_next_value_"] = StaticMethod(generator)
    new = plain.pop("__new__", None)
    if new is not None:
        plain["_new_member_"] = new if isinstance(new, StaticMethod) else StaticMethod(new)
    keywords = dict(keywords)
    boundary = keywords.pop("boundary", None)
    cls = make_class(runtime, name, bases, keywords, plain, qualified_name, construct=look_up)
    layout = layout_of(cls)
    if boundary is not None:
        layout.extra[BOUNDARY] = str(boundary)
    settle_methods(cls, first)
    layout.extra[BY_VALUE] = {}
    for place, (member_name, value) in enumerate(zip(names, values, strict=True)):
        add_member(runtime, cls, member_name, value, place)
    flatten_below(cls)
    return cls


def settle_methods(cls: Any, first: Any) -> None:
    """Let an enumeration's own `__repr__`, `__str__`, `__format__` prevail over a data type's."""
    layout = layout_of(cls)
    host: Any = first_host(cls)
    if host is object:
        return
    source = layout_of(first).members
    by_value = "_by_value_" in source
    for name in ("__repr__", "__str__", "__format__"):
        if any(
            name in layout_of(base).namespace
            for base in cls.__mro__
            if is_script_type(base) and not layout_of(base).immutable
        ):
            continue
        if by_value and name != "__repr__":
            slot = host.__dict__.get(name) or getattr(host, name)
            type.__setattr__(
                cls, name, int.__repr__ if (host is int and name == "__str__") else slot
            )
            continue
        method = ENUM_METHODS[name]
        layout.namespace[name] = NativeMethod(name, method, f"Enum.{name}")
        type.__setattr__(cls, name, make_trampoline(name, layout.namespace[name], None))


def add_member(runtime: Runtime, cls: Any, name: str, value: Any, place: int) -> None:
    """Make the member of that name and value; another name for one that exists is an alias."""
    layout = layout_of(cls)
    host: Any = layout.host
    arguments: list[Any] = list(value) if type(value) is tuple else [value]
    if issubclass(host, tuple) and type(value) is tuple:
        arguments = [value]
    maker = layout.members.get("_new_member_", UNSET)
    member: Any
    if maker is not UNSET:
        member = call(runtime, bind(runtime, maker, UNSET, cls), [cls, *arguments], {})
        if "_value_" not in member.__dict__:
            plain = host is object
            member.__dict__["_value_"] = value if plain else call(runtime, host, arguments, {})
    elif host is object:
        member = object.__new__(cls)
        member.__dict__["_value_"] = value
    else:
        made = cast("Any", call(runtime, host, arguments, {}))
        member = host.__new__(cls, made)
        member.__dict__["_value_"] = made
    own: dict[str, Any] = member.__dict__
    own["_name_"] = name
    own["__objclass__"] = cls
    own["_sort_order_"] = place
    initializer = layout.members.get("__init__", UNSET)
    if initializer is not UNSET:
        call(runtime, bind(runtime, initializer, member, cls), arguments, {})
    value = own["_value_"]
    check_key(runtime, value)
    known = find_by_value(cls, value)
    if known is not None:
        member = known
    else:
        if FLAG_MEMBERS not in layout.members or not isinstance(value, int) or is_single(value):
            layout.members_in_order.append(member)
        remember(cls, value, member)
    layout.members_by_name[name] = member
    layout.namespace[name] = member
    layout.members[name] = member


def is_single(value: int) -> bool:
    """Whether a flag has exactly one bit."""
    return value > 0 and value & (value - 1) == 0


def remember(cls: Any, value: Any, member: object) -> None:
    """Keep a member by its value, if that can be hashed."""
    try:
        layout_of(cls).extra[BY_VALUE][value] = member
    except TypeError:
        return


def find_by_value(cls: Any, value: Any) -> Any:
    """The member of that value; None if there is none."""
    layout = layout_of(cls)
    by_value: dict[Any, Any] = layout.extra.get(BY_VALUE, {})
    try:
        return by_value.get(value)
    except TypeError:
        for member in layout.members_by_name.values():
            if member.__dict__["_value_"] == value:
                return member
    return None


def look_up(runtime: Runtime, cls: Any, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`Color(value)`, or a new enumeration by `Enum("Color", "RED GREEN")`."""
    layout = layout_of(cls)
    if not arguments and not keywords:
        raise TypeError("EnumType.__call__() missing 1 required positional argument: 'value'")
    if len(arguments) > 1 or "names" in keywords:
        if layout.members_by_name:
            raise TypeError(f"<enum {arguments[0]!r}> cannot extend {cls!r}")
        return make_by_call(runtime, cls, arguments, keywords)
    value = arguments[0] if arguments else keywords["value"]
    if type(value) is cls:
        return value
    check_key(runtime, value)
    found = find_by_value(cls, value)
    if found is not None:
        member: object = found
        return member
    hook = layout.members.get("_missing_", UNSET)
    if hook is not UNSET:
        result = ask_for_missing(runtime, cls, hook, value)
        if result is not None:
            return result
    if FLAG_MEMBERS in layout.members and isinstance(value, int):
        return complete_flag(cls, value)
    raise no_member(cls, value)


def no_member(cls: Any, value: object) -> ValueError:
    """Make the error of a value that no member has."""
    return ValueError(f"{value!r} is not a valid {cls.__qualname__}")


def ask_for_missing(runtime: Runtime, cls: Any, hook: object, value: object) -> object:
    """What `_missing_` gives: a member or None. As in CPython, what else comes of it has a context."""
    try:
        result = call(runtime, bind(runtime, hook, UNSET, cls), [value], {})
    except ValueError:
        raise
    except Exception as error:
        error.__context__ = no_member(cls, value)
        raise
    if result is None or isinstance(result, cls):
        return result
    wrong = TypeError(
        f"error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member"
    )
    wrong.__context__ = no_member(cls, value)
    raise wrong


def make_by_call(
    runtime: Runtime, cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """The functional form."""
    name, names, _module, _qualname, kind, start = take(
        "Enum", "value names * module? qualname? type? start?", arguments, keywords
    )
    namespace: Any = prepare(runtime, cls)
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    first = 1 if start is UNSET else start
    entries = names.items() if isinstance(names, dict) else list(names)
    for place, entry in enumerate(entries):
        if isinstance(entry, str):
            last = list(namespace.last_values)
            maker: Any = layout_of(cls).members["_generate_next_value_"]
            function = maker.function if isinstance(maker, StaticMethod) else maker
            namespace[entry] = call(runtime, function, [entry, first, place, last], {})
        else:
            namespace[entry[0]] = entry[1]
    bases = [cls] if kind in (UNSET, None) else [kind, cls]
    return build(runtime, name, bases, {}, namespace, name)


def guard_assign(_runtime: Runtime, cls: Any, name: str, value: object) -> None:
    """Members cannot be assigned."""
    if name in layout_of(cls).members_by_name:
        if value is UNSET:
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        raise AttributeError(f"cannot reassign member {name!r}")
