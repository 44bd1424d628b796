"""Takes a JSON value, recognises how it defines tools, gives their definitions.

Known are MCP (`tools/list`, both spellings), OpenAI (chat completions, responses, the older
`functions`), Anthropic, LangChain (`args_schema`), smolagents (`inputs`, `output_type`) and UTCP
(`inputs`, `outputs`); alone, in a list, or wrapped as `{"tools": [...]}` or `{"result": ...}`.
What we must read to know a tool has to be of the right type; the rest of a schema is judged by
the catalog's check, not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .definitions import Definition
from .documents import Misplaced, path_text
from .json_places import Path
from .json_types import is_list, is_object, is_schema
from .notes import CatalogNote
from .tools import Hints, Schema, Size

Entry = Mapping[str, Any]

_CURE: Final = (
    "give MCP `tools/list`, OpenAI, Anthropic, LangChain or smolagents tools, or a Python stub"
)
_SCHEMA_KEYS: Final = ("inputSchema", "input_schema", "parameters", "args_schema")


def read_tools(value: object) -> tuple[tuple[Definition, ...], tuple[CatalogNote, ...]]:
    """The definitions in a JSON value, and notes on entries that a script cannot call."""
    definitions: list[Definition] = []
    notes: list[CatalogNote] = []
    for path, entry in _entries(value, ()):
        if _is_hosted(entry):
            notes.append(_hosted(entry))
        elif "" in (entry.get("name"), _function(entry).get("name")):
            notes.append(_nameless(path))
        else:
            definitions.append(read_tool(entry, path))
    return tuple(definitions), tuple(notes)


def read_tool(entry: Entry, path: Path) -> Definition:
    """The definition in one entry of whatever format."""
    if _function(entry):
        return read_tool(_function(entry), (*path, "function"))
    name = entry.get("name")
    if not isinstance(name, str):
        where = (*path, "name") if "name" in entry else path
        raise Misplaced(where, "a tool has no `name` that is a text", _CURE)
    reader = _smolagents if _is_smolagents(entry) else _by_schema
    return reader(entry, name, path)


def _entries(value: object, path: Path) -> Iterator[tuple[Path, Entry]]:
    """Find the list of tools and walk over it."""
    if is_object(value):
        for key in ("result", "tools", "functions"):
            inner = value.get(key)
            if is_list(inner) or (key == "result" and is_object(inner)):
                yield from _entries(inner, (*path, key))
                return
            if key != "result" and key in value:
                raise Misplaced((*path, key), f"`{key}` is no list", _CURE)
        if "name" in value or "function" in value:
            yield path, value
            return
        raise Misplaced(path, "is no tool catalog: it has neither `tools` nor a `name`", _CURE)
    if not is_list(value):
        raise Misplaced(path, f"is no tool catalog but {_kind(value)}", _CURE)
    for index, entry in enumerate(value):
        if not is_object(entry):
            raise Misplaced((*path, index), f"a tool is an object, not {_kind(entry)}", _CURE)
        yield (*path, index), entry


def _by_schema(entry: Entry, name: str, path: Path) -> Definition:
    """MCP, OpenAI, Anthropic, LangChain, UTCP: they differ in the names of keys only."""
    limits = _object(entry, "x-limits", path)
    output = _first_schema(entry, ("outputSchema", "output_schema", "outputs"), path)
    if output is None and limits.get("resultIsText"):
        output = {"type": "string", "contentMediaType": "application/json"}
    may_raise = limits.get("mayRaise")
    return Definition(
        wire_name=name,
        input_schema=_first_schema(entry, (*_SCHEMA_KEYS, "inputs"), path),
        path=path,
        description=_text(entry, "description", path),
        output_schema=output,
        hints=_hints(_object(entry, "annotations", path), (*path, "annotations")),
        is_async=_flag(entry, "async", path, _flag(limits, "async", (*path, "x-limits"))),
        may_raise=None if may_raise is None else bool(may_raise),
        positional=_positional(entry, path),
        sizes=_sizes(_object(limits, "maxItems", path)),
        examples=_examples(entry, path),
    )


def _smolagents(entry: Entry, name: str, path: Path) -> Definition:
    """smolagents: each input with its type and whether it may be left out."""
    inputs = _object(entry, "inputs", path)
    properties = {key: _smolagents_schema(value) for key, value in inputs.items()}
    required = [key for key, value in inputs.items() if not _may_be_left_out(value)]
    output = entry.get("output_schema")
    if not is_schema(output):
        output = _smolagents_schema(entry.get("output_type"))
    return Definition(
        wire_name=name,
        input_schema={"type": "object", "properties": properties, "required": required},
        path=path,
        description=_text(entry, "description", path),
        output_schema=output or None,
    )


_SMOLAGENTS_TYPES: Final[Mapping[str, Schema]] = {
    "string": {"type": "string"}, "<class 'str'>": {"type": "string"}, "str": {"type": "string"},
    "integer": {"type": "integer"}, "<class 'int'>": {"type": "integer"},
    "number": {"type": "number"}, "<class 'float'>": {"type": "number"},
    "boolean": {"type": "boolean"}, "<class 'bool'>": {"type": "boolean"},
    "array": {"type": "array"}, "object": {"type": "object"}, "null": {"type": "null"},
}  # fmt: skip
"""Types with a meaning in JSON; `any`, `image` and `audio` have none and admit everything."""


def _smolagents_schema(value: object) -> dict[str, Any]:
    if isinstance(value, str):
        known = _SMOLAGENTS_TYPES.get(value)
        return dict(known) if is_object(known) else {}
    if not is_object(value):
        return {}
    schema = {key: one for key, one in value.items() if key not in {"type", "nullable"}}
    kind = value.get("type")
    kinds = kind if is_list(kind) else [kind]
    if all(isinstance(one, str) and one in _SMOLAGENTS_TYPES for one in kinds):
        names = [_smolagents_schema(one)["type"] for one in kinds]
        names += ["null"] if value.get("nullable") and "null" not in names else []
        schema["type"] = names[0] if len(names) == 1 else names
    return schema


def _may_be_left_out(value: object) -> bool:
    return is_object(value) and (value.get("nullable") is True or "default" in value)


def _is_smolagents(entry: Entry) -> bool:
    if "output_type" in entry:
        return True
    inputs = entry.get("inputs")
    return is_object(inputs) and not isinstance(inputs.get("type"), str) and bool(inputs)


def _is_hosted(entry: Entry) -> bool:
    """A tool that the model's provider runs itself (`{"type": "web_search"}`)."""
    kind = entry.get("type")
    return isinstance(kind, str) and kind != "function" and "name" not in entry


