"""Type variables and types named by strings: the leaves of what annotations are made of."""

from __future__ import annotations

from typing import Any, final
from zlib import crc32

from .kernel import UNSET, Runtime
from .type_checks import ClassLike


class TypeForm(ClassLike):
    """Anything that can be combined with `|` and compared."""

    def type_module(self) -> str:
        return "typing"

    def __or__(self, other: object) -> object:
        from .type_forms import make_union  # noqa: PLC0415 - it needs these classes

        return make_union([self, other])

    def __ror__(self, other: object) -> object:
        from .type_forms import make_union  # noqa: PLC0415 - it needs these classes

        return make_union([other, self])

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return crc32(repr(self).encode(errors="replace"))


@final
class ForwardReference(TypeForm):
    """A type named by a string."""

    def __init__(self, text: str) -> None:
        self.text = text

    def type_name(self) -> str:
        return "ForwardRef"

    def is_callable(self) -> bool:
        return False

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return self.text if name == "__forward_arg__" else UNSET

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ForwardReference) and other.text == self.text

    def __hash__(self) -> int:
        return crc32(self.text.encode(errors="replace"))

    def __repr__(self) -> str:
        return f"ForwardRef({self.text!r})"


def as_type(value: object) -> object:
    """A parameter as CPython keeps it: `None` is its type, a string a forward reference."""
    if value is None:
        return type(None)
    if isinstance(value, str):
        return ForwardReference(value)
    return value


@final
class TypeVariable(TypeForm):
    """`TypeVar`, `ParamSpec` or `TypeVarTuple`; `sign` is what its `repr` begins with."""

    def __init__(
        self,
        kind: str,
        name: str,
        constraints: tuple[object, ...] = (),
        bound: object = None,
        sign: str = "~",
    ) -> None:
        self.kind = kind
        self.name = name
        self.constraints = constraints
        self.bound = bound
        self.sign = sign

    def type_name(self) -> str:
        return self.kind

    def is_callable(self) -> bool:
        return False

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name == "__name__":
            return self.name
        if name == "__bound__":
            return self.bound
        if name == "__constraints__":
            return self.constraints
        if name in ("args", "kwargs") and self.kind == "ParamSpec":
            return TypeVariable("ParamSpecArgs", f"{self.name}.{name}", sign="")
        return UNSET

    def entries(self, _bases: list[object]) -> list[object]:
        raise TypeError(f"Cannot subclass an instance of {self.kind}")

    def __iter__(self) -> Any:
        if self.kind != "TypeVarTuple":
            raise TypeError(f"'{self.kind}' object is not iterable")
        from .type_forms import Alias, SpecialForm  # noqa: PLC0415 - they need these classes

        return iter([Alias(SpecialForm("Unpack", 1), (self,))])

    def __repr__(self) -> str:
        return self.sign + self.name
