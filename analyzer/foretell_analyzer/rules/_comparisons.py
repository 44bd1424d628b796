"""What the rule on constant conditions asks of operands: are they functions, ever None, ever equal?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from foretell_analyzer.catalog.json_types import is_list, is_schema
from foretell_analyzer.catalog.objects import view
from foretell_analyzer.catalog.references import dereference
from foretell_analyzer.catalog.tools import Schema
from foretell_analyzer.dialect import EntryKind
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    Attribute,
    Call,
    Dict,
    DictComprehension,
    Expression,
    FormattedString,
    GeneratorExpression,
    Lambda,
    List,
    ListComprehension,
    Name,
    Set,
    SetComprehension,
    Tuple,
)
from foretell_analyzer.sites import How
from foretell_analyzer.suggestions import nearest
from foretell_analyzer.values.shapes import BoundTo, Constant, FunctionOf, Listed, Shape, ToolOf
from foretell_analyzer.values.value import Value

from ._values import shown_type

_MADE_NEW: Final = (
    List, Dict, Set, ListComprehension, SetComprehension, DictComprehension, GeneratorExpression,
)  # fmt: skip
_NEVER_NONE: Final = (*_MADE_NEW, Tuple, FormattedString, Lambda)
_STEP: Final = re.compile(r"\[\]|\.[^.\[\]]+")
_NUMBERS: Final = frozenset({"int", "float", "bool", "complex"})
_DATES: Final = frozenset({"datetime.date", "datetime.datetime"})
_COMPARED: Final = frozenset({*_NUMBERS, *_DATES, "str", "list", "dict", "tuple", "set", "bytes"})
"""Types of which only values of the same are equal, but for numbers and dates."""
_CALLABLE_KINDS: Final[dict[type[Shape], str]] = {
    ToolOf: "tool",
    FunctionOf: "function",
    BoundTo: "method",
}
_GROUPS: Final = {**dict.fromkeys(_NUMBERS, "number"), **dict.fromkeys(_DATES, "date")}
_CURES: Final = {
    ("int", "str"): "make a number of it: `int(…)`",
    ("float", "str"): "make a number of it: `float(…)`",
    ("datetime.date", "str"): "make a text of it: `.isoformat()`",
    ("datetime.datetime", "str"): "make a text of it: `.isoformat()`",
}


class Never(NamedTuple):
    """Why two operands are never equal; it is not proven where it rests on what is declared."""

    message: str
    cure: str | None
    is_proven: bool


def shown_callable(facts: Facts, node: Expression) -> str | None:
    """What kind of callable an expression names: one that was meant to be called.

    None for what a variable or parameter holds: a script may well ask whether there is one.
    """
    value = facts.seen.value(node)
    if value is None or value.unknown or len(value.shapes) != 1:
        return None
    (shape,) = value.shapes
    kind = _CALLABLE_KINDS.get(type(shape))
    if isinstance(node, Name) and not _is_named_once(facts, node):
        return None
    if isinstance(shape, Listed):
        is_class = shape.entry.kind is EntryKind.CLASS
        kind = None if is_class else "method" if shape.receiver is not None else "function"
    is_direct = isinstance(node, Name) if kind != "method" else isinstance(node, Attribute)
    is_of_module = isinstance(shape, Listed) and isinstance(node, Attribute)
    return kind if is_direct or is_of_module else None


def _is_named_once(facts: Facts, node: Name) -> bool:
    """Is a name that of a function or tool, and of nothing else?"""
    variable = facts.met.variable(node)
    sites = [] if variable is None else facts.met.bindings.get(variable, [])
    return all(site.how in (How.FUNCTION, How.MEMBER) for site in sites)


def is_new_object(node: Expression) -> bool:
    """Does an expression make an object that nothing else is?"""
    return isinstance(node, _MADE_NEW)


def is_never_none(facts: Facts, node: Expression) -> bool:
    """Is an expression never None, for anybody to see: a display, or a name for nothing else?"""
    if not isinstance(node, Name):
        return _gives_no_none(facts, node)
    variable = facts.met.variable(node)
    value = facts.seen.value(node)
    if variable is None or value is None or value.unknown:
        return False
    sites = facts.met.bindings.get(variable, [])
    return bool(sites) and all(
        site.how is How.ASSIGNED and site.value is not None and _gives_no_none(facts, site.value)
        for site in sites
    )


def _gives_no_none(facts: Facts, node: Expression) -> bool:
    if isinstance(node, _NEVER_NONE):
        return True
    if not isinstance(node, Call):
        return False
    value, callee = facts.seen.value(node), facts.seen.value(node.callee)
    if value is None or callee is None or value.unknown or value.declared or not value.shapes:
        return False
    is_listed = all(isinstance(one, Listed) for one in callee.shapes) and not callee.unknown
    return is_listed and "NoneType" not in facts.types_of(value)


def never_equal(facts: Facts, one: Expression, other: Expression) -> Never | None:
    """Why two operands are never equal: by a list of values, or by their types."""
    value, compared = facts.seen.value(one), facts.seen.value(other)
    if value is None or compared is None or not facts.seen.is_complete:
        return None
    listed = _listed_values(facts, value)
    if listed is not None:
        return _not_listed(facts, one, listed, compared)
    if _is_parameter(facts, one) or _is_parameter(facts, other):
        return None  # others may hand over something else
    if not _are_apart(facts, value, compared):
        return None
    kind, against = (shown_type(facts.types_of(side)[0]) for side in (value, compared))
    is_proven = not (value.declared or compared.declared)
    cure = _CURES.get((kind, against)) or _CURES.get((against, kind))
    return Never(f"{kind} never equals {against}", cure, is_proven)


def _is_parameter(facts: Facts, node: Expression) -> bool:
    variable = facts.met.variable(node)
    sites = [] if variable is None else facts.met.bindings.get(variable, [])
    return any(site.how is How.PARAMETER for site in sites)


def _are_apart(facts: Facts, one: Value, other: Value) -> bool:
    """Are values of types that have no equal values?"""
    kinds, others = _groups(facts, one), _groups(facts, other)
    return bool(kinds) and bool(others) and not kinds & others


def never_listed(
    facts: Facts, one: Expression, other: Expression
) -> Iterator[tuple[Expression, Never]]:
    """Parts of `one in (…)` that are never equal."""
    if not isinstance(other, (Tuple, List, Set)):
        return
    for part in other.elements:
        never = never_equal(facts, one, part)
        if never is not None:
            yield part, never


def _not_listed(
    facts: Facts, one: Expression, listed: tuple[object, ...], compared: Value
) -> Never | None:
    single = compared.constant()
    if single is None or compared.declared or single.value is None or single.value in listed:
        return None
    names = [item for item in listed if isinstance(item, str)]
    near = nearest(str(single.value), names, limit=1)
    known = ", ".join(f"`{item}`" for item in listed)
    cure = f"did you mean `{near[0]}`?" if near else f"it is one of {known}"
    return Never(f"`{facts.snippet(one)}` is never `{single.value}`", cure, is_proven=False)


def _groups(facts: Facts, value: Value) -> frozenset[str]:
    """The types that a value may have, numbers as one; none if it may be equal to others."""
    if value.unknown or not value.shapes or value.unbound:
        return frozenset()
    kinds = frozenset(facts.types_of(value))
    if not kinds <= _COMPARED:
        return frozenset()
    return frozenset(_GROUPS.get(one, one) for one in kinds)


def _listed_values(facts: Facts, value: Value) -> tuple[object, ...] | None:
    """All values that a tool declares for what a value is, if it lists them."""
    places = {(one.name, one.path) for one in value.origins if not one.steers}
    if not value.declared or value.unknown or len(places) != 1:
        return None
    ((name, path),) = places
    tool = facts.catalog.tools.get(name)
    if tool is None or tool.output_schema is None:
        return None
    listed = _listed_at(tool.output_schema, path)
    if listed is None:
        return None
    own = [one.value if isinstance(one, Constant) else ... for one in value.shapes]
    return listed if all(one in listed for one in own) else None


def _listed_at(root: Schema, path: str) -> tuple[object, ...] | None:
    """The values that a schema lists at the end of a path into it."""
    schema: Schema = root
    steps = _STEP.findall(path)
    if "".join(steps) != path:
        return None
    for step in steps:
        schema = dereference(schema, root)
        if isinstance(schema, bool):
            return None
        if step == "[]":
            below: object = schema.get("items", schema.get("additionalProperties"))
        else:
            below = view(schema, root).properties.get(step[1:])
        if not is_schema(below):
            return None
        schema = below
    return _listed(schema, root)


def _listed(schema: Schema, root: Schema) -> tuple[object, ...] | None:
    schema = dereference(schema, root)
    if isinstance(schema, bool):
        return None
    if "const" in schema or schema.get("type") == "null":
        return (schema.get("const"),)
    enum: object = schema.get("enum")
    if is_list(enum):
        return tuple(enum)
    branches: object = schema.get("anyOf", schema.get("oneOf"))
    if not is_list(branches) or not branches:
        return None
    parts = [_listed(one, root) for one in branches]
    known = [part for part in parts if part is not None]
    return None if len(known) < len(parts) else tuple(item for part in known for item in part)
