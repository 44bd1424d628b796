"""Takes Python annotations as syntax, gives JSON Schemas; nothing is imported or executed.

An annotation that says nothing in JSON (`datetime`, `Callable`, a class from elsewhere) admits
everything: unknown is a value, not an error. Names that the stub defines become references into
`$defs`; `Definitions` collects which.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .json_types import is_list, is_mapping

JsonSchema = dict[str, Any]

SIMPLE: Final[Mapping[str, JsonSchema]] = {
    "str": {"type": "string"}, "LiteralString": {"type": "string"}, "int": {"type": "integer"},
    "float": {"type": "number"}, "bool": {"type": "boolean"}, "None": {"type": "null"},
    "NoneType": {"type": "null"}, "list": {"type": "array"}, "List": {"type": "array"},
    "tuple": {"type": "array"}, "Tuple": {"type": "array"}, "set": {"type": "array"},
    "frozenset": {"type": "array"}, "Sequence": {"type": "array"}, "Collection": {"type": "array"},
    "MutableSequence": {"type": "array"}, "Set": {"type": "array"}, "FrozenSet": {"type": "array"},
    "AbstractSet": {"type": "array"}, "MutableSet": {"type": "array"},
    "dict": {"type": "object"}, "Dict": {"type": "object"}, "Mapping": {"type": "object"},
    "MutableMapping": {"type": "object"},
}  # fmt: skip

ARRAYS: Final = frozenset(name for name, one in SIMPLE.items() if one == {"type": "array"})
OBJECTS: Final = frozenset(name for name, one in SIMPLE.items() if one == {"type": "object"})
TUPLES: Final = frozenset({"tuple", "Tuple"})
QUALIFIERS: Final = frozenset({"Required", "NotRequired", "ReadOnly", "Final", "ClassVar"})
AWAITABLES: Final = frozenset({"Awaitable", "Coroutine"})


def array_of(items: JsonSchema) -> JsonSchema:
    """A list of such items."""
    return {"type": "array", "items": items} if items else {"type": "array"}


def object_of(values: JsonSchema) -> JsonSchema:
    """A dict of such values."""
    return {"type": "object", "additionalProperties": values or True}


def tuple_of(items: list[JsonSchema]) -> JsonSchema:
    """A tuple of exactly these items."""
    size = len(items)
    schema: JsonSchema = {"type": "array", "minItems": size, "maxItems": size}
    return {**schema, "prefixItems": items} if items else schema


def literal_of(values: list[Any]) -> JsonSchema:
    """One of these values."""
    return {"enum": list(values)}


def union_of(members: list[JsonSchema]) -> JsonSchema:
    """Any of these; nested unions are flattened."""
    flat: list[JsonSchema] = []
    for one in members:
        flat += one["anyOf"] if set(one) == {"anyOf"} else [one]
    if {} in flat:
        return {}
    unique = [one for index, one in enumerate(flat) if one not in flat[:index]]
    return unique[0] if len(unique) == 1 else {"anyOf": unique}


@dataclass(slots=True)
class Annotations:
    """Reads annotations in the light of the names that a stub defines.

    `aliases` are expressions that stand for types; `defined` are classes, whose schemas are made
    elsewhere and referred to.
    """

    aliases: Mapping[str, ast.expr] = field(default_factory=dict[str, ast.expr])
    defined: frozenset[str] = frozenset()

    def schema(  # noqa: PLR0911  # one return a kind of annotation
        self, node: ast.expr | None, seen: frozenset[str] = frozenset()
    ) -> JsonSchema:
        """What an annotation says in JSON Schema."""
        match node:
            case None:
                return {}
            case ast.Constant(value=None):
                return {"type": "null"}
            case ast.Constant(value=str() as text):
                return self.schema(_parsed(text), seen)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._name(name, seen)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return union_of([self.schema(left, seen), self.schema(right, seen)])
            case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner):
                return self._subscript(name, inner, seen)
            case _:
                return {}

    def _name(self, name: str, seen: frozenset[str]) -> JsonSchema:
        if name in self.defined:
            return {"$ref": f"#/$defs/{name}"}
        if name in self.aliases and name not in seen:
            return self.schema(self.aliases[name], seen | {name})
        return dict(SIMPLE.get(name, {}))

    def _subscript(self, name: str, inner: ast.expr, seen: frozenset[str]) -> JsonSchema:
        arguments = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
        if name == "Literal":
            return _literal(arguments, self.aliases)
        if name == "Annotated":
            return self._annotated(arguments, seen)
        if name in TUPLES:
            return self._tuple(arguments, seen)
        schemas = [self.schema(one, seen) for one in arguments]
        reader = _GENERICS.get(name)
        return {} if reader is None or not schemas else reader(schemas)

    def _tuple(self, arguments: list[ast.expr], seen: frozenset[str]) -> JsonSchema:
        match arguments:
            case [one, ast.Constant(value=value)] if value is ...:
                return array_of(self.schema(one, seen))
            case _:
                return tuple_of([self.schema(one, seen) for one in arguments])

    def _annotated(self, arguments: list[ast.expr], seen: frozenset[str]) -> JsonSchema:
        schema = self.schema(arguments[0], seen)
        for one in arguments[1:]:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                return {**schema, "description": one.value}
            if isinstance(one, ast.Call):  # Field(description="…", ge=0)
                schema = {**schema, **_field_keywords(one, schema)}
        return schema


_Generic = Callable[[list[JsonSchema]], JsonSchema]


def _first(schemas: list[JsonSchema]) -> JsonSchema:
    return schemas[0]


def _last(schemas: list[JsonSchema]) -> JsonSchema:
    return schemas[-1]


def _optional(schemas: list[JsonSchema]) -> JsonSchema:
    return union_of([schemas[0], {"type": "null"}])


_GENERICS: Final[Mapping[str, _Generic]] = {
    "Optional": _optional,
    "Union": union_of,
    **{name: lambda schemas: array_of(schemas[0]) for name in ARRAYS - TUPLES},
    **{name: lambda schemas: object_of(schemas[-1]) for name in OBJECTS},
    **dict.fromkeys(QUALIFIERS, _first),
    **dict.fromkeys(AWAITABLES, _last),
}

_FIELD_KEYWORDS: Final[Mapping[str, str]] = {
    "description": "description", "ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum",
    "lt": "exclusiveMaximum", "min_length": "minLength", "max_length": "maxLength",
    "pattern": "pattern", "multiple_of": "multipleOf",
}  # fmt: skip


def keyword_for(name: str, schema: JsonSchema) -> str | None:
    """The keyword that a constraint of pydantic means: the length of a list is its items."""
    keyword = _FIELD_KEYWORDS.get(name)
    if schema.get("type") == "array" and keyword in {"minLength", "maxLength"}:
        return keyword.replace("Length", "Items")
    return keyword


def qualifier(node: ast.expr) -> str | None:
    """`NotRequired` for `NotRequired[int]`."""
    match node:
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name if name in QUALIFIERS else None
        case ast.Constant(value=str() as text):
            parsed = _parsed(text)
            return None if parsed is None else qualifier(parsed)
        case _:
            return None


def literal(node: ast.expr) -> tuple[bool, Any]:
    """Whether an expression is a literal that JSON knows, and its value."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False, None
    return is_json(value), value


def is_json(value: object) -> bool:
    """Can JSON say this value, and read it back as the same?"""
    if is_list(value):
        return all(is_json(one) for one in value)
    if is_mapping(value):
        return all(isinstance(key, str) and is_json(one) for key, one in value.items())
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor no number
    return value is None or type(value) in {bool, int, str}


def _literal(arguments: list[ast.expr], aliases: Mapping[str, ast.expr]) -> JsonSchema:
    values: list[Any] = []
    for one in arguments:
        known, value = literal(one)
        if known:
            values.append(value)
            continue
        inner = aliases.get(one.id) if isinstance(one, ast.Name) else None
        if not isinstance(inner, ast.Subscript):
            return {}  # an enum's member: its value is not here
        elements = inner.slice.elts if isinstance(inner.slice, ast.Tuple) else [inner.slice]
        values += _literal(list(elements), {}).get("enum", [])
    return literal_of(values)


def _field_keywords(call: ast.Call, schema: JsonSchema) -> JsonSchema:
    found: JsonSchema = {}
    for one in call.keywords:
        keyword = keyword_for(one.arg or "", schema)
        known, value = literal(one.value)
        if keyword and known:
            found[keyword] = value
    return found


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
