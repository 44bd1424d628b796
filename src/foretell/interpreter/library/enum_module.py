"""The module `enum`: enumerations, flags, `auto` and `unique`.

Members are instances of the class, made when it is made. What a class knows of them is in its
layout: by name, in order, and by value.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final, final

from foretell.interpreter.class_building import PLAIN_METACLASSES, native_class
from foretell.interpreter.descriptors import StaticMethod
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import layout_of
from foretell.interpreter.native import Descriptor, NativeMethod, NativeValue
from foretell.interpreter.script_types import ScriptEnumType
from foretell.interpreter.signatures import take
from foretell.interpreter.values import Builtin

from .constructors import PROPERTY
from .enum_building import build, guard_assign, look_up, prepare
from .enum_checks import BOUNDARIES, CHECKS, constants, verify
from .enum_flags import BOUNDARY, flag_value
from .enum_methods import ENUM_METHODS, next_flag, next_name, next_number
from .enum_values import Auto, NonMember, OnlyMember


@final
class MemberField(Descriptor):
    """`name` and `value` of members; a member of that name comes first on the class."""

    def __init__(self, name: str, key: str) -> None:
        self.name = name
        self.key = key

    def is_data(self) -> bool:
        return True

    def read(self, _runtime: Runtime, instance: Any, cls: Any) -> object:
        if instance is UNSET:
            member = layout_of(cls).members_by_name.get(self.name, UNSET)
            if member is UNSET:
                raise AttributeError(self.name)
            return member
        value: object = instance.__dict__.get(self.key)
        return value

    def write(self, _runtime: Runtime, _instance: object, _value: object) -> None:
        raise AttributeError(f"<enum 'Enum'> cannot set attribute {self.name!r}")

    def delete(self, _runtime: Runtime, _instance: object) -> None:
        raise AttributeError(f"<enum 'Enum'> cannot delete attribute {self.name!r}")


@final
class MembersView(Descriptor):
    """`__members__` and its like, of the class."""

    def __init__(self, name: str) -> None:
        self.name = name

    def is_data(self) -> bool:
        return True

    def read(self, _runtime: Runtime, instance: Any, cls: Any) -> object:
        layout = layout_of(cls)
        match self.name:
            case "__members__":
                if instance is not UNSET:
                    raise AttributeError(f"{cls.__name__!r} object has no attribute '__members__'")
                return MappingProxyType(dict(layout.members_by_name))
            case "_member_map_":
                return dict(layout.members_by_name)
            case "_member_names_":
                return [member.__dict__["_name_"] for member in layout.members_in_order]
            case _:
                return {
                    member.__dict__["_value_"]: member for member in layout.members_by_name.values()
                }


def static(function: Any) -> StaticMethod:
    """A function that a class calls without itself."""
    return StaticMethod(NativeMethod("_generate_next_value_", function))


ENUM: Final = native_class(
    "Enum",
    "enum",
    (),
    {
        **ENUM_METHODS,
        "_generate_next_value_": static(next_number),
        "name": MemberField("name", "_name_"),
        "value": MemberField("value", "_value_"),
        "__members__": MembersView("__members__"),
        "_member_map_": MembersView("_member_map_"),
        "_member_names_": MembersView("_member_names_"),
        "_value2member_map_": MembersView("_value2member_map_"),
    },
    construct=look_up,
    kind=ScriptEnumType,
)
layout_of(ENUM).build = build
layout_of(ENUM).guard_assign = guard_assign
layout_of(ENUM).extra["prepare"] = prepare


def derived(name: str, bases: tuple[Any, ...], members: dict[str, Any]) -> Any:
    """One of the enumerations of this module."""
    cls = native_class(name, "enum", bases, members, construct=look_up, kind=ScriptEnumType)
    layout_of(cls).extra["prepare"] = prepare
    return cls


REPR_ENUM: Final = derived("ReprEnum", (ENUM,), {"_by_value_": True})
INT_ENUM: Final = derived("IntEnum", (int, REPR_ENUM), {})
STR_ENUM: Final = derived("StrEnum", (str, REPR_ENUM), {"_generate_next_value_": static(next_name)})
FLAG: Final = derived("Flag", (ENUM,), {**flag_value(), "_generate_next_value_": static(next_flag)})
INT_FLAG: Final = derived("IntFlag", (int, REPR_ENUM, FLAG), flag_value())
layout_of(FLAG).extra[BOUNDARY] = "strict"
layout_of(INT_FLAG).extra[BOUNDARY] = "keep"


# ------------------------------------------------------------------------------------ functions


def unique(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`@unique`."""
    cls: Any = arguments[0]
    if not isinstance(cls, ScriptEnumType):
        kind = getattr(cls, "__name__", type(cls).__name__)
        raise AttributeError(f"type object {kind!r} has no attribute '__members__'")  # noqa: TRY004 - as CPython
    aliases = [
        f"{name} -> {member.__dict__['_name_']}"
        for name, member in layout_of(cls).members_by_name.items()
        if name != member.__dict__["_name_"]
    ]
    if aliases:
        raise ValueError(f"duplicate values found in {cls!r}: {', '.join(aliases)}")
    made: object = cls
    return made


def make_auto(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`auto()`."""
    take("auto", "", arguments, keywords)
    return Auto()


def make_member(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`member(value)`."""
    return OnlyMember(take("member", "value", arguments, keywords)[0])


def make_nonmember(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`nonmember(value)`."""
    return NonMember(take("nonmember", "value", arguments, keywords)[0])


@final
class EnumMetaclass(NativeValue):
    """`EnumType`, only to be named as a metaclass."""

    def __repr__(self) -> str:
        return "<class 'enum.EnumType'>"


ENUM_TYPE: Final = EnumMetaclass()
PLAIN_METACLASSES.add(ENUM_TYPE)


def members(runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {
        "Enum": ENUM,
        "IntEnum": INT_ENUM,
        "StrEnum": STR_ENUM,
        "Flag": FLAG,
        "IntFlag": INT_FLAG,
        "ReprEnum": REPR_ENUM,
        "EnumMeta": ENUM_TYPE,
        "EnumType": ENUM_TYPE,
        "auto": Builtin("auto", make_auto),
        "unique": Builtin("unique", unique),
        "member": Builtin("member", make_member),
        "nonmember": Builtin("nonmember", make_nonmember),
        "property": PROPERTY,
        "verify": Builtin("verify", verify),
        **constants(runtime, "EnumCheck", CHECKS, STR_ENUM),
        **constants(runtime, "FlagBoundary", BOUNDARIES, STR_ENUM),
    }
