"""Takes a JSON Schema and the schema it stands in, follows its references.

Only references within one document are followed (`#`, `#/$defs/X`, `#/properties/a/items`,
`#anchor`); nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from .json_types import is_list, is_object, is_schema
from .tools import Schema

SUBSCHEMA: Final = (
    "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not",
    "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
SUBSCHEMAS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED_SUBSCHEMAS: Final = (
    "$defs", "definitions", "dependentSchemas", "patternProperties", "properties",
)  # fmt: skip

_REMARKS: Final = frozenset({"title", "description", "default", "examples", "deprecated"})
"""Keywords that constrain nothing: the one nearer to the use wins."""
_MOST_REMEMBERED: Final = 4096
_remembered: Final[dict[tuple[int, int], tuple[Schema, Schema, Schema]]] = {}
"""What schemas mean, by the identity of schema and root, which are kept: so nobody else has it."""


def resolve(reference: str, root: Schema) -> Schema | None:
    """The schema that a reference points to; `None` if there is none or it is elsewhere."""
    if not reference.startswith("#"):
        return None
    pointer = unquote(reference[1:])
    if pointer and not pointer.startswith("/"):
        return next(
            (
                one
                for one in walk(root)
                if pointer in (one.get("$anchor"), one.get("$dynamicAnchor"))
            ),
            None,
        )
    found: Any = root
    for raw in pointer.split("/")[1:]:
        step = raw.replace("~1", "/").replace("~0", "~")
        if is_object(found) and step in found:
            found = found[step]
        elif is_list(found) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found if is_schema(found) else None


def dereference(schema: Schema, root: Schema) -> Schema:
    """Replace a `$ref` at the top of a schema by what it means; the keywords beside it still hold.

    A reference that leads nowhere or round in a circle admits everything: never guess. What a
    schema means is remembered, so that the same one always gives the same object.
    """
    if not is_object(schema) or "$ref" not in schema:
        return schema
    key = (id(schema), id(root))
    known = _remembered.get(key)
    if known is not None:
        return known[2]
    found = _followed(schema, root)
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[key] = (schema, root, found)
    return found


def _followed(schema: Schema, root: Schema) -> Schema:
    seen: set[str] = set()
    while is_object(schema) and isinstance(schema.get("$ref"), str):
        reference = schema["$ref"]
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        target = None if reference in seen else resolve(reference, root)
        seen.add(reference)
        if target is None or target is True:
            return rest or True
        if target is False:
            return False
        schema = _both(target, rest)
    return schema


def _both(target: Mapping[str, Any], beside: Mapping[str, Any]) -> Mapping[str, Any]:
    """Both of two schemas hold; where they speak of different keywords that is their union."""
    clash = {key for key in beside if key in target and beside[key] != target[key]} - _REMARKS
    if clash:
        remarks = {key: value for key, value in beside.items() if key in _REMARKS}
        others = target.get("allOf")
        both = [*(others if is_list(others) else ()), beside]
        return {**target, **remarks, "allOf": both}
    return {**target, **beside}


def walk(schema: Schema) -> Iterator[Mapping[str, Any]]:
    """A schema and all schemas in it, references not followed; needs no recursion."""
    stack: list[object] = [schema]
    while stack:
        one = stack.pop()
        if not is_object(one):
            continue
        yield one
        below: list[object] = [one[key] for key in SUBSCHEMA if key in one]
        for key in SUBSCHEMAS:
            value = one.get(key)
            below += value if is_list(value) else ()
        for key in NAMED_SUBSCHEMAS:
            value = one.get(key)
            below += value.values() if is_object(value) else ()
        stack.extend(reversed(below))
