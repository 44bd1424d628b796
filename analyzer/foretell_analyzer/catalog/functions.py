"""Takes Python callables, gives their definitions: signature, annotations, docstring."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from foretell_analyzer.errors import CatalogError

from .annotations import JsonSchema, is_json
from .definitions import Definition
from .docstrings import read_docstring
from .json_types import is_mapping
from .python_types import PythonTypes, hints_of
from .stub_classes import with_definitions

AnyFunction = Callable[..., Any]


def read_functions(
    functions: Mapping[str, AnyFunction] | Iterable[AnyFunction],
) -> tuple[Definition, ...]:
    """The definitions of functions, by the names of a mapping or their own."""
    named: list[tuple[str, AnyFunction]]
    if is_mapping(functions):
        named = list(functions.items())
    else:
        named = [(_own_name(one), one) for one in functions]
    for name, one in named:
        _check(name, one)
    return tuple(_definition(name, one) for name, one in named)


def _check(name: object, function: object) -> None:
    """Refuse what a caller may hand over in spite of the types."""
    if not isinstance(name, str) or not name:
        raise CatalogError(f"a tool's name is a text, not {name!r}; give a mapping of names")
    if not callable(function):
        kind = type(function).__name__
        raise CatalogError(f"tool `{name}` cannot be called: it is `{kind}`; give a function")


def _own_name(function: AnyFunction) -> str:
    name = getattr(inspect.unwrap(_bare(function)), "__name__", type(function).__name__)
    if not isinstance(name, str) or name == "<lambda>":
        raise CatalogError("a lambda has no name to be called by; give a mapping of names")
    return name


def _bare(function: AnyFunction) -> AnyFunction:
    """What a `functools.partial` calls."""
    while isinstance(function, functools.partial):
        function = function.func
    return function


def _definition(name: str, function: AnyFunction) -> Definition:
    told = read_docstring(inspect.getdoc(_bare(function)))
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        return Definition(name, None, description=told.summary, is_async=_is_async(function))
    types = PythonTypes()
    hints = _hints(function)
    schema, positional, takes_more = _input(signature, hints, types, told.parameters)
    result = hints.get("return", inspect.Signature.empty)
    output = {} if result is inspect.Signature.empty else types.schema(result)
    return Definition(
        wire_name=name,
        input_schema=with_definitions(schema, types.definitions),
        description=told.summary,
        output_schema=with_definitions(output, types.definitions) if output else None,
        is_async=_is_async(function) or _is_awaitable(result),
        positional=positional,
        takes_more=takes_more,
    )


def _input(
    signature: inspect.Signature,
    hints: Mapping[str, Any],
    types: PythonTypes,
    descriptions: Mapping[str, str],
) -> tuple[JsonSchema, frozenset[str], bool]:
    """The schema of the arguments, which of them may be given by position, and are there more."""
    properties: dict[str, JsonSchema] = {}
    required: list[str] = []
    positional: set[str] = set()
    extra: JsonSchema | bool = False
    takes_more = False
    for one in signature.parameters.values():
        if one.kind in {one.VAR_KEYWORD, one.VAR_POSITIONAL}:
            takes_more = True
            if one.kind is one.VAR_KEYWORD:
                extra = types.schema(hints.get(one.name, Any)) or True
            continue
        schema = types.schema(hints.get(one.name, Any))
        if one.name in descriptions:
            schema = {**schema, "description": descriptions[one.name]}
        if one.default is one.empty:
            required.append(one.name)
        elif is_json(one.default):
            schema = {**schema, "default": one.default}
        if one.kind is not one.KEYWORD_ONLY:
            positional.add(one.name)
        properties[one.name] = schema
    whole: JsonSchema = {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": extra,
    }
    return whole, frozenset(positional), takes_more


def _hints(function: AnyFunction) -> Mapping[str, Any]:
    bare = inspect.unwrap(_bare(function))
    if inspect.isclass(bare):
        return {**hints_of(bare.__init__), "return": bare}
    if inspect.isroutine(bare):
        return hints_of(bare)
    return hints_of(type(bare).__call__)


def _is_async(function: AnyFunction) -> bool:
    bare = _bare(function)
    if inspect.iscoroutinefunction(bare):
        return True
    return not inspect.isroutine(bare) and inspect.iscoroutinefunction(type(bare).__call__)


def _is_awaitable(hint: object) -> bool:
    return getattr(typing.get_origin(hint), "__name__", "") in {"Awaitable", "Coroutine"}
