"""Takes a schema, gives what is wrong with it: what no value can satisfy, what is no schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from .json_types import is_list, is_object
from .notes import NoteSeverity
from .references import resolve, walk
from .schemas import compile_schema, compiled, dialect_of
from .tools import Schema

_Node = Mapping[str, Any]


class SchemaFault(NamedTuple):
    """What is wrong with a schema: a stable kind, how bad, and the cure."""

    kind: str
    severity: NoteSeverity
    message: str
    help: str


def schema_faults(schema: Schema, root: Schema) -> Iterator[SchemaFault]:
    """All that is wrong with a schema that stands in another."""
    if schema is False:
        yield _unsatisfiable("admits no value at all")
    for node in walk(schema):
        for judge in _JUDGES:
            yield from judge(node, root)


def meta_fault(schema: Schema) -> SchemaFault | None:
    """Why a schema is none, according to the specification of its dialect."""
    from jsonschema_rs import ValidationError, meta  # noqa: PLC0415  # 40 ms, only when schemas are judged

    if isinstance(schema, bool):
        return None
    try:
        meta.validate({**schema, "$schema": dialect_of(schema)})
    except ValidationError as error:
        where = "/".join(str(step) for step in error.instance_path) or "the top"
        message = f"is no valid JSON Schema at `{where}`: {error.message}"
        return SchemaFault("invalid-schema", "error", message, "correct it")
    except ValueError as error:
        return SchemaFault("invalid-schema", "error", f"is no schema: {error}", "correct it")
    try:
        compile_schema(schema)
    except ValueError as error:
        return SchemaFault(
            "invalid-schema",
            "error",
            f"cannot be used, so nothing is checked against it: {error}",
            "correct its references and patterns",
        )
    return None


def _unsatisfiable(message: str) -> SchemaFault:
    return SchemaFault("unsatisfiable-schema", "error", message, "correct the schema")


def _required(node: _Node, _: Schema) -> Iterator[SchemaFault]:
    """A property that is required and not admitted."""
    required, properties = node.get("required"), node.get("properties")
    if not is_list(required):
        return
    declared: Mapping[str, Any] = properties if is_object(properties) else {}
    for name in (one for one in required if isinstance(one, str)):
        if declared.get(name, True) is False:
            yield _unsatisfiable(f"requires `{name}` and admits no value for it")
        elif (
            name not in declared
            and node.get("additionalProperties") is False
            and not node.get("patternProperties")
        ):
            yield _unsatisfiable(f"requires `{name}`, which is not declared, and admits no other")


_RANGES: Final = (
    ("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"),
    ("minProperties", "maxProperties"), ("minContains", "maxContains"),
)  # fmt: skip


def _ranges(node: _Node, _: Schema) -> Iterator[SchemaFault]:
    """A lower end above the upper one."""
    for low, high in _RANGES:
        if _number(node.get(low)) > _number(node.get(high), float("inf")):
            yield _unsatisfiable(f"has a `{low}` of {node[low]} above its `{high}` of {node[high]}")
    lowest = _number(node.get("exclusiveMinimum"))
    highest = _number(node.get("exclusiveMaximum"), float("inf"))
    if lowest >= _number(node.get("maximum"), float("inf")) or lowest >= highest:
        yield _unsatisfiable(f"has an `exclusiveMinimum` of {lowest:g} and nothing above it")
    elif highest <= _number(node.get("minimum")):
        yield _unsatisfiable(f"has an `exclusiveMaximum` of {highest:g} and nothing below it")


def _number(value: object, otherwise: float = float("-inf")) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else otherwise  # type: ignore[arg-type]  # just looked at


def _enums(node: _Node, _: Schema) -> Iterator[SchemaFault]:
    """Values that the type beside them excludes."""
    kinds = node.get("type")
    names = kinds if is_list(kinds) else [kinds]
    values = node.get("enum")
    if is_list(values) and not values:
        yield _unsatisfiable("has an `enum` without values")
    if "const" in node and is_list(values) and node["const"] not in values:
        yield _unsatisfiable(f"has a `const` `{node['const']!r}` that is not in its `enum`")
    told = values if is_list(values) else [node["const"]] if "const" in node else []
    wrong = [one for one in told if kinds is not None and not _has_type(one, names)]
    if wrong and len(wrong) == len(told):
        yield _unsatisfiable(f"has only values that are not of its type `{kinds}`")
    elif wrong:
        yield SchemaFault(
            "enum-type", "warning", f"has a value `{wrong[0]!r}` that is not of its type `{kinds}`",
            "correct the value or the type",
        )  # fmt: skip


_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,), "integer": (int, float), "number": (int, float), "boolean": (bool,),
    "null": (type(None),), "array": (list, tuple), "object": (dict,),
}  # fmt: skip


def _has_type(value: object, names: list[Any]) -> bool:
    if isinstance(value, bool):
        return "boolean" in names
    if isinstance(value, float) and not value.is_integer() and "number" not in names:
        return False
    known = [_TYPES[str(name)] for name in names if str(name) in _TYPES]
    return len(known) < len(names) or isinstance(value, tuple(one for row in known for one in row))


def _references(node: _Node, root: Schema) -> Iterator[SchemaFault]:
    """References that lead nowhere we can go."""
    for key in ("$ref", "$dynamicRef"):
        reference = node.get(key)
        if not isinstance(reference, str) or resolve(reference, root) is not None:
            continue
        if reference.startswith("#"):
            yield SchemaFault(
                "unknown-reference", "error", f"refers to `{reference}`, which is not there",
                "add the definition or correct the reference",
            )  # fmt: skip
        else:
            yield SchemaFault(
                "external-reference", "warning",
                f"refers to `{reference}`, which is elsewhere and is not fetched",
                "put the definition under `$defs`",
            )  # fmt: skip


def _defaults(node: _Node, root: Schema) -> Iterator[SchemaFault]:
    """A default that breaks the schema it stands in."""
    if "default" not in node:
        return
    validator = compiled(root, node)
    if validator is not None and not validator.is_valid(node["default"]):
        severity: NoteSeverity = "note" if node["default"] is None else "warning"
        yield SchemaFault(
            "bad-default", severity, f"has a default `{node['default']!r}` that breaks it",
            "correct the default or the schema",
        )  # fmt: skip


_JUDGES: Final[tuple[Callable[[_Node, Schema], Iterator[SchemaFault]], ...]] = (
    _required, _ranges, _enums, _references, _defaults,
)  # fmt: skip
