"""Takes tools, gives their JSON form, and back: nothing of a tool is lost on the way.

This is our own form, known by its `format`. It carries effects and labels as facts, so it is read
only where a caller hands over a catalog of his own (`load`, `from_dict`), never from a server.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final, NoReturn

from .documents import Misplaced
from .json_places import Path
from .json_types import is_list, is_object
from .tools import Effect, Hints, Latency, Price, Size, Tool, ToolParameter

FORMAT: Final = "foretell-catalog/1"

Record = dict[str, Any]


def is_record(value: object) -> bool:
    """Is this a catalog in our own form?"""
    return is_object(value) and str(value.get("format", "")).startswith("foretell-catalog")


def record_of(tools: Iterable[Tool]) -> Record:
    """The JSON form of some tools, sorted by name."""
    ordered = sorted(tools, key=lambda tool: tool.name)
    return {"format": FORMAT, "tools": [_tool_record(tool) for tool in ordered]}


def digest_of(tools: Iterable[Tool]) -> str:
    """SHA-256 over the canonical JSON of all that matters of some tools.

    The order of keys and of tools is no part of it; that of parameters is, because arguments may
    be given by position.
    """
    text = json.dumps(record_of(tools), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def tools_of(record: Mapping[str, Any]) -> dict[str, Tool]:
    """Read the JSON form back."""
    if record.get("format") != FORMAT:
        message = f"has the format `{record.get('format')}`, not `{FORMAT}`"
        raise Misplaced(("format",), message, "write it anew with this version")
    entries = record.get("tools")
    if not is_list(entries):
        _refuse(("tools",), "a list of tools")
    tools: dict[str, Tool] = {}
    for index, entry in enumerate(entries):
        tool = _tool(entry, ("tools", index))
        if tool.name in tools:
            raise Misplaced(("tools", index), f"`{tool.name}` stands twice", "keep one of them")
        tools[tool.name] = tool
    return tools


def _tool_record(tool: Tool) -> Record:
    record = {one.name: getattr(tool, one.name) for one in fields(tool)}
    record["parameters"] = [_plain_record(one) for one in tool.parameters]
    record["hints"] = _plain_record(tool.hints)
    record["sizes"] = [_plain_record(one) for one in tool.sizes]
    record["sources"] = sorted(tool.sources)
    record["sinks"] = {name: sorted(labels) for name, labels in tool.sinks.items()}
    record["examples"] = list(tool.examples)
    if tool.price is not None:
        record["price"] = {"fixed": tool.price.fixed, "per_char": dict(tool.price.per_char)}
    if tool.latency is not None:
        record["latency"] = _plain_record(tool.latency)
    if tool.effects is not None:
        record["effects"] = sorted(effect.value for effect in tool.effects)
    return record


def _plain_record(one: ToolParameter | Hints | Size | Latency) -> Record:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _tool(entry: object, path: Path) -> Tool:
    values = _values(entry, Tool, path)
    values["parameters"] = tuple(
        ToolParameter(**_values(one, ToolParameter, (*path, "parameters")))
        for one in _of(values, "parameters", list, path)
    )
    values["hints"] = Hints(**_values(_of(values, "hints", dict, path), Hints, path))
    values["sizes"] = tuple(
        Size(**_values(one, Size, (*path, "sizes"))) for one in _of(values, "sizes", list, path)
    )
    values["sources"] = _labels(_of(values, "sources", list, path), (*path, "sources"))
    values["sinks"] = {
        name: _labels(labels, (*path, "sinks"))
        for name, labels in _of(values, "sinks", dict, path).items()
    }
    values["examples"] = tuple(_of(values, "examples", list, path))
    if values["price"] is not None:
        price = _values(values["price"], Price, (*path, "price"))
        for name, amount in _of(price, "per_char", dict, (*path, "price")).items():
            _check(amount, "float", (*path, "price", "per_char", name))
        values["price"] = Price(**price)
    if values["latency"] is not None:
        values["latency"] = Latency(**_values(values["latency"], Latency, (*path, "latency")))
    if values["effects"] is not None:
        known = {effect.value: effect for effect in Effect}
        names = _labels(values["effects"], (*path, "effects"))
        if not names <= known.keys():
            _refuse((*path, "effects"), f"effects out of {', '.join(known)}")
        values["effects"] = frozenset(known[name] for name in names)
    return Tool(**values)


_CHECKS: Final[Mapping[str, tuple[type, ...]]] = {
    "str": (str,), "bool": (bool,), "Schema": (dict, bool), "Schema | None": (dict, bool, type(None)),
    "bool | None": (bool, type(None)), "float": (float, int),
    "int | str | None": (int, str, type(None)), "int | None": (int, type(None)),
    "EffectsFrom": (str,),
}  # fmt: skip
"""What a field of an annotation may hold in JSON."""


def _values(entry: object, kind: type, path: Path) -> dict[str, Any]:
    """The fields of one of our types, all there and of the right type."""
    if not is_object(entry):
        _refuse(path, "an object")
    declared = {one.name: str(one.type) for one in fields(kind)}
    if entry.keys() != declared.keys():
        wrong = min(entry.keys() ^ declared.keys())
        raise Misplaced((*path, wrong), f"`{wrong}` is missing or too many", "write it anew")
    for name, annotation in declared.items():
        _check(entry[name], annotation, (*path, name))
    return dict(entry)


def _check(value: object, annotation: str, path: Path) -> None:
    allowed = _CHECKS.get(annotation)
    if allowed is not None and not isinstance(value, allowed):
        _refuse(path, annotation)


def _of(values: Mapping[str, Any], name: str, kind: type, path: Path) -> Any:  # noqa: ANN401  # JSON
    if not isinstance(values[name], kind):
        _refuse((*path, name), "an object" if kind is dict else "a list")
    return values[name]


def _labels(value: object, path: Path) -> frozenset[str]:
    if not is_list(value) or not all(isinstance(one, str) for one in value):
        _refuse(path, "a list of texts")
    return frozenset(value)


def _refuse(path: Path, wanted: str) -> NoReturn:
    raise Misplaced(path, f"`{path[-1]}` is not {wanted}", "write it anew with `to_dict`")
