"""Takes an output schema, gives the sizes it promises: `maxItems`, `maxLength` and their like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .json_types import is_list, is_object
from .references import dereference
from .tools import Schema, Size


def declared_sizes(schema: Schema | None) -> tuple[Size, ...]:
    """The upper ends that a result's schema declares, by path.

    Alternatives are not followed, save for `null` beside one schema: an upper end must hold on
    every way.
    """
    return tuple(_sizes(schema, schema, "", frozenset({"#"}))) if is_object(schema) else ()


def joined_sizes(stronger: Iterable[Size], weaker: Iterable[Size]) -> tuple[Size, ...]:
    """Both lists by path; what the stronger one leaves open, the weaker one says."""
    joined = {size.path: size for size in weaker}
    for size in stronger:
        other = joined.get(size.path, size)
        joined[size.path] = Size(
            size.path,
            other.at_most if size.at_most is None else size.at_most,
            other.assumed if size.assumed is None else size.assumed,
        )
    return tuple(joined[path] for path in sorted(joined))


def extend_path(path: str, key: str) -> str:
    """The path of what an object at `path` has under a key."""
    return f"{path}.{key}" if path else key


def _sizes(schema: Schema, root: Schema, path: str, seen: frozenset[str]) -> Iterator[Size]:
    if is_object(schema) and "$ref" in schema:
        reference = str(schema["$ref"])
        if reference in seen:
            return
        seen |= {reference}
    schema = _without_null(dereference(schema, root))
    if not is_object(schema):
        return
    limits = [
        one for key in ("maxItems", "maxLength") if (one := _count(schema.get(key))) is not None
    ]
    if limits:
        yield Size(path, max(limits))
    items = schema.get("items")
    if is_object(items):
        yield from _sizes(items, root, f"{path}[]", seen)
    properties = schema.get("properties")
    for key, one in properties.items() if is_object(properties) else ():
        yield from _sizes(one, root, extend_path(path, key), seen)


def _without_null(schema: Schema) -> Schema:
    """`X` for `X or null`."""
    if not is_object(schema):
        return schema
    branches = schema.get("anyOf") or schema.get("oneOf")
    if is_list(branches) and len(branches) == 2 and {"type": "null"} in branches:
        other: Schema = branches[1] if branches[0] == {"type": "null"} else branches[0]
        return other
    return schema


def _count(value: Any) -> int | None:  # noqa: ANN401  # whatever stands in the schema
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
