"""Takes the classes of a stub, gives their schemas: what becomes its `$defs`.

TypedDicts, dataclasses and other classes with annotated fields are objects, enumerations are
enums. A class whose instances have attributes rather than keys says so in `x-class`; the results
of its methods are in `x-methods`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .annotations import Annotations, JsonSchema, is_json, literal, qualifier
from .docstrings import read_docstring
from .json_types import is_list, is_object

_ENUMS: Final = frozenset({"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"})


def class_schemas(
    classes: Mapping[str, ast.ClassDef], reader: Annotations
) -> dict[str, JsonSchema]:
    """The schema of each class, by name."""
    return {name: _schema(node, classes, reader) for name, node in classes.items()}


def with_definitions(schema: JsonSchema, definitions: Mapping[str, JsonSchema]) -> JsonSchema:
    """A schema with those definitions that it needs, and no others."""
    needed: dict[str, JsonSchema] = {}
    open_names = _references(schema)
    while open_names:
        name = open_names.pop()
        if name not in needed and name in definitions:
            needed[name] = definitions[name]
            open_names |= _references(definitions[name])
    if not needed:
        return schema
    return {**schema, "$defs": {name: needed[name] for name in sorted(needed)}}


def is_exception(node: ast.ClassDef) -> bool:
    """Is this an exception by its bases' names? Such a class is no value."""
    return any(name.endswith(("Error", "Exception", "Warning")) for name in _bases(node))


def _schema(
    node: ast.ClassDef, classes: Mapping[str, ast.ClassDef], reader: Annotations
) -> JsonSchema:
    family = list(_family(node, classes, frozenset()))
    bases = {base for one in family for base in _bases(one)}
    schema: JsonSchema = {"title": node.name}
    summary = read_docstring(ast.get_docstring(node)).summary
    if summary:
        schema["description"] = summary
    if bases & _ENUMS:
        return {**schema, **_enumeration(node)}
    if not family or bases & {"NamedTuple", "Exception"}:
        return {}
    is_dict = "TypedDict" in bases
    properties: dict[str, JsonSchema] = {}
    required: dict[str, bool] = {}
    methods: dict[str, JsonSchema] = {}
    for one in family:
        total = is_dict and _is_total(one)
        for name, field, value in _fields(one):
            properties[name] = reader.schema(field)
            mark = qualifier(field)
            required[name] = mark == "Required" or (
                mark != "NotRequired" and (total or not is_dict)
            )
            known, default = (False, None) if value is None else literal(value)
            if known and not is_dict:
                properties[name] = {**properties[name], "default": default}
        methods |= _methods(one, reader)
    schema |= {"type": "object", "properties": properties}
    schema["required"] = [name for name, is_required in required.items() if is_required]
    if not is_dict:
        schema["x-class"] = node.name
    if methods:
        schema["x-methods"] = methods
    return schema


def _family(
    node: ast.ClassDef, classes: Mapping[str, ast.ClassDef], seen: frozenset[str]
) -> Iterator[ast.ClassDef]:
    """A class and its bases in the stub, bases first."""
    for base in _bases(node):
        if base in classes and base not in seen:
            yield from _family(classes[base], classes, seen | {node.name, base})
    yield node


def _bases(node: ast.ClassDef) -> list[str]:
    names: list[str] = []
    for base in node.bases:
        inner = base.value if isinstance(base, ast.Subscript) else base
        if isinstance(inner, ast.Name):
            names.append(inner.id)
        elif isinstance(inner, ast.Attribute):
            names.append(inner.attr)
    return names


def _is_total(node: ast.ClassDef) -> bool:
    for one in node.keywords:
        if one.arg == "total":
            return literal(one.value) != (True, False)
    return True


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr, ast.expr | None]]:
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            if qualifier(one.annotation) != "ClassVar":
                yield one.target.id, one.annotation, one.value
        elif isinstance(one, ast.FunctionDef) and one.returns is not None and _is_property(one):
            yield one.name, one.returns, None


def _methods(node: ast.ClassDef, reader: Annotations) -> dict[str, JsonSchema]:
    return {
        one.name: reader.schema(one.returns)
        for one in node.body
        if isinstance(one, ast.FunctionDef)
        and not one.name.startswith("_")
        and not _is_property(one)
    }


def _is_property(node: ast.FunctionDef) -> bool:
    return any(
        (isinstance(one, ast.Name) and one.id in {"property", "cached_property"})
        or (isinstance(one, ast.Attribute) and one.attr == "cached_property")
        for one in node.decorator_list
    )


def _enumeration(node: ast.ClassDef) -> JsonSchema:
    values: list[Any] = []
    for one in node.body:
        if not isinstance(one, ast.Assign | ast.AnnAssign) or one.value is None:
            continue
        known, value = literal(one.value)
        if not known or not is_json(value):
            return {}  # `auto()` and the like: values are made when the module runs
        values.append(value)
    return {"enum": values} if values else {}


def _references(value: object) -> set[str]:
    found: set[str] = set()
    stack = [value]
    while stack:
        one = stack.pop()
        if is_object(one):
            reference = one.get("$ref")
            if isinstance(reference, str):
                found.add(reference.removeprefix("#/$defs/"))
            stack += one.values()
        elif is_list(one):
            stack += one
    return found
