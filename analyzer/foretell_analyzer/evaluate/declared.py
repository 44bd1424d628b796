"""What tools declare of their results: a JSON Schema to the values that fit it.

Objects are opened key by key, when a key is looked at, so that a schema that refers to itself
costs nothing until a script walks into it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

from ..catalog.json_types import is_list, is_object, is_schema
from ..catalog.objects import view
from ..catalog.references import dereference
from ..catalog.tools import Schema
from ..values.collections import DictObject, ListObject, key_constant
from ..values.instances import Instance
from ..values.making import exactly, literal
from ..values.objects import Declared
from ..values.origins import INPUT, Origin
from ..values.shapes import Constant, Reference, Shape
from ..values.value import BOTTOM, NEVER_BOUND, UNKNOWN_DATA, Value, either, join
from .evaluator import Evaluator
from .iteration import Items, exact_items

_DEEPEST: Final = 8
_SCALARS: Final[Mapping[str, tuple[str, ...]]] = {
    "string": ("str",),
    "integer": ("int",),
    "number": ("int", "float"),
    "boolean": ("bool",),
}
_DECLARED_NONE: Final = Constant(None, is_declared=True)
_MOST_ENUM: Final = 24
_LONGEST: Final = 60
"""Paths are cut here: a schema that refers to itself has endless ones."""


def value_of_schema(ev: Evaluator, declared: Declared, depth: int = 0) -> Value:
    """Any value that fits a schema."""
    origins = frozenset({Origin(declared.name, declared.node, declared.path)})
    anything = Value((), 1, 0, True, origins)
    schema = dereference(declared.schema, declared.root)
    if isinstance(schema, bool) or depth > _DEEPEST:
        return anything
    if isinstance(schema.get("x-class"), str):
        return _instance(ev, schema, declared, origins)
    for keyword in ("const", "enum"):
        if keyword in schema:
            found = _enumerated(schema[keyword] if keyword == "enum" else [schema[keyword]])
            return anything if found is None else Value(found, 0, 0, True, origins)
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword)
        if is_list(branches) and branches and "type" not in schema:
            parts = [
                value_of_schema(ev, _part(declared, one, declared.path), depth + 1)
                for one in branches
            ]
            return either(parts)
    kinds: Any = schema.get("type")
    if "allOf" in schema and kinds is None:
        kinds = "object" if view(schema, declared.root).properties else None
    if kinds is None:
        if "properties" in schema:
            kinds = "object"
        else:
            return anything
    shapes: list[Shape] = []
    named: object = [kinds] if isinstance(kinds, str) else kinds
    if not is_list(named) or not all(isinstance(kind, str) for kind in named):
        return anything  # no JSON Schema says this
    for kind in named:
        if kind == "null":
            shapes.append(_DECLARED_NONE)
            continue
        scalar = _SCALARS.get(kind)
        if scalar is not None:
            for name in scalar:
                shapes.extend(exactly(name).shapes)
        elif kind == "array":
            shapes.append(_list(ev, schema, declared, depth))
        elif kind == "object":
            shapes.append(_dict(ev, schema, declared))
        else:
            return anything
    return Value(tuple(shapes), 0, 0, True, origins)


def _enumerated(values: Any) -> tuple[Shape, ...] | None:
    if not is_list(values) or len(values) > _MOST_ENUM:
        return None
    found: dict[Hashable, Shape] = {}
    for one in values:
        if isinstance(one, (dict, list)):
            return None
        shape = Constant(one, one is None)
        found[shape.key] = shape
    return tuple(found.values())


def _part(declared: Declared, schema: Schema, path: str) -> Declared:
    return Declared(schema, declared.root, declared.name, declared.node, path[:_LONGEST])


def _place(declared: Declared, kind: str) -> object:
    return (kind, declared.name, declared.path[:_LONGEST])


def _list(ev: Evaluator, schema: Mapping[str, Any], declared: Declared, depth: int) -> Reference:
    items = schema.get("items")
    path = f"{declared.path}[]"
    if is_schema(items) and "prefixItems" not in schema:
        element = value_of_schema(ev, _part(declared, items, path), depth + 1)
    else:
        element = Value((), 1, 0, True, frozenset({Origin(declared.name, declared.node, path)}))
    low = schema.get("minItems", 0)
    made = ListObject(
        "list", "[]" not in declared.path, None, element, low if isinstance(low, int) else 0
    )
    return ev.allocate_declared(declared.node, made, _place(declared, "list"))


def _dict(ev: Evaluator, schema: Mapping[str, Any], declared: Declared) -> Reference:
    inner = _part(declared, schema, declared.path)
    seen = view(schema, declared.root)
    single = "[]" not in declared.path
    if not seen.properties:
        values = schema.get("additionalProperties")
        element = Value(
            (), 1, 0, True, frozenset({Origin(declared.name, declared.node, f"{declared.path}[]")})
        )
        if is_object(values):
            element = value_of_schema(
                ev, _part(declared, values, f"{declared.path}[]"), _DEEPEST - 2
            )
        whole = frozenset({Origin(declared.name, declared.node, declared.path)})
        key = exactly("str").believed().with_origins(whole)
        made = DictObject("dict", single, {}, key, element)
    else:
        made = DictObject("dict", single, {}, BOTTOM, BOTTOM, inner)
    return ev.allocate_declared(declared.node, made, _place(declared, "dict"))


def _instance(
    ev: Evaluator, schema: Mapping[str, Any], declared: Declared, origins: frozenset[Origin]
) -> Value:
    inner = _part(declared, schema, declared.path)
    made = Instance(str(schema["x-class"]), False, None, {}, BOTTOM, inner)
    shape = ev.allocate_declared(declared.node, made, _place(declared, "instance"))
    return Value((shape,), 0, 0, True, origins)


def known_names(declared: Declared) -> tuple[str, ...] | None:
    """All keys that an object may have; None if others may be there."""
    seen = view(declared.schema, declared.root)
    return tuple(seen.properties) if seen.properties and not seen.is_open else None


def declared_key(ev: Evaluator, held: DictObject, location: int, key: Hashable) -> Value:
    """What is declared to be under a key; remembered in the store."""
    declared = held.declared
    assert declared is not None
    seen = view(declared.schema, declared.root)
    name = key_constant(key)
    part = seen.properties.get(name) if isinstance(name, str) else None
    path = f"{declared.path}.{name}"
    if part is None:
        if known_names(declared) is None:
            origins = frozenset({Origin(declared.name, declared.node, path)})
            return Value((), 1, NEVER_BOUND, True, origins)
        return Value((), 0, NEVER_BOUND, True)
    value = value_of_schema(ev, _part(declared, part, path))
    if name not in seen.required:
        value = Value(value.shapes, value.unknown, NEVER_BOUND, value.declared, value.origins)
    now = ev.object_at(location)
    if isinstance(now, DictObject) and now.declared is declared:
        known = dict(now.known)
        known[key] = value
        ev.store.write(
            location,
            DictObject(
                now.type, now.single, known, now.other_key, now.other, declared, now.factory
            ),
        )
    return value


def declared_field(ev: Evaluator, held: Instance, shape: Reference, name: str) -> Value | None:
    """An attribute of an object that a tool declares."""
    own = held.fields.get(name)
    if own is not None:
        return own
    declared = held.declared
    assert declared is not None
    seen = view(declared.schema, declared.root)
    part = seen.properties.get(name)
    if part is None:
        return (
            None
            if known_names(declared) is not None and not name.startswith("__")
            else UNKNOWN_DATA
        )
    return value_of_schema(ev, _part(declared, part, f"{declared.path}.{name}"))


def opened(ev: Evaluator, held: DictObject, location: int) -> DictObject:
    """The dict with all that is declared of it."""
    declared = held.declared
    if declared is None:
        return held
    seen = view(declared.schema, declared.root)
    known: dict[Hashable, Value] = {}
    for name in seen.properties:
        found = held.known.get(name)
        known[name] = declared_key(ev, held, location, name) if found is None else found
    for key, value in held.known.items():
        known.setdefault(key, value)
    other_key, other = held.other_key, held.other
    if known_names(declared) is None:
        origins = frozenset({Origin(declared.name, declared.node, f"{declared.path}[]")})
        whole = frozenset({Origin(declared.name, declared.node, declared.path)})
        other_key = join(other_key, exactly("str").with_origins(whole))
        other = join(other, Value((), 1, 0, True, origins))
    return DictObject(held.type, held.single, known, other_key, other, None, held.factory)


def declared_keys(ev: Evaluator, held: DictObject, location: int) -> Items:
    """The keys of such a dict."""
    whole = opened(ev, held, location)
    keys = tuple([literal(key_constant(key)).believed() for key in whole.known])
    if (
        whole.other.is_bottom
        and all(not one.unbound for one in whole.known.values())
        and len(keys) <= 16
    ):
        return exact_items(keys)
    return Items(either([*keys, whole.other_key]))


def input_value(ev: Evaluator, name: str, declared: object) -> Value:
    """A declared input: `declared` is the name of a type or a JSON Schema."""
    origins = frozenset({Origin(name, INPUT)})
    if isinstance(declared, str):
        schema = _INPUTS.get(declared.partition("[")[0])
        declared = {} if schema is None else {"type": schema}
    if is_object(declared):
        found = value_of_schema(ev, Declared(declared, declared, name, INPUT, ""))
        return found.with_origins(origins)
    return UNKNOWN_DATA.with_origins(origins)


_INPUTS: Final[Mapping[str, str]] = {
    "str": "string", "int": "integer", "float": "number", "bool": "boolean", "list": "array",
    "dict": "object",
}  # fmt: skip
