"""Takes what a format's reader found out about one tool, gives the `Tool`.

All formats meet here: a reader makes a `Definition`, and `build` turns all definitions of a
catalog into tools, with names, parameters, effects and sizes settled by one set of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .identifiers import identifiers
from .json_places import Path
from .json_types import is_object
from .notes import CatalogNote
from .objects import ObjectView, view
from .references import dereference
from .sizes import declared_sizes, joined_sizes
from .tools import Effect, EffectsFrom, Hints, Schema, Size, Tool, ToolParameter

NO_HINTS: Final = Hints()


@dataclass(frozen=True, slots=True)
class Definition:
    """One tool as its format tells it; `path` is where it stands in the text.

    `positional` names the parameters that may be given by position (`None`: all of them);
    `takes_more` if the format itself says that further arguments are taken (`**kwargs`).
    """

    wire_name: str
    input_schema: Schema | None
    path: Path = ()
    description: str = ""
    output_schema: Schema | None = None
    hints: Hints = NO_HINTS
    effects: frozenset[Effect] | None = None
    is_async: bool | None = None
    may_raise: bool | None = None
    positional: frozenset[str] | None = None
    takes_more: bool = False
    sizes: tuple[Size, ...] = ()
    examples: tuple[Any, ...] = ()


def build(
    definitions: Iterable[Definition], *, trust_hints: bool
) -> tuple[dict[str, Tool], tuple[CatalogNote, ...]]:
    """Make the tools of a catalog, by the names a script calls them."""
    kept: dict[str, Definition] = {}
    notes: list[CatalogNote] = []
    for one in definitions:
        first = kept.setdefault(one.wire_name, one)
        if first is not one:
            notes.append(_duplicate(one, first))
    names = identifiers(kept)
    tools: dict[str, Tool] = {}
    for wire_name, one in kept.items():
        tool, own_notes = _tool(names[wire_name], one, trust_hints=trust_hints)
        tools[tool.name] = tool
        notes += own_notes
    return tools, tuple(notes)


def effects_of(hints: Hints) -> frozenset[Effect] | None:
    """Read a server's hints as effects, the worse where they leave a choice.

    Destructive wins over read-only. What is said not to be read-only writes, and deletes as well
    unless that is denied: MCP's own default for `destructiveHint`.
    """
    if hints.destructive:
        return frozenset({Effect.WRITE, Effect.DELETE})
    if hints.read_only:
        return frozenset({Effect.READ})
    if hints.destructive is False:
        return frozenset({Effect.WRITE})
    if hints.read_only is False:
        return frozenset({Effect.WRITE, Effect.DELETE})
    return None


def _tool(
    name: str, definition: Definition, *, trust_hints: bool
) -> tuple[Tool, tuple[CatalogNote, ...]]:
    schema: Schema = True if definition.input_schema is None else definition.input_schema
    seen = view(schema)
    names = identifiers(seen.properties)
    effects, effects_from = _effects(definition, trust_hints=trust_hints)
    tool = Tool(
        name=name,
        wire_name=definition.wire_name,
        parameters=tuple(
            _parameter(names[wire_name], wire_name, seen, schema, definition)
            for wire_name in seen.properties
        ),
        input_schema=schema,
        description=definition.description,
        output_schema=definition.output_schema,
        admits_extra=seen.is_open or definition.takes_more,
        hints=definition.hints,
        effects=effects,
        effects_from=effects_from,
        sizes=joined_sizes(definition.sizes, declared_sizes(definition.output_schema)),
        may_raise=definition.may_raise,
        is_async=definition.is_async,
        examples=definition.examples,
    )
    return tool, tuple(_renamed(tool))


def _parameter(
    name: str, wire_name: str, seen: ObjectView, root: Schema, definition: Definition
) -> ToolParameter:
    schema = seen.properties[wire_name]
    meant = dereference(schema, root)
    about: Mapping[str, Any] = meant if is_object(meant) else {}
    description = about.get("description")
    return ToolParameter(
        name=name,
        wire_name=wire_name,
        schema=schema,
        is_required=wire_name in seen.required,
        description=description if isinstance(description, str) else "",
        has_default="default" in about,
        default=about.get("default"),
        is_keyword_only=(
            definition.positional is not None and wire_name not in definition.positional
        ),
    )


def _effects(
    definition: Definition, *, trust_hints: bool
) -> tuple[frozenset[Effect] | None, EffectsFrom]:
    if definition.effects is not None:
        return definition.effects, "overlay"
    effects = effects_of(definition.hints) if trust_hints else None
    return effects, "nobody" if effects is None else "hint"


def _duplicate(second: Definition, first: Definition) -> CatalogNote:
    same = second.input_schema == first.input_schema
    return CatalogNote(
        "duplicate-tool",
        "warning" if same else "error",
        f"`{second.wire_name}` is defined twice"
        + (" alike" if same else ", with different parameters"),
        "the first is used; take the other away or rename it",
        tool=second.wire_name,
    )


def _renamed(tool: Tool) -> Iterable[CatalogNote]:
    if tool.name != tool.wire_name:
        yield CatalogNote(
            "renamed-tool",
            "note",
            f"`{tool.wire_name}` is no name in Python; scripts call it `{tool.name}`",
            "nothing to do, if the model is told so",
            tool=tool.name,
        )
    for one in tool.parameters:
        if one.name != one.wire_name:
            yield CatalogNote(
                "renamed-parameter",
                "note",
                f"`{one.wire_name}` is no name in Python; scripts write `{one.name}=`",
                "nothing to do, if the model is told so",
                tool=tool.name,
                parameter=one.name,
            )
