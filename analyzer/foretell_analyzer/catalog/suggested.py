"""Takes a name that was misspelt, gives the cure to print behind it."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """`did you mean `x`?`, or nothing if no name is near."""
    from foretell_analyzer.suggestions import nearest  # noqa: PLC0415  # only once something is wrong

    found = nearest(name, candidates, limit=1)
    return f"did you mean `{found[0]}`?" if found else ""
