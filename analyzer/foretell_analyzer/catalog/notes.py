"""What a catalog's check has to say: one note a doubt, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .wording import one_line

NoteSeverity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class CatalogNote:
    """A doubt about a catalog. `kind` is a stable name; `tool` and `parameter` say where."""

    kind: str
    severity: NoteSeverity
    message: str
    help: str
    tool: str | None = None
    parameter: str | None = None

    def __post_init__(self) -> None:
        """Make a safe line of a message: it has names in it that a server chose."""
        object.__setattr__(self, "message", one_line(self.message))
