"""What tools declare of their results: a JSON Schema to what a value of it surely is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from .catalog import Tool
from .catalog.objects import view
from .catalog.references import dereference
from .catalog.tools import Schema, ToolParameter
from .meanings import DataMeaning

_TYPES: Final = {
    "string": "str",
    "integer": "int",
    "boolean": "bool",
    "array": "list",
    "object": "dict",
    "number": "number",
    "null": "NoneType",
}
"""JSON has one kind of number where Python has two: `number` is either."""


def meaning_of_result(tool: Tool) -> DataMeaning | None:
    """What a tool gives, if its output schema names exactly one type."""
    if tool.output_schema is None:
        return None
    return meaning_of_schema(tool.output_schema, tool.output_schema, tool.name)


def meaning_of_schema(schema: Schema, root: Schema, origin: str) -> DataMeaning | None:
    """What a value is that fits `schema`, a part of `root`."""
    schema = dereference(schema, root)
    if not isinstance(schema, Mapping) or "x-class" in schema:
        return None
    kind = _TYPES.get(schema.get("type", "")) if isinstance(schema.get("type"), str) else None
    if kind is None:
        return None
    return DataMeaning(kind, None, schema, root, origin)


def meaning_of_items(meaning: DataMeaning) -> DataMeaning | None:
    """What the items of an array are; worked out when asked for, as schemas may be recursive."""
    if not isinstance(meaning.schema, Mapping) or meaning.root is None or meaning.type != "list":
        return None
    items: Any = meaning.schema.get("items")
    if not isinstance(items, dict) or "prefixItems" in meaning.schema:
        return None
    return meaning_of_schema(cast("Schema", items), meaning.root, f"{meaning.origin}[]")


def keys_of(meaning: DataMeaning) -> frozenset[str] | None:
    """All keys that an object may have; `None` if others may be there."""
    if meaning.schema is None or meaning.root is None:
        return None
    seen = view(meaning.schema, meaning.root)
    return frozenset(seen.properties) if seen.properties and not seen.is_open else None


def meaning_of_key(
    meaning: DataMeaning, key: object, stored: frozenset[object] | None
) -> DataMeaning | None:
    """What `value[key]` is; `stored` are the keys that the script itself stores, `None` if any."""
    if meaning.schema is None or meaning.root is None or stored is None or key in stored:
        return None
    part = view(meaning.schema, meaning.root).properties.get(str(key))
    if part is None or not isinstance(key, str):
        return None
    return meaning_of_schema(part, meaning.root, f"{meaning.origin}.{key}")


def refuses(parameter: ToolParameter, root: Schema, kind: str) -> bool:
    """Does the schema of a parameter refuse every value of a Python type?

    Only what names types is judged; the rest might admit it.
    """
    json = _JSON.get(kind)
    return json is not None and not _admits(parameter.schema, root, json, 0)


def _admits(schema: Schema, root: Schema, json: frozenset[str], depth: int) -> bool:
    schema = dereference(schema, root)
    if isinstance(schema, bool) or depth > _DEEPEST:
        return schema is not False
    kinds: Any = schema.get("type")
    if isinstance(kinds, str):
        kinds = [kinds]
    if isinstance(kinds, list) and not any(
        isinstance(one, str) and one in json for one in cast("list[object]", kinds)
    ):
        return False
    for key in ("anyOf", "oneOf"):
        branches: Any = schema.get(key)
        if isinstance(branches, list) and not any(
            _admits(one, root, json, depth + 1) for one in cast("list[Schema]", branches)
        ):
            return False
    return True


_DEEPEST: Final = 10
_JSON: Final = {
    "str": frozenset({"string"}),
    "int": frozenset({"integer", "number"}),
    "float": frozenset({"number", "integer"}),
    "number": frozenset({"number", "integer"}),
    "bool": frozenset({"boolean"}),
    "list": frozenset({"array"}),
    "tuple": frozenset({"array"}),
    "dict": frozenset({"object"}),
}
