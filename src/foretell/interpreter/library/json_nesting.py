"""How deep a JSON text is nested: its decoder's stack is C's."""

from __future__ import annotations

import re
from typing import Final

from mypy_extensions import i64

ESCAPES: Final = re.compile(r"\\.", re.DOTALL)
OTHERS: Final = bytes(code for code in range(256) if code not in b'[]{}"')
QUOTE: Final = ord('"')
SQUARE_END: Final = ord("]")
CURLY_END: Final = ord("}")


def find_nesting(text: str) -> int:
    """How many brackets are open at once, at most, outside of strings."""
    if "\\" in text:
        text = ESCAPES.sub("", text)
    signs = text.encode("utf-8", "surrogatepass").translate(None, OTHERS)
    depth: i64 = 0
    deepest: i64 = 0
    is_quoted = False
    for place in range(len(signs)):
        sign = signs[place]
        if sign == QUOTE:
            is_quoted = not is_quoted
        elif is_quoted:
            continue
        elif sign == SQUARE_END or sign == CURLY_END:  # noqa: PLR1714, SIM109 - compiled, quicker
            depth -= 1
        else:
            depth += 1
            if depth > deepest:  # noqa: PLR1730 - compiled, `max` would make objects
                deepest = depth
    return int(deepest)
