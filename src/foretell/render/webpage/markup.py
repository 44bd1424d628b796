"""Markup that is well-formed by construction: text becomes part of it only escaped.

`Markup` is what `element` made. A bare text is data: control characters and what turns the writing
direction around are shown as escapes (`safe.one_line`), the rest is quoted for HTML and SVG alike.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final

from ..safe import one_line

_VOID: Final = frozenset(("meta", "link", "br", "hr", "rect", "path", "line"))


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


Content = str | Markup | Iterable["Markup"]


def escaped(text: str) -> Markup:
    """Text as markup that shows just this text, on one line."""
    return text if isinstance(text, Markup) else Markup(html.escape(one_line(text), quote=True))


def joined(parts: Iterable[Markup]) -> Markup:
    """One after the other."""
    return Markup("".join(parts))


def element(name: str, /, *content: Content, **attributes: str | float | None) -> Markup:
    """An element; `class_` is `class`, `aria_label` is `aria-label`, `None` leaves one out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(_written(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(escaped(one) if isinstance(one, str) else joined(one) for one in content)
    if name in _VOID:
        return Markup(f"<{name}{given}>" if name in {"meta", "link"} else f"<{name}{given} />")
    return Markup(f"<{name}{given}>{inner}</{name}>")


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
