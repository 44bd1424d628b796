"""`typing.NewType`: a name for a type that does nothing."""

from __future__ import annotations

from typing import Any, final

from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.native import NativeCallable
from foretell.interpreter.type_forms import make_union


@final
class NewType(NativeCallable):
    """`NewType(name, supertype)`: gives back its argument."""

    def __init__(self, name: str, supertype: object) -> None:
        self.name = name
        self.supertype = supertype

    def type_module(self) -> str:
        return "typing"

    def call(self, _runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        if len(arguments) != 1 or keywords:
            raise TypeError(
                f"NewType.__call__() takes 2 positional arguments but {len(arguments) + 1} "
                "were given"
            )
        value: object = arguments[0]
        return value

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name in ("__name__", "__qualname__"):
            return self.name
        if name == "__supertype__":
            return self.supertype
        if name == "__module__":
            return "__main__"
        return UNSET

    def __or__(self, other: object) -> object:
        return make_union([self, other])

    def __ror__(self, other: object) -> object:
        return make_union([other, self])

    def __repr__(self) -> str:
        return f"__main__.{self.name}"
