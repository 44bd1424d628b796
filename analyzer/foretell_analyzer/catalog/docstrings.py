"""Takes a docstring, gives its summary and what it says of each parameter.

Google's style (`Args:`) and Sphinx's (`:param name:`) are read; anything else is all summary.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_SECTION: Final = re.compile(
    r"^(Args|Arguments|Parameters|Params|Returns?|Raises|Yields?|Examples?|Notes?|Warnings?):\s*$"
)
_ARGUMENTS: Final = frozenset({"Args", "Arguments", "Parameters", "Params"})
_ENTRY: Final = re.compile(r"^\*{0,2}(\w+)\s*(?:\([^)]*\))?:\s*(.*)$")
_SPHINX: Final = re.compile(r"^:param\s+(?:[^:]*\s)?(\w+):\s*(.*)$")


class Docstring(NamedTuple):
    """The summary, and the description of each parameter by its name."""

    summary: str
    parameters: dict[str, str]


def read_docstring(text: str | None) -> Docstring:
    """Split a docstring."""
    reader = _Reader()
    for line in inspect.cleandoc(text or "").splitlines():
        reader.take(line)
    return Docstring("\n".join(reader.summary).strip(), reader.parameters)


@dataclass(slots=True)
class _Reader:
    """Goes through a docstring line by line."""

    summary: list[str] = field(default_factory=list[str])
    parameters: dict[str, str] = field(default_factory=dict[str, str])
    section: str = ""
    indent: int = 0
    name: str = ""

    def take(self, line: str) -> None:
        heading, sphinx = _SECTION.match(line), _SPHINX.match(line)
        if heading:
            self.section, self.indent, self.name = heading.group(1), 0, ""
        elif sphinx:
            self.section, self.name = "sphinx", sphinx.group(1)
            self.parameters[self.name] = sphinx.group(2).strip()
        elif line.startswith(":"):
            self.section, self.name = "field", ""
        elif line.strip() and not line.startswith(" "):  # text at the margin ends a section
            self.section = ""
            self.summary.append(line)
        elif not self.section:
            self.summary.append(line)
        elif line.strip():
            self.describe(line)

    def describe(self, line: str) -> None:
        """Read a line of a section: an entry of it, or more of the entry before."""
        depth = len(line) - len(line.lstrip())
        self.indent = self.indent or depth
        entry = _ENTRY.match(line.strip()) if self.section in _ARGUMENTS else None
        if entry and depth <= self.indent:
            self.name = entry.group(1)
            self.parameters[self.name] = entry.group(2)
        elif self.name:
            self.parameters[self.name] = f"{self.parameters[self.name]} {line.strip()}".strip()
