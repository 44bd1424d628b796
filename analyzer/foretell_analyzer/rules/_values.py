"""What rules on values share: words for types and for where a value came from."""

from __future__ import annotations

from foretell_analyzer.facts import Facts
from foretell_analyzer.values.value import Value


def shown_type(kind: str) -> str:
    """A type in the script's words."""
    return "None" if kind == "NoneType" else kind


def shown_origin(facts: Facts, value: Value) -> str:
    """Where a value came from, if it came from one place: `search_email[].body`."""
    if len(value.origins) != 1:
        return ""
    (origin,) = value.origins
    return f"{origin.name}{origin.path}" if origin.name in facts.catalog.tools else ""
