"""Takes tool definitions of any form, gives the `ToolCatalog` that scripts are judged by."""

from __future__ import annotations

from .catalogs import OverlaySource, ToolCatalog
from .notes import CatalogNote
from .references import dereference
from .schemas import Checker
from .signatures import shorten, signature, type_text
from .tools import (
    Effect,
    EffectsFrom,
    Hints,
    Latency,
    Price,
    Schema,
    Size,
    Tool,
    ToolParameter,
)
from .violations import Violation, ViolationRule

__all__ = [
    "CatalogNote",
    "Checker",
    "Effect",
    "EffectsFrom",
    "Hints",
    "Latency",
    "OverlaySource",
    "Price",
    "Schema",
    "Size",
    "Tool",
    "ToolCatalog",
    "ToolParameter",
    "Violation",
    "ViolationRule",
    "dereference",
    "shorten",
    "signature",
    "type_text",
]
