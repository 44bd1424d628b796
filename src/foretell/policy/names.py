"""The nearest right name to one that is not there, for the ends of error messages."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """Give `; did you mean …?`, or nothing where no name is near."""
    from foretell_analyzer.suggestions import nearest as find  # noqa: PLC0415  # only for mistakes

    found = find(name, known, limit=1)
    return f"; did you mean `{found[0]}`?" if found else ""