def _function(entry: Entry) -> Entry:
    """What OpenAI's chat completions wrap a tool in."""
    function = entry.get("function")
    return function if is_object(function) else {}


def _nameless(path: Path) -> CatalogNote:
    return CatalogNote(
        "nameless-tool",
        "error",
        f"the tool at `{path_text(path)}` has an empty name; it was left out",
        "name it",
    )


def _hosted(entry: Entry) -> CatalogNote:
    return CatalogNote(
        "hosted-tool",
        "note",
        f"`{entry['type']}` is run by the model's provider; no script can call it",
        "nothing to do",
        tool=str(entry["type"]),
    )


def _hints(annotations: Entry, path: Path) -> Hints:
    def hint(camel: str, snake: str) -> bool | None:
        return _flag(annotations, camel, path, _flag(annotations, snake, path))

    return Hints(
        read_only=hint("readOnlyHint", "read_only_hint"),
        destructive=hint("destructiveHint", "destructive_hint"),
        idempotent=hint("idempotentHint", "idempotent_hint"),
        open_world=hint("openWorldHint", "open_world_hint"),
    )


def _first_schema(entry: Entry, keys: tuple[str, ...], path: Path) -> Schema | None:
    """The schema under the first key there is, its shape as far as we read it checked."""
    key = next((key for key in keys if entry.get(key) is not None), None)
    if key is None:
        return None
    schema = entry[key]
    if not is_schema(schema):
        raise Misplaced((*path, key), f"`{key}` is no schema but {_kind(schema)}", _SCHEMA_CURE)
    if is_object(schema):
        _check_shape(schema, (*path, key))
    return schema


_SCHEMA_CURE: Final = "give a JSON Schema: an object, true or false"


def _check_shape(schema: Entry, path: Path) -> None:
    properties = schema.get("properties", {})
    if not is_object(properties):
        raise Misplaced(
            (*path, "properties"), f"`properties` is no object but {_kind(properties)}",
            "give each parameter's schema by its name",
        )  # fmt: skip
    for name, one in properties.items():
        if not is_schema(one):
            raise Misplaced(
                (*path, "properties", name), f"`{name}` has no schema but {_kind(one)}",
                _SCHEMA_CURE,
            )  # fmt: skip
    required = schema.get("required", [])
    if not is_list(required) or not all(isinstance(one, str) for one in required):
        raise Misplaced(
            (*path, "required"), "`required` is no list of texts", "list the required parameters"
        )


def _object(entry: Entry, key: str, path: Path) -> Entry:
    value = entry.get(key)
    if value is None:
        return {}
    if not is_object(value):
        raise Misplaced((*path, key), f"`{key}` is no object but {_kind(value)}", "give an object")
    return value


def _text(entry: Entry, key: str, path: Path) -> str:
    value = entry.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Misplaced((*path, key), f"`{key}` is no text but {_kind(value)}", "give a text")
    return value


def _flag(entry: Entry, key: str, path: Path, otherwise: bool | None = None) -> bool | None:  # noqa: FBT001  # a third state of its own
    value = entry.get(key)
    if value is None:
        return otherwise
    if not isinstance(value, bool):
        raise Misplaced((*path, key), f"`{key}` is {_kind(value)}", "give true or false")
    return value


def _positional(entry: Entry, path: Path) -> frozenset[str] | None:
    value = entry.get("x-positional")
    if value is None:
        return None
    if not is_list(value) or not all(isinstance(one, str) for one in value):
        raise Misplaced(
            (*path, "x-positional"), "`x-positional` is no list of texts", "list parameters"
        )
    return frozenset(value)


def _examples(entry: Entry, path: Path) -> tuple[Any, ...]:
    value = entry.get("examples", entry.get("input_examples"))
    if value is None:
        return ()
    if not is_list(value):
        raise Misplaced((*path, "examples"), "`examples` is no list", "list the examples")
    return tuple(value)


def _sizes(limits: Entry) -> tuple[Size, ...]:
    return tuple(
        Size(path, at_most)
        for path, at_most in limits.items()
        if isinstance(at_most, int | str) and not isinstance(at_most, bool)
    )


_KINDS: Final[Mapping[type, str]] = {
    dict: "an object", list: "a list", str: "a text", bool: "true or false",
    int: "a number", float: "a number", type(None): "null",
}  # fmt: skip


def _kind(value: object) -> str:
    return _KINDS.get(type(value), type(value).__name__)
