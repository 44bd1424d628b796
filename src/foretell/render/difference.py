"""A unified diff as people read it, and what was mended in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from foretell_analyzer.fixes import Mended

from .page import Page, Style
from .safe import one_line

_STYLES: Final[dict[str, Style]] = {"+": "good", "-": "bad", "@": "name", "\\": "faint"}


def write_difference(page: Page, change: str) -> None:
    """Add a unified diff, in colour where there are colours."""
    page.gap()
    for row in change.removesuffix("\n").split("\n"):
        is_head = row.startswith(("--- ", "+++ "))
        style: Style = "strong" if is_head else _STYLES.get(row[:1], "")
        page.line((one_line(row.removesuffix("\r")), style))


def fixed_line(mended: Sequence[Mended], *, is_written: bool) -> str:
    """How many findings were cured, in how many scripts, and what was not."""
    cured = sum(len(one.applied) for one in mended)
    scripts = sum(one.is_changed for one in mended)
    refused = sum(len(one.refused) for one in mended)
    if not cured:
        told = "nothing could be fixed"
    else:
        word = "fixed" if is_written else "would be fixed"
        told = f"{_plural(cured, 'finding')} in {_plural(scripts, 'script')} {word}"
    if refused:
        told += f"; the fix of {_plural(refused, 'other')} would bring another finding"
    return told


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
