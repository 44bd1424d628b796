"""Takes a tool and a value for one of its parameters, gives the ways in which it breaks the schema.

A schema is compiled when it is first needed, and once. References are resolved within the tool's
own schema; nothing is ever fetched. A schema that cannot be compiled judges nothing: the
catalog's notes tell of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .json_places import Path
from .json_types import is_mapping, is_object, is_sequence, is_set
from .tools import Schema, Tool
from .violations import Violation, python_type, violations

if TYPE_CHECKING:
    from jsonschema_rs import Validator

_HOME: Final = "urn:foretell:tool"
_SHELF: Final = "x-foretell-parameters"

DIALECTS: Final = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-04/schema",
)
"""Dialects of JSON Schema that are read as such; others, and none, are read as the first."""


@dataclass(frozen=True)
class Checker:
    """The compiled schemas of one tool."""

    tool: Tool
    _compiled: dict[str, Validator | None] = field(
        default_factory=dict[str, "Validator | None"], init=False, repr=False, compare=False
    )

    def check(self, parameter: str, value: object) -> tuple[Violation, ...]:
        """How a value breaks the schema of a parameter; paths begin inside the value."""
        if self._is_default(parameter, value):
            return ()
        return self._judge(f"p:{parameter}", value)

    def check_result(self, value: object) -> tuple[Violation, ...]:
        """How a value breaks the schema of the tool's result."""
        return self._judge("result", value)

    def check_arguments(self, arguments: Mapping[str, object]) -> tuple[Violation, ...]:
        """How arguments, by the names of a script, break the schema of the whole call.

        Paths begin with the name of the parameter as a script writes it.
        """
        wire = {one.name: one.wire_name for one in self.tool.parameters}
        names = {one.wire_name: one.name for one in self.tool.parameters}
        given = {wire.get(name, name): one for name, one in arguments.items()}
        found = [_renamed(one, names) for one in self._judge("call", given)]
        assumed = {name for name, one in arguments.items() if self._is_default(name, one)}
        return tuple(one for one in found if not one.path or one.path[0] not in assumed)

    def _judge(self, what: str, value: object) -> tuple[Violation, ...]:
        ready, faults = as_json(value)
        if faults:
            return faults
        validator = self._validator(what)
        if validator is None:
            return ()
        try:
            return violations(validator.iter_errors(ready))
        except ValueError:  # half a surrogate pair: a text in Python only
            return ()

    def _validator(self, what: str) -> Validator | None:
        if what not in self._compiled:
            self._compiled[what] = self._compile(what)
        return self._compiled[what]

    def _compile(self, what: str) -> Validator | None:
        if what == "result":
            schema = self.tool.output_schema
            return None if schema is None else compiled(schema)
        if what == "call":
            return compiled(self.tool.input_schema)
        one = self.tool.parameter(what.removeprefix("p:"))
        return None if one is None else compiled(self.tool.input_schema, one.schema)

    def _is_default(self, parameter: str, value: object) -> bool:
        """Is this the declared default?

        Many servers declare `null` as the default of a text: what they assume themselves they take.
        """
        one = self.tool.parameter(parameter)
        if one is None or not one.has_default:
            return False
        return type(one.default) is type(value) and bool(one.default == value)


def compiled(root: Schema, part: Schema | None = None) -> Validator | None:
    """Compile a schema, or one that stands in another and refers into it; `None` if it is broken."""
    try:
        return compile_schema(root, part)
    except ValueError:
        return None


def compile_schema(root: Schema, part: Schema | None = None) -> Validator:
    """Compile a schema; a `ValueError` tells why it cannot be."""
    from jsonschema_rs import (  # noqa: PLC0415  # 40 ms, only when values are judged
        ReferencingError,
        Registry,
        validator_for,
    )

    home = dict(root) if is_object(root) else {}
    dialect = dialect_of(home)
    home = {key: one for key, one in home.items() if key not in {"$id", "$schema"}}
    home |= {"$schema": dialect, _SHELF: root if part is None else part}
    target = f"{_HOME}#/{_SHELF}" if part is not None or isinstance(root, bool) else _HOME
    try:
        registry = Registry([(_HOME, home)])
        return validator_for(
            {"$schema": dialect, "$ref": target},
            registry=registry,
            offline=True,
            validate_formats=True,
        )
    except (ValueError, ReferencingError) as error:
        message = str(getattr(error, "message", error))
        raise ValueError(" ".join(message.split())) from None


def dialect_of(schema: Mapping[str, Any]) -> str:
    """The dialect that a schema is read in."""
    named = (
        str(schema.get("$schema", ""))
        .rstrip("#")
        .replace("https://json-schema.org/draft-", "http://json-schema.org/draft-")
    )
    if named not in DIALECTS:
        return DIALECTS[0]
    return f"{named}#" if "draft-0" in named else named


def as_json(value: object) -> tuple[Any, tuple[Violation, ...]]:
    """The value as JSON has it, and what JSON has no form for.

    Tuples and sets become lists, as on the way to a tool. What is no number is let pass: no bound
    of JSON Schema speaks of it.
    """
    faults: list[Violation] = []
    return _as_json(value, (), faults), tuple(faults)


_HUGE: Final = 1.7976931348623157e308


def _as_json(value: object, path: Path, faults: list[Violation]) -> Any:  # noqa: ANN401, PLR0911  # JSON; one return a type
    if len(path) > 100:
        return None
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124  # NaN alone differs from itself
            return 0.5
        return max(min(value, _HUGE), -_HUGE)
    if value is None or isinstance(value, bool | int | str):
        return value
    if is_sequence(value):
        return [_as_json(one, (*path, index), faults) for index, one in enumerate(value)]
    if is_set(value):
        ordered = sorted(value, key=repr)
        return [_as_json(one, (*path, index), faults) for index, one in enumerate(ordered)]
    if is_mapping(value):
        keys = {key: key if isinstance(key, str) else str(key) for key in value}
        return {text: _as_json(value[key], (*path, text), faults) for key, text in keys.items()}
    kind = python_type(value)
    faults.append(Violation(path, "json", f"`{kind}` is no value that a tool can be given"))
    return None


def _renamed(violation: Violation, names: Mapping[str, str]) -> Violation:
    match violation.path:
        case [str() as first, *rest]:
            name = names.get(first, first)
            message = (
                violation.message.replace(f"`{first}`", f"`{name}`")
                if not rest
                else violation.message
            )
            return Violation((name, *rest), violation.kind, message, violation.expected)
        case _:
            return violation
