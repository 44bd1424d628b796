"""What bodies of enumerations hold: `auto()`, `member()`, `nonmember()`."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.descriptors import is_data
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import is_script_instance, layout_of
from foretell.interpreter.native import Descriptor, NativeValue
from foretell.interpreter.values import BoundFunction, Builtin, ScriptFunction


@final
class Auto(NativeValue):
    """`auto()`: a value to be generated when it is bound to a name."""

    def __init__(self) -> None:
        self.value: Any = UNSET

    def type_name(self) -> str:
        return "auto"

    def type_module(self) -> str:
        return "enum"

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return self.value if name == "value" else UNSET

    def __repr__(self) -> str:
        return "auto(_auto_null)" if self.value is UNSET else f"auto({self.value!r})"


@final
class NonMember(NativeValue):
    """`nonmember(value)`: a name that becomes no member."""

    def __init__(self, value: object) -> None:
        self.value = value


@final
class OnlyMember(NativeValue):
    """`member(value)`: a name that becomes a member whatever its value."""

    def __init__(self, value: object) -> None:
        self.value = value


PLAIN_KINDS: Final = (ScriptFunction, BoundFunction, Builtin, Descriptor, NonMember)


def is_member_value(value: object) -> bool:
    """Whether a value in the body makes a member: all but functions and descriptors."""
    if isinstance(value, PLAIN_KINDS):
        return False
    if is_script_instance(value):
        return not is_data(value) and "__get__" not in layout_of(type(value)).members
    return True
