"""Takes tools, gives notes on what is doubtful about them."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from .lint_schemas import SchemaFault, meta_fault, schema_faults
from .notes import CatalogNote, NoteSeverity
from .tools import Tool

_ORDER: Final[Mapping[str, int]] = {"error": 0, "warning": 1, "note": 2}


def lint(tools: Iterable[Tool]) -> tuple[CatalogNote, ...]:
    """All notes on some tools, tool by tool, the worst first."""
    notes: list[CatalogNote] = []
    for tool in tools:
        own = [note for judge in _JUDGES for note in judge(tool)]
        notes += sorted(dict.fromkeys(own), key=lambda one: _ORDER[one.severity])
    return tuple(notes)


def _shadows(tool: Tool) -> Iterator[CatalogNote]:
    if hasattr(builtins, tool.name):
        yield _note(
            tool, "shadowed-builtin", "warning", f"`{tool.name}` is a builtin of Python as well",
            "rename the tool; scripts may mean the builtin",
        )  # fmt: skip


def _hints(tool: Tool) -> Iterator[CatalogNote]:
    if tool.hints.read_only and tool.hints.destructive:
        yield _note(
            tool, "contradictory-hints", "error", f"`{tool.name}` says it only reads and destroys",
            "say its effect in the overlay; until then it counts as destructive",
        )  # fmt: skip


def _effects(tool: Tool) -> Iterator[CatalogNote]:
    if tool.effects_from == "nobody":
        yield _note(
            tool, "unknown-effect", "note", f"nobody says what `{tool.name}` does",
            "say its effect in the overlay; until then it counts as destructive",
        )  # fmt: skip


def _description(tool: Tool) -> Iterator[CatalogNote]:
    if not tool.description.strip():
        yield _note(
            tool, "no-description", "note", f"`{tool.name}` has no description",
            "describe it: models choose tools by their descriptions",
        )  # fmt: skip


def _schemas(tool: Tool) -> Iterator[CatalogNote]:
    """What is wrong with the schemas; a parameter's own faults are told of the parameter."""
    if tool.input_schema in (True, {}) and not tool.parameters:
        yield _note(
            tool, "no-schema", "warning", f"`{tool.name}` does not say what arguments it takes",
            "give it a schema; until then any argument passes",
        )  # fmt: skip
    told: set[tuple[str, str]] = set()
    for one in tool.parameters:
        for fault in schema_faults(one.schema, tool.input_schema):
            told.add((fault.kind, fault.message))
            yield _fault(tool, fault, f"parameter `{one.name}` of `{tool.name}`", one.name)
    for schema, what in ((tool.input_schema, "the input"), (tool.output_schema, "the result")):
        if schema is None:
            continue
        about = f"{what} of `{tool.name}`"
        meta = meta_fault(schema)
        if meta is not None:
            yield _fault(tool, meta, f"the schema of {about}")
        for fault in schema_faults(schema, schema):
            if (fault.kind, fault.message) not in told or what == "the result":
                yield _fault(tool, fault, about)


def _fault(
    tool: Tool, fault: SchemaFault, subject: str, parameter: str | None = None
) -> CatalogNote:
    return _note(
        tool, fault.kind, fault.severity, f"{subject} {fault.message}", fault.help, parameter
    )


def _note(  # noqa: PLR0913, PLR0917  # the fields of a note
    tool: Tool,
    kind: str,
    severity: NoteSeverity,
    message: str,
    cure: str,
    parameter: str | None = None,
) -> CatalogNote:
    return CatalogNote(kind, severity, message, cure, tool=tool.name, parameter=parameter)


_JUDGES: Final[tuple[Callable[[Tool], Iterator[CatalogNote]], ...]] = (
    _shadows, _hints, _effects, _description, _schemas,
)  # fmt: skip
