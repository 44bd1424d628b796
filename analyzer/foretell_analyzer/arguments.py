"""Takes a call and the parameters of its callee, says which argument reaches which parameter.

What does not fit is kept apart by kind: too many, unknown, given twice, missing. Where `*values`
or `**values` may give more than one can see, nothing is called missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .catalog import Tool
from .ir import (
    Call,
    Constant,
    Dict,
    Expression,
    FunctionDefinition,
    Keyword,
    Lambda,
    Node,
    ParameterKind,
    Starred,
)


class Formal(NamedTuple):
    """A parameter, as far as binding goes."""

    name: str
    is_required: bool
    by_position: bool = True
    by_keyword: bool = True


@dataclass(frozen=True, slots=True)
class Formals:
    """The parameters of something that can be called."""

    parameters: tuple[Formal, ...]
    takes_positions: bool = False
    takes_keywords: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """An argument that reaches a parameter: its value, and the node to point at."""

    parameter: str
    value: Expression
    node: Node


@dataclass(frozen=True, slots=True)
class Bound:
    """How the arguments of a call meet the parameters. `is_open`: there may be more of them."""

    given: tuple[Given, ...]
    too_many: tuple[Expression, ...]
    unknown: tuple[Given, ...]
    twice: tuple[Given, ...]
    missing: tuple[str, ...]
    positional: int
    is_open: bool


def formals_of_tool(tool: Tool) -> Formals:
    """The parameters of a tool, as a script calls them."""
    return Formals(
        tuple(
            Formal(one.name, one.is_required, by_position=not one.is_keyword_only)
            for one in tool.parameters
        ),
        takes_keywords=tool.admits_extra,
    )


def formals_of_function(function: FunctionDefinition | Lambda) -> Formals:
    """The parameters of a function of the script."""
    kinds = {one.kind for one in function.parameters}
    return Formals(
        tuple(
            Formal(
                one.name,
                one.default is None,
                by_position=one.kind is not ParameterKind.KEYWORD_ONLY,
                by_keyword=one.kind is not ParameterKind.POSITIONAL_ONLY,
            )
            for one in function.parameters
            if one.kind not in (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
        ),
        ParameterKind.VAR_POSITIONAL in kinds,
        ParameterKind.VAR_KEYWORD in kinds,
    )


def bind(call: Call, formals: Formals) -> Bound:
    """How the arguments of a call reach the parameters of what it calls."""
    given: dict[str, Given] = {}
    too_many: list[Expression] = []
    unknown: list[Given] = []
    twice: list[Given] = []
    places = [one for one in formals.parameters if one.by_position]
    has_star = False
    positional = 0
    for argument in call.arguments:
        if isinstance(argument, Starred):
            has_star = True
        elif not has_star:
            if positional < len(places):
                name = places[positional].name
                given[name] = Given(name, argument, argument)
            elif not formals.takes_positions:
                too_many.append(argument)
            positional += 1
    keywords, has_more = _named(call.keywords)
    names = {one.name for one in formals.parameters if one.by_keyword}
    for one in keywords:
        if one.parameter not in names:
            if not formals.takes_keywords:
                unknown.append(one)
        elif one.parameter in given:
            twice.append(one)
        else:
            given[one.parameter] = one
    is_open = has_star or has_more
    missing = [one.name for one in formals.parameters if one.is_required and one.name not in given]
    return Bound(
        tuple(given.values()),
        tuple(too_many),
        tuple(unknown),
        tuple(twice),
        () if is_open else tuple(missing),
        positional,
        is_open,
    )


def _named(keywords: Sequence[Keyword]) -> tuple[list[Given], bool]:
    """Arguments given by name, those of a literal `**{…}` included; whether there may be more."""
    found: list[Given] = []
    has_more = False
    for keyword in keywords:
        if keyword.name is not None:
            found.append(Given(keyword.name, keyword.value, keyword))
            continue
        items = keyword.value.items if isinstance(keyword.value, Dict) else None
        if items is None:
            has_more = True
            continue
        for item in items:
            if isinstance(item.key, Constant) and isinstance(item.key.value, str):
                found.append(Given(item.key.value, item.value, item))
            else:
                has_more = True
    return found, has_more
