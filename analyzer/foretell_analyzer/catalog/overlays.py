"""Takes an overlay's TOML, gives what it says of each tool, and lays it over a catalog.

    trust_hints = false              # optional: do not read the server's hints as effects
    [defaults]                       # for every tool
    [tools."get_*"]                  # for every tool that fits; a longer pattern wins
    [tools.search]                   # for one tool, by either of its names; wins over patterns

The overlay is local and wins over all that a server says. A misspelt key, a tool that does not
exist and a wrong value are errors with their place: a line that has no effect must not look as if
it had one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from foretell_analyzer.errors import CatalogError
from foretell_analyzer.toml_places import Path, Places

from .documents import Document, Misplaced, plain
from .json_types import is_object
from .notes import CatalogNote
from .overlay_keys import KEYS, WrongValue
from .sizes import joined_sizes
from .suggested import did_you_mean
from .tools import Price, Size, Tool
from .wording import one_line

Saying = Mapping[str, Any]
"""What one table says, by key, in our types."""

_TOP = ("defaults", "tools", "trust_hints")


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay as read: its defaults and its tables by name or pattern."""

    document: Document
    defaults: Saying = field(default_factory=dict[str, Any])
    tables: Mapping[str, Saying] = field(default_factory=dict[str, Saying])
    trust_hints: bool | None = None

    def error(self, message: str, cure: str, path: Path) -> CatalogError:
        """Make the error for a key; the nearest key around it is pointed at."""
        if not self.document.text:
            where = ".".join(map(str, path))
            return CatalogError(one_line(f"{self.document.name}: `{where}` {message}; {cure}"))
        found = Places(self.document.text).keys
        while path and path not in found:
            path = path[:-1]
        label = f"`{path[-1]}` " if path else ""
        return self.document.error(label + message, cure, found.get(path, 0))


