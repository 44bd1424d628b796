"""Takes what an MCP client returns, gives the JSON value it stands for.

A client's answer may be JSON or objects (`mcp.types.ListToolsResult`, `Tool`), in either spelling;
objects are read by their attributes, so that no version of a client is needed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .json_types import is_object, is_sequence

_ATTRIBUTES: Final = (
    "name", "title", "description", "inputSchema", "input_schema", "outputSchema", "output_schema",
    "annotations",
)  # fmt: skip
_HINTS: Final = (
    "readOnlyHint", "read_only_hint", "destructiveHint", "destructive_hint", "idempotentHint",
    "idempotent_hint", "openWorldHint", "open_world_hint",
)  # fmt: skip


def json_of(answer: object) -> Any:  # noqa: ANN401  # JSON
    """The JSON value of a client's answer: `tools/list`, its tools, or one tool."""
    if is_object(answer):
        return {key: _inner(key, value) for key, value in answer.items()}
    if is_sequence(answer):
        return [json_of(one) for one in answer]
    tools = getattr(answer, "tools", None)
    if tools is not None and not isinstance(answer, str):
        return {"tools": json_of(list(tools))}
    if hasattr(answer, "name"):
        return _told(answer, _ATTRIBUTES)
    return answer


def _inner(key: object, value: object) -> object:
    if key in {"tools", "result"}:
        return json_of(value)
    return _told(value, _HINTS) if key == "annotations" and _is_object(value) else value


def _told(answer: object, names: tuple[str, ...]) -> dict[str, Any]:
    """The attributes that an object has of those that we know."""
    values = {name: getattr(answer, name, None) for name in names}
    return {name: _inner(name, value) for name, value in values.items() if value is not None}


def _is_object(value: object) -> bool:
    return value is not None and not isinstance(value, Mapping | list | str | bool | int | float)
