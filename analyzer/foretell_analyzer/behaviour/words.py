"""Code in a line of its own."""

from __future__ import annotations


def shortened(text: str, width: int = 60) -> str:
    """One line of text, cut in the middle where it is long."""
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    half = (width - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
