"""Takes a message with names of others in it, gives one line that is safe to print."""

from __future__ import annotations


def one_line(text: str) -> str:
    """Fold white space, and show control characters instead of sending them to a terminal."""
    folded = " ".join(text.split())
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in folded)
