"""Takes tool definitions of any known form, gives the `ToolCatalog` that a script is judged by."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from foretell_analyzer.errors import CatalogError

from .definitions import Definition, build
from .documents import Document, Misplaced, parse_json, path_text, plain, read_document
from .formats import read_tools
from .functions import read_functions
from .identifiers import is_identifier
from .json_types import is_object
from .lint import lint
from .notes import CatalogNote
from .overlays import Overlay, apply_overlay, overlay_of, read_overlay
from .records import Record, digest_of, is_record, record_of, tools_of
from .schemas import Checker
from .servers import json_of
from .stubs import read_stub
from .suggested import did_you_mean
from .tools import Tool
from .wording import one_line

OverlaySource = str | Path | Mapping[str, Any] | bool | None
"""An overlay: its file or its content; `True` or `None` for the one beside the catalog, `False`
for none."""


@dataclass(frozen=True)
class ToolCatalog:
    """The tools a script may call, by the names it calls them.

    Effects come from the overlay, else from the server's hints unless `trust_hints` is false;
    `Tool.effects_from` says which. `notes` tell what is doubtful about the definitions; they cost
    time and are made when first asked for.
    """

    tools: Mapping[str, Tool] = field(default_factory=dict[str, Tool])
    _found: tuple[CatalogNote, ...] = field(default=(), repr=False, compare=False)
    _checkers: dict[str, Checker] = field(
        default_factory=dict[str, Checker], init=False, repr=False, compare=False
    )

    @classmethod
    def load(
        cls, path: str | Path, overlay: OverlaySource = None, *, trust_hints: bool | None = None
    ) -> ToolCatalog:
        """Read a file: JSON of any known format, or a Python stub (`.pyi`, `.py`).

        Beside `tools.json` the file `tools.overlay.toml` is used where it exists, unless an
        overlay is given. `trust_hints` defaults to what the overlay says, else to true.
        """
        document = read_document(path)
        beside = Path(path).with_suffix(".overlay.toml")
        if overlay is None or overlay is True:
            overlay = beside if os.path.isfile(beside) else None  # noqa: PTH113  # of any name
        suffix = Path(path).suffix.lower()
        if suffix in {".py", ".pyi"}:
            return _catalog(*read_stub(document), overlay, trust_hints=trust_hints)
        if suffix in {".toml", ".yaml", ".yml"}:
            raise document.error(
                f"is no tool catalog but `{suffix}`",
                "give JSON or a Python stub; an overlay goes beside it as `NAME.overlay.toml`",
            )
        if suffix != ".json" and document.text.lstrip()[:1] not in {"{", "["}:
            return _catalog(*read_stub(document), overlay, trust_hints=trust_hints)
        try:
            return _from_json(parse_json(document), overlay, trust_hints=trust_hints)
        except Misplaced as fault:
            raise document.misplaced(fault) from None

    @classmethod
    def from_functions(
        cls,
        functions: Mapping[str, Callable[..., Any]] | Iterable[Callable[..., Any]],
        overlay: OverlaySource = None,
    ) -> ToolCatalog:
        """Read Python callables by their signatures, annotations and docstrings."""
        return _placed(lambda: _catalog(read_functions(functions), (), overlay, trust_hints=None))

    @classmethod
    def from_mcp(
        cls, answer: object, overlay: OverlaySource = None, *, trust_hints: bool | None = None
    ) -> ToolCatalog:
        """Read what an MCP server answered to `tools/list`, as JSON or as a client's objects."""

        def read() -> ToolCatalog:
            value = plain(json_of(answer))
            return _catalog(*read_tools(value), overlay, trust_hints=trust_hints)

        return _placed(read)

    @classmethod
    def from_stub(
        cls, text: str, overlay: OverlaySource = None, *, name: str = "stub.pyi"
    ) -> ToolCatalog:
        """Read the text of a Python stub; nothing of it runs."""
        return _catalog(*read_stub(Document(name, text)), overlay, trust_hints=None)

    @classmethod
    def from_dict(
        cls, value: object, overlay: OverlaySource = None, *, trust_hints: bool | None = None
    ) -> ToolCatalog:
        """Read a JSON value of any known format, our own (`to_dict`) among them.

        Our own form is believed in all it says; for what a server sends there is `from_mcp`.
        """
        return _placed(lambda: _from_json(plain(value), overlay, trust_hints=trust_hints))

    def to_dict(self) -> Record:
        """The catalog as JSON; `from_dict` reads it back to an equal one."""
        record: Record = plain(record_of(self.tools.values()))
        return record

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that matters, the overlay included; independent of the order of keys."""
        return digest_of(self.tools.values())

    @cached_property
    def notes(self) -> tuple[CatalogNote, ...]:
        """What is doubtful about the definitions."""
        return (*self._found, *lint(self.tools.values()))

    def lookup(self, name: str) -> Tool | None:
        """The tool that a script calls by this name."""
        return self.tools.get(name)

    def checker(self, name: str) -> Checker:
        """The compiled schemas of a tool, made once."""
        checker = self._checkers.get(name)
        if checker is None:
            checker = self._checkers[name] = Checker(self[name])
        return checker

    def with_overlay(self, overlay: str | Path | Mapping[str, Any]) -> ToolCatalog:
        """The catalog with a further overlay on top."""
        read = _overlay(overlay)
        tools, notes = apply_overlay(read, self.tools)
        return ToolCatalog(tools, (*self._found, *notes))

    def with_prefix(self, prefix: str) -> ToolCatalog:
        """The catalog with every name begun by a prefix, so that it can be merged."""
        if not is_identifier(f"{prefix}x"):
            raise CatalogError(
                one_line(f"`{prefix}` begins no name in Python; use letters, digits and `_`")
            )
        renamed = [replace(tool, name=f"{prefix}{tool.name}") for tool in self.tools.values()]
        return ToolCatalog({tool.name: tool for tool in renamed}, self._found)

    def merge(self, *others: ToolCatalog) -> ToolCatalog:
        """All tools of several catalogs; two different tools of one name are refused."""
        tools = dict(self.tools)
        for other in others:
            for name, tool in other.tools.items():
                if tools.setdefault(name, tool) != tool:
                    raise CatalogError(
                        f"`{name}` is in both catalogs and not the same; use `with_prefix` on one"
                    )
        return ToolCatalog(tools, sum((other._found for other in others), self._found))  # noqa: SLF001  # our own class

    def __getitem__(self, name: str) -> Tool:
        tool = self.tools.get(name)
        if tool is None:
            cure = did_you_mean(name, self.tools) or "check the catalog"
            raise CatalogError(one_line(f"there is no tool `{name}`; {cure}"))
        return tool

    def __contains__(self, name: object) -> bool:
        return name in self.tools

    def __iter__(self) -> Iterator[Tool]:
        return iter(self.tools.values())

    def __len__(self) -> int:
        return len(self.tools)


def _from_json(value: object, overlay: OverlaySource, *, trust_hints: bool | None) -> ToolCatalog:
    if is_object(value) and is_record(value):
        catalog = ToolCatalog(tools_of(value))
        if overlay is None or isinstance(overlay, bool):
            return catalog
        return catalog.with_overlay(overlay)
    return _catalog(*read_tools(value), overlay, trust_hints=trust_hints)


def _catalog(
    definitions: Iterable[Definition],
    found: tuple[CatalogNote, ...],
    overlay: OverlaySource,
    *,
    trust_hints: bool | None,
) -> ToolCatalog:
    read = None if overlay is None or isinstance(overlay, bool) else _overlay(overlay)
    if trust_hints is None:
        trust_hints = read is None or read.trust_hints is not False
    tools, notes = build(definitions, trust_hints=trust_hints)
    if read is not None:
        tools, idle = apply_overlay(read, tools)
        notes += idle
    return ToolCatalog(tools, (*found, *notes))


def _overlay(source: str | Path | Mapping[str, Any]) -> Overlay:
    if is_object(source):
        return overlay_of(source)
    return read_overlay(read_document(source))


def _placed(read: Callable[[], ToolCatalog]) -> ToolCatalog:
    """Turn a fault in a value that has no text into an error that names its path."""
    try:
        return read()
    except Misplaced as fault:
        where = path_text(fault.path) or "the catalog"
        raise CatalogError(one_line(f"{where}: {fault.message}; {fault.cure}")) from None
