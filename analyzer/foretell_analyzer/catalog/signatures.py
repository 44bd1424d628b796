"""Takes a tool, gives its signature as people and models read it.

`send_money(recipient: str, amount: float, *, note: str = "") -> dict`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from .json_types import is_list, is_object
from .references import dereference
from .tools import Schema, Tool, ToolParameter
from .violations import PYTHON_TYPES

_OPTIONS: Final = 8
"""Values of an enum that are told; more are summed up."""


def signature(tool: Tool, width: int | None = None) -> str:
    """The signature of a tool; where a width is given, less is told until it fits.

    Given up in this order: values of long enums, optional parameters from the last, the middle.
    """
    whole = len(tool.parameters)
    text = _rendered(tool, _OPTIONS, whole)
    if width is None or len(text) <= width:
        return text
    for options in (2, 0):
        text = _rendered(tool, options, whole)
        if len(text) <= width:
            return text
    optional = sum(not one.is_required for one in tool.parameters)
    for kept in range(optional - 1, -1, -1):
        text = _rendered(tool, 0, kept)
        if len(text) <= width:
            return text
    return shorten(text, width)


def type_text(schema: Schema, root: Schema | None = None, options: int = _OPTIONS) -> str:
    """A schema as a Python annotation: `list[str] | None`; `Any` where nothing is known."""
    return _type(schema, schema if root is None else root, options, 0)


def shorten(text: str, width: int) -> str:
    """Cut a text in the middle, where it is longer than the width."""
    if len(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    head = (width - 1) * 2 // 3
    tail = width - 1 - head
    return f"{text[:head]}…{text[len(text) - tail :]}"


def _rendered(tool: Tool, options: int, kept: int) -> str:
    """The signature with that many optional parameters, and enums of that many values."""
    parts: list[str] = []
    starred = left_out = False
    for one in tool.parameters:
        if not one.is_required:
            kept -= 1
            if kept < 0:
                left_out = True
                continue
        if one.is_keyword_only and not starred:
            parts.append("*")
            starred = True
        parts.append(_parameter(one, tool.input_schema, options))
    parts += ["…"] if left_out else []
    parts += ["**more"] if tool.admits_extra else []
    head = "async " if tool.is_async else ""
    text = f"{head}{tool.name}({', '.join(parts)})"
    if tool.output_schema is None:
        return text
    return f"{text} -> {type_text(tool.output_schema, None, options)}"


def _parameter(one: ToolParameter, root: Schema, options: int) -> str:
    kind = type_text(one.schema, root, options)
    if one.has_default and one.default is None and kind != "Any":
        kind = kind if kind.endswith("None") else f"{kind} | None"
    text = one.name if kind == "Any" else f"{one.name}: {kind}"
    if one.is_required:
        return text
    default = shorten(repr(one.default), 24) if one.has_default else "..."
    return f"{one.name}={default}" if kind == "Any" else f"{text} = {default}"


def _type(schema: Schema, root: Schema, options: int, depth: int) -> str:
    if depth > 8:  # a definition that contains itself
        return "Any"
    name = schema.get("$ref") if is_object(schema) else None
    schema = dereference(schema, root)
    if isinstance(schema, bool):
        return "Any" if schema else "Never"
    if "enum" in schema or "const" in schema:
        values = schema["enum"] if "enum" in schema else [schema["const"]]
        return _literal(values, options) if is_list(values) else "Any"
    for key in ("anyOf", "oneOf"):
        if is_list(schema.get(key)):
            return _union([_type(one, root, options, depth + 1) for one in schema[key]])
    if "type" not in schema and is_list(schema.get("allOf")):
        texts = [_type(one, root, options, depth + 1) for one in schema["allOf"]]
        return next((text for text in texts if text != "Any"), "Any")
    kinds = schema.get("type", _implied(schema))
    names = kinds if is_list(kinds) else [kinds]
    nested = depth + (2 if name else 1)
    return _union([_simple(str(one), schema, root, options, nested) for one in names])


def _simple(kind: str, schema: Mapping[str, Any], root: Schema, options: int, depth: int) -> str:
    items, values = schema.get("items"), schema.get("additionalProperties")
    if kind == "array" and is_object(items) and items:
        return f"list[{_type(items, root, options, depth)}]"
    if kind == "object" and not schema.get("properties") and is_object(values) and values:
        return f"dict[str, {_type(values, root, options, depth)}]"
    if kind == "object" and isinstance(schema.get("x-class"), str):
        return str(schema["x-class"])
    return PYTHON_TYPES.get(kind, "Any")


def _implied(schema: Mapping[str, Any]) -> str:
    """The type that a schema without one speaks of."""
    if "properties" in schema:
        return "object"
    return "array" if "items" in schema else "any"


def _union(texts: list[str]) -> str:
    if "Any" in texts or not texts:
        return "Any"
    unique = [text for text in dict.fromkeys(texts) if text not in {"None", "Never"}]
    literals = [text for text in unique if re.fullmatch(r"Literal\[.*\]", text)]
    if len(literals) > 1:
        joined = f"Literal[{', '.join(text[8:-1] for text in literals)}]"
        unique = [joined, *(text for text in unique if text not in literals)]
    return " | ".join([*unique, *(["None"] if "None" in texts else [])]) or "Never"


def _literal(values: list[Any], options: int) -> str:
    told = [one for one in values if one is not None]
    if any(isinstance(one, list | dict) for one in told):
        return "Any"
    if len(told) > options:
        kinds = {type(one).__name__ for one in told}
        shown = [repr(one) for one in told[:options]]
        text = f"Literal[{', '.join([*shown, '…'])}]" if shown else " | ".join(sorted(kinds))
    else:
        text = f"Literal[{', '.join(map(repr, told))}]" if told else "None"
    return f"{text} | None" if None in values and told else text
