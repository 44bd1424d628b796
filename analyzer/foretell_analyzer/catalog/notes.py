"""What a catalog's check has to say: one note a doubt, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
