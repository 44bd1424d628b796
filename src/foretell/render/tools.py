"""A tool catalog as it was understood: signatures, effects, what is declared, what is doubtful."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from foretell_analyzer.catalog import CatalogNote, Tool, ToolCatalog, signature

from .page import Page, Style
from .safe import cut, one_line, wrap

_STYLES: Final[dict[str, Style]] = {"error": "bad", "warning": "warn", "note": "faint"}
_FROM: Final = {"overlay": "", "hints": " (its server says so)", "nobody": ""}


def render_tools(catalog: ToolCatalog, columns: int) -> Page:
    """What `foretell tools` shows."""
    page = Page(columns)
    for tool in catalog:
        _write_tool(page, tool)
    told = _write_notes(page, catalog.notes)
    count = len(catalog)
    page.line((f"{count} tool{'' if count == 1 else 's'}, {told}", "strong"))
    return page


def tools_to_dict(catalog: ToolCatalog) -> dict[str, Any]:
    """The same for machines."""
    return {
        "digest": catalog.digest,
        "tools": [
            {
                "name": tool.name,
                "wire_name": tool.wire_name,
                "signature": signature(tool),
                "description": tool.description,
                "effects": None if tool.effects is None else _effects(tool),
                "effects_from": tool.effects_from,
                "hints": {
                    "read_only": tool.hints.read_only,
                    "destructive": tool.hints.destructive,
                    "idempotent": tool.hints.idempotent,
                    "open_world": tool.hints.open_world,
                },
                "price": None if tool.price is None else asdict(tool.price),
                "latency": None if tool.latency is None else asdict(tool.latency),
            }
            for tool in catalog
        ],
        "notes": [
            {
                "kind": note.kind,
                "severity": note.severity,
                "message": note.message,
                "help": note.help,
                "tool": note.tool,
                "parameter": note.parameter,
            }
            for note in catalog.notes
        ],
    }


def _effects(tool: Tool) -> list[str]:
    return sorted(effect.value for effect in tool.effects or ())


def _write_tool(page: Page, tool: Tool) -> None:
    shown = one_line(signature(tool, page.columns))
    name, rest = shown[: len(tool.name)], shown[len(tool.name) :]
    page.line((name, "strong"), rest)
    facts = [_effect_words(tool)]
    if tool.wire_name != tool.name:
        facts.append(f"its server calls it `{one_line(tool.wire_name)}`")
    facts += _hint_words(tool)
    if tool.price is not None:
        facts.append(f"${tool.price} a call")
    if tool.latency is not None:
        facts.append(f"{tool.latency} s")
    if tool.idempotent:
        facts.append("may be repeated")
    style: Style = "warn" if tool.effects is None else "faint"
    page.line("    ", (facts[0], style), ("".join(f"; {fact}" for fact in facts[1:]), "faint"))
    description = " ".join(tool.description.split())
    if description:
        page.line("    ", cut(one_line(description), page.columns - 4))


def _effect_words(tool: Tool) -> str:
    if tool.effects is None:
        return "effect unknown, counts as destructive"
    return f"{', '.join(_effects(tool)) or 'no effect'}{_FROM.get(tool.effects_from, '')}"


def _hint_words(tool: Tool) -> list[str]:
    """The hints that are set; nothing is said of those that are not."""
    hints = {
        "read-only": tool.hints.read_only,
        "destructive": tool.hints.destructive,
        "idempotent": tool.hints.idempotent,
        "open-world": tool.hints.open_world,
    }
    told = [word if value else f"not {word}" for word, value in hints.items() if value is not None]
    return [f"hints: {', '.join(told)}"] if told else []


def _write_notes(page: Page, notes: tuple[CatalogNote, ...]) -> str:
    """Add the notes; gives how many there are, in words."""
    page.gap()
    for note in notes:
        told = one_line(f"{note.message}; {note.help}")
        first, *further = wrap(told, page.columns - len(note.severity) - len(note.kind) - 4)
        page.line((f"{note.severity}[{note.kind}]", _STYLES[note.severity]), f": {first}")
        for line in further:
            page.line(f"    {line}")
    counts = {
        severity: sum(note.severity == severity for note in notes)
        for severity in ("error", "warning", "note")
    }
    told = ", ".join(
        f"{count} {severity}{'' if count == 1 else 's'}"
        for severity, count in counts.items()
        if count
    )
    return told or "nothing doubtful"