def read_overlay(document: Document) -> Overlay:
    """Read the TOML text of an overlay."""
    try:
        value = tomllib.loads(document.text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(document, error) from None
    except RecursionError:
        raise document.error("is nested too deep for TOML", "flatten it", 0) from None
    return overlay_of(value, document)


def overlay_of(value: Mapping[str, Any], document: Document | None = None) -> Overlay:
    """Read an overlay that is a mapping already."""
    bare = Overlay(document or Document("the overlay", ""))
    try:
        content = plain(value)
    except Misplaced as error:
        raise bare.error(error.message, error.cure, tuple(map(str, error.path))) from None
    for key in content:
        if key not in _TOP:
            cure = did_you_mean(key, _TOP) or "there are `defaults`, `tools` and `trust_hints`"
            raise bare.error("is no key of an overlay", cure, (key,))
    trust_hints = content.get("trust_hints")
    if trust_hints is not None and not isinstance(trust_hints, bool):
        raise bare.error("takes true or false", "give true or false", ("trust_hints",))
    tools = content.get("tools", {})
    if not is_object(tools):
        raise bare.error("is no table", "write `[tools.NAME]`", ("tools",))
    return replace(
        bare,
        defaults=_saying(bare, content.get("defaults", {}), ("defaults",)),
        tables={name: _saying(bare, one, ("tools", name)) for name, one in tools.items()},
        trust_hints=trust_hints,
    )


def apply_overlay(
    overlay: Overlay, tools: Mapping[str, Tool]
) -> tuple[dict[str, Tool], tuple[CatalogNote, ...]]:
    """Lay an overlay over the tools of a catalog."""
    by_wire = {tool.wire_name: name for name, tool in tools.items()}
    exact: dict[str, Saying] = {}
    patterns: dict[str, Saying] = {}
    notes: list[CatalogNote] = []
    for name, saying in overlay.tables.items():
        known = name if name in tools else by_wire.get(name)
        if known is not None:
            if known in exact:
                raise overlay.error("is said twice", "join the two tables", ("tools", name))
            exact[known] = saying
            _check_parameters(overlay, ("tools", name), saying, [tools[known]])
        elif _is_pattern(name):
            patterns[name] = saying
            fitting = [tool for tool in tools.values() if _fits(name, tool)]
            notes += [] if fitting else [_idle(name)]
            _check_parameters(overlay, ("tools", name), saying, fitting)
        else:
            cure = did_you_mean(name, (*tools, *by_wire)) or "take it away or check the catalog"
            raise overlay.error("is no tool of the catalog", cure, ("tools", name))
    _check_parameters(overlay, ("defaults",), overlay.defaults, list(tools.values()))
    ordered = sorted(patterns, key=lambda one: (len(one), one))
    laid: dict[str, Tool] = {}
    for name, tool in tools.items():
        saying = dict(overlay.defaults)
        for pattern in ordered:
            if _fits(pattern, tool):
                saying |= patterns[pattern]
        saying |= exact.get(name, {})
        laid[name] = _lay(tool, saying)
    return laid, tuple(notes)


def _saying(overlay: Overlay, table: object, path: Path) -> Saying:
    if not is_object(table):
        raise overlay.error("is no table", f"write `[{'.'.join(map(str, path))}]`", path)
    saying: dict[str, Any] = {}
    for key, value in table.items():
        known = KEYS.get(key)
        if known is None:
            cure = did_you_mean(key, KEYS) or f"there are {', '.join(KEYS)}"
            raise overlay.error("is no key of a tool", cure, (*path, key))
        try:
            saying[key] = known.read(value)
        except WrongValue as error:
            raise overlay.error(error.message, error.cure, (*path, key, *error.steps)) from None
    return saying


def _check_parameters(overlay: Overlay, path: Path, saying: Saying, tools: list[Tool]) -> None:
    """Every parameter that is named must be one of a tool that the table is about."""
    if not tools:
        return
    for steps, name in _named_parameters(saying):
        if not any(_own_parameter(tool, name) for tool in tools):
            names = [one.name for tool in tools for one in tool.parameters]
            about = f"tool `{tools[0].name}`" if len(tools) == 1 else "any tool it is about"
            cure = did_you_mean(name, names) or "name one of its parameters"
            raise overlay.error(f"names `{name}`, no parameter of {about}", cure, (*path, *steps))


def _named_parameters(saying: Saying) -> Iterable[tuple[Path, str]]:
    for name in saying.get("sink", {}):
        if name:
            yield ("sink", name), name
    for key in ("max_items", "max_length"):
        if isinstance(saying.get(key), str):
            yield (key,), saying[key]
    if "price" in saying:
        for name in saying["price"].per_char:
            yield ("price", "per_char", name), name
    for size in saying.get("sizes", ()):
        if isinstance(size.at_most, str):
            yield ("sizes", size.path), size.at_most


def _lay(tool: Tool, saying: Saying) -> Tool:
    """The tool with what the overlay says of it."""
    changes: dict[str, Any] = {
        field_name: saying[key] for key, field_name in _PLAIN.items() if key in saying
    }
    if "effect" in saying:
        changes["effects_from"] = "overlay"
    if "sink" in saying:
        changes["sinks"] = _sinks(tool, saying["sink"])
    if "price" in saying:
        changes["price"] = _price(tool, saying["price"])
    sizes = list(_sizes(tool, saying))
    if sizes:
        changes["sizes"] = joined_sizes(sizes, tool.sizes)
    return replace(tool, **changes) if changes else tool


_PLAIN = {
    "effect": "effects", "source": "sources", "latency": "latency",
    "idempotent": "idempotent", "may_raise": "may_raise", "async": "is_async",
    "examples": "examples", "description": "description",
}  # fmt: skip


def _sinks(tool: Tool, said: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Labels by parameter; those of the whole tool go to each."""
    if "" in said:
        return {one.name: said[""] for one in tool.parameters}
    own = {name: _own_parameter(tool, name) for name in said}
    return {known: said[name] for name, known in own.items() if known}


def _price(tool: Tool, said: Price) -> Price:
    """With the names that scripts give the parameters; others are not this tool's."""
    own = {_own_parameter(tool, name): amount for name, amount in said.per_char.items()}
    return Price(said.fixed, {name: amount for name, amount in own.items() if name})


def _sizes(tool: Tool, saying: Saying) -> Iterable[Size]:
    whole = Size("", saying.get("max_items"), saying.get("assumed_items"))
    length = Size("", saying.get("max_length"), saying.get("assumed_length"))
    for size in (whole, length, *saying.get("sizes", ())):
        at_most = size.at_most
        if isinstance(at_most, str):
            at_most = _own_parameter(tool, at_most)
        if at_most is not None or size.assumed is not None:
            yield Size(size.path, at_most, size.assumed)


def _own_parameter(tool: Tool, name: str) -> str | None:
    """The name that scripts use for the parameter that an overlay calls by either name."""
    return next((one.name for one in tool.parameters if name in {one.name, one.wire_name}), None)


def _is_pattern(name: str) -> bool:
    return any(character in name for character in "*?[")


def _fits(pattern: str, tool: Tool) -> bool:
    return fnmatchcase(tool.name, pattern) or fnmatchcase(tool.wire_name, pattern)


def _idle(pattern: str) -> CatalogNote:
    return CatalogNote(
        "idle-pattern",
        "warning",
        f"the overlay's pattern `{pattern}` fits no tool",
        "take it away or correct it",
    )


def _syntax_error(document: Document, error: tomllib.TOMLDecodeError) -> CatalogError:
    message, _, place = str(error).partition(" (at ")
    offset = len(document.text)
    numbers = re.findall(r"\d+", place)
    if len(numbers) == 2:
        lines = document.text.splitlines(keepends=True)[: int(numbers[0]) - 1]
        offset = sum(map(len, lines)) + int(numbers[1]) - 1
    message = f"is no TOML: {message[:1].lower()}{message[1:]}"
    return document.error(message, "fix the syntax here", offset)
