"""What a tool is: a host function that a script may call, as the analysis sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

Schema = Mapping[str, Any] | bool
"""A JSON Schema 2020-12; `True` admits everything."""

EffectsFrom = Literal["overlay", "hint", "nobody"]
"""Who said what a tool does: the local overlay (or a stub's comment), the server, or nobody."""


class Effect(Enum):
    """What a tool does to the world."""

    READ = "read"
    WRITE = "write"
    SEND = "send"
    SPEND = "spend"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Hints:
    """What a server says of its own tool (MCP annotations): tri-state and not to be trusted."""

    read_only: bool | None = None
    destructive: bool | None = None
    idempotent: bool | None = None
    open_world: bool | None = None


@dataclass(frozen=True, slots=True)
class ToolParameter:
    """A parameter of a tool.

    `name` is what a script writes; `wire_name` is what the host expects (they differ where the
    latter is no Python identifier). `has_default` tells a declared default of `None` from none.
    """

    name: str
    wire_name: str
    schema: Schema
    is_required: bool
    description: str = ""
    has_default: bool = False
    default: Any = None
    is_keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """How large a part of a result is, in items of a list or characters of a text.

    `path` names the part: empty the result itself, `items` what is under that key, `[].body` the
    text of each element. `at_most` is a number or the name of a parameter; `assumed` is a guess
    for where no upper end is known.
    """

    path: str
    at_most: int | str | None = None
    assumed: int | None = None


@lru_cache(maxsize=512)
def exact(amount: float) -> Fraction:
    """A declared amount as it is written: `0.1` is a tenth, which no float is."""
    return Fraction(repr(amount))


@dataclass(frozen=True, slots=True)
class Price:
    """What a call costs, in the currency of the policy: so much, and so much for each character.

    `per_char` is by parameter. Of an argument that is no text, the characters of all texts in it
    count (keys of a dict among them).
    """

    fixed: float = 0.0
    per_char: Mapping[str, float] = field(default_factory=dict[str, float])

    def __str__(self) -> str:
        each = [f"{amount:g} a character of `{name}`" for name, amount in self.per_char.items()]
        return " + ".join([f"{self.fixed:g}", *each] if self.fixed or not each else each)


@dataclass(frozen=True, slots=True)
class Latency:
    """How many seconds a call takes, at least and at most."""

    least: float
    most: float

    def __str__(self) -> str:
        return (
            f"{self.most:g}" if self.least in {0, self.most} else f"{self.least:g} to {self.most:g}"
        )


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool with its schemas, what it does, and what the local overlay says of it.

    `effects` is what the overlay, else a trusted reading of the hints, says; `None` means that
    nobody said, which counts as destructive. `effects_from` tells which of them it was, so that a
    policy may trust the overlay and not a server's hint.
    """

    name: str
    wire_name: str
    parameters: tuple[ToolParameter, ...]
    input_schema: Schema
    description: str = ""
    output_schema: Schema | None = None
    admits_extra: bool = False
    hints: Hints = Hints()
    effects: frozenset[Effect] | None = None
    effects_from: EffectsFrom = "nobody"
    sources: frozenset[str] = frozenset()
    sinks: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    sizes: tuple[Size, ...] = ()
    price: Price | None = None
    latency: Latency | None = None
    idempotent: bool | None = None
    may_raise: bool | None = None
    is_async: bool | None = None
    examples: tuple[Any, ...] = ()

    def parameter(self, name: str) -> ToolParameter | None:
        """The parameter a script calls `name`."""
        return next((one for one in self.parameters if one.name == name), None)

    @property
    def changes_the_world(self) -> bool:
        """False only if it is known to do nothing but read."""
        return self.effects is None or bool(self.effects - {Effect.READ})
