"""Fields of dataclasses, and what the decorator was told."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final, final

from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.native import NativeValue

FIELDS: Final = "dataclass_fields"


class FrozenInstanceError(AttributeError):
    """A field of a frozen dataclass was assigned."""

    __module__ = "dataclasses"


@final
class Marker(NativeValue):
    """A value that stands for itself: `MISSING`, `KW_ONLY`."""

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind

    def type_name(self) -> str:
        return self.kind

    def type_module(self) -> str:
        return "dataclasses"

    def __repr__(self) -> str:
        return f"<dataclasses.{self.kind} object>"


MISSING: Final = Marker("MISSING", "_MISSING_TYPE")
FACTORY: Final = Marker("FACTORY", "_HAS_DEFAULT_FACTORY_CLASS")


FIELD_ATTRIBUTES: Final = frozenset(
    {"name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "kw_only"}
)


@final
class Field(NativeValue):
    """A field. `kind` is `field`, `class` (a ClassVar) or `init only` (an InitVar)."""

    def __init__(self, default: object, default_factory: object) -> None:
        self.name = ""
        self.type: object = None
        self.kind = "field"
        self.default = default
        self.default_factory = default_factory
        self.init = True
        self.repr = True
        self.hash: object = None
        self.compare = True
        self.metadata: Any = {}
        self.kw_only: object = MISSING

    def type_module(self) -> str:
        return "dataclasses"

    def has_default(self) -> bool:
        """Whether `__init__` can do without an argument for it."""
        return self.default is not MISSING or self.default_factory is not MISSING

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name == "metadata":
            return MappingProxyType(self.metadata)
        return getattr(self, name) if name in FIELD_ATTRIBUTES else UNSET

    def __repr__(self) -> str:
        return (
            f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
            f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},"
            f"hash={self.hash!r},compare={self.compare!r},"
            f"metadata={MappingProxyType(self.metadata)!r},kw_only={self.kw_only!r},"
            f"_field_type=_FIELD)"
        )


@final
class Options:
    """What the decorator was told."""

    def __init__(self) -> None:
        self.init = True
        self.repr = True
        self.eq = True
        self.order = False
        self.unsafe_hash = False
        self.frozen = False
        self.match_args = True
        self.kw_only = False
        self.slots = False
        self.weakref_slot = False

    def names(self) -> tuple[str, ...]:
        """What there is."""
        return (
            "init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only",
            "slots", "weakref_slot",
        )  # fmt: skip

    def set(self, name: str, value: bool) -> None:  # noqa: FBT001 - the value is a flag
        """Set one by name."""
        setattr(self, name, value)
