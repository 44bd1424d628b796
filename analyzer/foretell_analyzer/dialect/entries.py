"""What the dialect says of one name: its kind, how it is called, what it gives, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ..ir import ParameterKind


class EntryKind(Enum):
    """What a name stands for."""

    FUNCTION = "function"
    CLASS = "class"
    CONSTANT = "constant"
    MODULE = "module"
    METHOD = "method"
    CLASS_METHOD = "class method"
    STATIC_METHOD = "static method"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; `self` and `cls` are left out. `annotation` and `default` are source text."""

    name: str
    kind: ParameterKind
    annotation: str | None = None
    default: str | None = None

    @property
    def has_default(self) -> bool:
        """May it be left out?"""
        return self.default is not None


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call something. `result` is the annotation; `cost` what it adds to one step."""

    parameters: tuple[Parameter, ...]
    result: str | None = None
    cost: str | None = None
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the table. Constants and attributes have a `type` and no signatures.

    A class has the signatures of its constructor; `type` is then its key in `Dialect.types`.
    """

    name: str
    kind: EntryKind
    signatures: tuple[Signature, ...] = ()
    type: str | None = None

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Of the first signature."""
        return self.signatures[0].parameters if self.signatures else ()

    @property
    def result(self) -> str | None:
        """What a call gives, or what the value is: source text of an annotation."""
        return self.signatures[0].result if self.signatures else self.type

    @property
    def cost(self) -> str | None:
        """Of the first signature."""
        return self.signatures[0].cost if self.signatures else None

    @property
    def is_callable(self) -> bool:
        """Can it be called?"""
        return bool(self.signatures)


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """A type: its key in `Dialect.types`, the keys of its bases, and its own members."""

    name: str
    bases: tuple[str, ...]
    members: Mapping[str, Entry]
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleEntry:
    """A module: its names, and its classes as types (by bare name)."""

    name: str
    members: Mapping[str, Entry]
    types: Mapping[str, TypeEntry]
