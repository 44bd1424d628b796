"""Takes the schema of an object, gives its properties as a caller sees them.

References are followed, `allOf` is joined, `anyOf`, `oneOf` and `if` are joined as far as that is
sound: a property of one branch may be given, one that every branch requires must be. An argument
that this view admits may still break the schema; one that it refuses always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .json_types import is_list, is_object, is_schema, is_sequence
from .references import dereference
from .tools import Schema


@dataclass(frozen=True, slots=True)
class ObjectView:
    """The properties of an object in order, those that are required, and what else it admits.

    `is_open` if undeclared properties are declared welcome: `additionalProperties` or
    `unevaluatedProperties` that is true or a schema, `patternProperties`, or nothing known at
    all. JSON Schema's own default (open) would let every misspelt argument pass.
    """

    properties: Mapping[str, Schema] = field(default_factory=dict[str, Schema])
    required: tuple[str, ...] = ()
    is_open: bool = False
    is_known: bool = True
    is_closed: bool = False


UNKNOWN = ObjectView(is_open=True, is_known=False)
_MOST_REMEMBERED: Final = 4096
_remembered: Final[dict[tuple[int, int], tuple[Schema, Schema, ObjectView]]] = {}
"""Views by the identity of schema and root, which are kept with them: so nobody else has it."""


def view(schema: Schema, root: Schema | None = None) -> ObjectView:
    """What a schema says of the properties of the objects it admits; remembered."""
    root = schema if root is None else root
    key = (id(schema), id(root))
    known = _remembered.get(key)
    if known is not None:
        return known[2]
    found = _view(schema, root, 0)
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[key] = (schema, root, found)
    return found


def _view(schema: Schema, root: Schema, depth: int) -> ObjectView:
    if depth > 20:  # a definition that contains itself as a branch
        return UNKNOWN
    schema = dereference(schema, root)
    if isinstance(schema, bool):
        return UNKNOWN if schema else ObjectView(is_closed=True)
    parts = [_own(schema)]
    parts += [_view(one, root, depth + 1) for one in _schemas(schema.get("allOf"))]
    for key in ("anyOf", "oneOf"):
        branches = [
            _view(one, root, depth + 1) for one in _schemas(schema.get(key)) if _may_be(one)
        ]
        if branches:
            parts.append(_either(branches))
    if "if" in schema:
        ways = _schemas([schema.get("then"), schema.get("else")])
        branches = [_view(one, root, depth + 1) for one in ways]
        if branches:
            parts.append(_either([*branches, UNKNOWN]))
    return _all(parts)


def _own(schema: Mapping[str, Any]) -> ObjectView:
    """What the keywords of this very schema say."""
    properties = schema.get("properties")
    extra = [schema.get(key) for key in ("additionalProperties", "unevaluatedProperties")]
    is_open = any(one is True or is_object(one) for one in extra)
    declared: dict[str, Schema] = {}
    if is_object(properties):
        declared = {key: one if is_schema(one) else True for key, one in properties.items()}
    required = tuple(one for one in _list(schema.get("required")) if isinstance(one, str))
    return ObjectView(
        declared,
        required,
        is_open=is_open or bool(schema.get("patternProperties")),
        is_known=bool(declared or required) or schema.get("type") == "object" or False in extra,
        is_closed=False in extra,
    )


def _all(parts: list[ObjectView]) -> ObjectView:
    """All of the views hold; those that know nothing have no say."""
    known = [part for part in parts if part.is_known]
    if not known:
        return UNKNOWN
    properties: dict[str, list[Schema]] = {}
    for part in known:
        for name, schema in part.properties.items():
            properties.setdefault(name, []).append(schema)
    joined = {name: _conjunction(schemas) for name, schemas in properties.items()}
    required = dict.fromkeys(name for part in known for name in part.required)
    is_closed = any(part.is_closed for part in known)
    for name in required:
        joined.setdefault(name, True)
    return ObjectView(
        joined,
        tuple(required),
        is_open=any(part.is_open for part in parts if part.is_known) and not is_closed,
        is_closed=is_closed,
    )


def _either(branches: list[ObjectView]) -> ObjectView:
    """One of the views holds, nobody knows which."""
    known = [branch for branch in branches if branch.is_known]
    properties: dict[str, list[Schema]] = {}
    for branch in known:
        for name, schema in branch.properties.items():
            properties.setdefault(name, []).append(schema)
    joined = {name: _disjunction(name, schemas, branches) for name, schemas in properties.items()}
    required: set[str] = set(known[0].required) if known else set()
    for branch in known:
        required &= set(branch.required)
    if len(known) < len(branches):
        required.clear()
    return ObjectView(
        joined,
        tuple(name for name in (known[0].required if known else ()) if name in required),
        is_open=any(branch.is_open and branch.is_known for branch in branches),
        is_known=bool(known),
        is_closed=bool(known) and all(branch.is_closed for branch in branches),
    )


def _conjunction(schemas: list[Schema]) -> Schema:
    telling = [one for one in schemas if one not in (True, {})]
    if not telling:
        return schemas[0]
    return telling[0] if _same(telling) else {"allOf": telling}


def _disjunction(name: str, schemas: list[Schema], branches: list[ObjectView]) -> Schema:
    """A branch that is silent on a property and not closed admits anything under its name."""
    if any(name not in branch.properties and not branch.is_closed for branch in branches):
        return True
    return schemas[0] if _same(schemas) else {"anyOf": schemas}


def _same(schemas: list[Schema]) -> bool:
    return all(one == schemas[0] for one in schemas)


def _schemas(value: object) -> list[Schema]:
    """The schemas in a list; what is none there is the business of the catalog's check."""
    return [one for one in _list(value) if is_schema(one)]


def _may_be(schema: object) -> bool:
    """Can this branch describe an object at all?"""
    if is_object(schema):
        kind = schema.get("type", "object")
        return kind == "object" or (is_list(kind) and "object" in kind)
    return schema is not False


def _list(value: object) -> Iterable[Any]:
    return value if is_sequence(value) else ()
