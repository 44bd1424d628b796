"""The namespace of an enumeration's class body: it tells members from other names as they come.

This module is never compiled: class bodies store into it as into any dict, by `__setitem__`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foretell.interpreter.kernel import UNSET

from .enum_values import Auto, NonMember, OnlyMember, is_member_value


class EnumNamespace(dict[str, object]):
    """Names in order; `member_names` are those that become members."""

    def __init__(
        self, generate: Callable[[dict[str, object], str, int, list[object]], object]
    ) -> None:
        super().__init__()
        self.member_names: dict[str, None] = {}
        self.last_values: list[object] = []
        self.ignored: set[str] = set()
        self.generate = generate

    def __setitem__(self, name: str, value: Any) -> None:
        if name == "_ignore_":
            self.ignored = set(value.replace(",", " ").split() if isinstance(value, str) else value)
        if self.is_plain(name, value):
            super().__setitem__(name, value.value if isinstance(value, NonMember) else value)
            return
        if name in self.member_names:
            raise TypeError(f"{name!r} already defined as {self[name]!r}")
        if name in self:
            raise TypeError(f"{name!r} already defined as {self[name]!r}")
        if isinstance(value, OnlyMember):
            value = value.value
        value = self.fill(name, value)
        self.member_names[name] = None
        self.last_values.append(value)
        super().__setitem__(name, value)

    def fill(self, name: str, value: Any) -> object:
        """Put generated values in place of `auto()`."""
        if isinstance(value, Auto):
            if value.value is UNSET:
                value.value = self.generate(
                    self, name, len(self.member_names), list(self.last_values)
                )
            return value.value
        if type(value) is tuple and any(isinstance(part, Auto) for part in value):
            return tuple(self.fill(name, part) for part in value)
        filled: object = value
        return filled

    def is_plain(self, name: str, value: object) -> bool:
        """Whether a name of the body is no member."""
        if isinstance(value, OnlyMember):
            return False
        if name.startswith("_") and (name.endswith("_") or "__" in name):
            return True
        return name in self.ignored or not is_member_value(value)
