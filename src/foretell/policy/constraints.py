"""What an argument may be by itself: constraints of a rule, held against one value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from foretell_analyzer.catalog.json_types import is_list, is_object
from foretell_analyzer.catalog.schemas import as_json, compile_schema
from foretell_analyzer.catalog.violations import shown, violations
from foretell_analyzer.toml_places import Path

from .rules import ArgumentRule


def has_constraint(rule: ArgumentRule) -> bool:
    """Does the rule say anything of the value by itself?"""
    return rule.schema is not None or rule.one_of is not None or rule.matches is not None


def breach(rule: ArgumentRule, value: object) -> str:
    """What a value has against it, as words; empty if it holds. What JSON lacks never does."""
    if not has_constraint(rule):
        return ""
    ready, faults = as_json(value)
    if faults or value != value:  # noqa: PLR0124  # NaN alone differs from itself
        return f"{shown(value)} is no value that can be judged"
    try:
        errors = list(_compiled(_key(rule)).iter_errors(ready))
        told = violations(errors)
    except ValueError:
        return f"{shown(value)} is no value that can be judged"
    if told:
        return told[0].message
    return f"{shown(value)} breaks the rule" if errors else ""


def _key(rule: ArgumentRule) -> str:
    return json.dumps(schema_of(rule), sort_keys=True)


@lru_cache(maxsize=512)
def _compiled(schema: str) -> Any:  # noqa: ANN401  # the class is imported only where it is used
    return compile_schema(json.loads(schema))


def check_schema(rule: ArgumentRule) -> str | None:
    """Why the constraints cannot be used, if they cannot."""
    try:
        _compiled(_key(rule))
    except (ValueError, TypeError) as error:
        return str(error)
    return None


def schema_of(rule: ArgumentRule) -> dict[str, Any]:
    """All constraints of a rule as one JSON Schema."""
    parts: list[dict[str, Any]] = []
    if rule.schema is not None:
        parts.append(rule.schema)
    if rule.one_of is not None:
        parts.append({"enum": list(rule.one_of)})
    if rule.matches is not None:
        parts.append({"type": "string", "pattern": f"^(?:{rule.matches})$"})
    return {"allOf": parts}


SCHEMAS_BY_NAME: Final = ("properties", "patternProperties", "$defs", "dependentSchemas")
SCHEMA_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
SCHEMAS: Final = (
    "not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
KEYWORDS: Final = (
    *SCHEMAS_BY_NAME, *SCHEMA_LISTS, *SCHEMAS, "$ref", "$comment", "title", "description", "type",
    "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
    "maxLength", "minLength", "pattern", "format", "maxItems", "minItems", "uniqueItems",
    "maxContains", "minContains", "maxProperties", "minProperties", "required", "dependentRequired",
)  # fmt: skip
"""What may be said in a schema: a keyword that JSON Schema does not know would say nothing."""


def unknown_keywords(schema: object, path: Path = ()) -> Iterator[Path]:
    """The paths of keys that JSON Schema does not know."""
    if not is_object(schema):
        return
    for keyword, value in schema.items():
        here = (*path, keyword)
        if keyword not in KEYWORDS:
            yield here
        elif keyword in SCHEMAS:
            yield from unknown_keywords(value, here)
        elif keyword in SCHEMAS_BY_NAME and is_object(value):
            for name, one in value.items():
                yield from unknown_keywords(one, (*here, name))
        elif keyword in SCHEMA_LISTS and is_list(value):
            for index, one in enumerate(value):
                yield from unknown_keywords(one, (*here, index))
