"""What format strings ask for: positions, names, and codes for types."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Final, NamedTuple

_PERCENT: Final = re.compile(
    r"%(?:\((?P<name>[^()]*)\))?[#0\- +]*(?P<width>\*|\d+)?(?:\.(?P<digits>\*|\d+)?)?[hlL]?(?P<code>.|$)",
    re.DOTALL,
)
_PERCENT_CODES: Final = frozenset("diouxXeEfFgGcrsa")
_NUMBER_CODES: Final = frozenset("diouxXeEfFgG")
_NO_NUMBERS: Final = frozenset({"str", "NoneType", "list", "dict", "tuple", "set"})
_LARGE: Final = re.compile(r"\d{5}")
_SAMPLES: Final[Mapping[str, object]] = {
    "str": "", "int": 1, "float": 1.5, "bool": True, "NoneType": None, "list": [], "dict": {},
    "tuple": (), "set": set[int](), "bytes": b"",
}  # fmt: skip


class Asked(NamedTuple):
    """The values that a format asks for: how many by position, which names, which codes.

    `codes` are of values by position: the position, and the code where it is not empty.
    """

    places: int
    names: frozenset[str]
    codes: tuple[tuple[int, str], ...]


def asked_by_format(text: str) -> Asked | str:
    """What `text.format` asks for, or why it is no format."""
    try:
        return _asked(text)
    except ValueError as error:
        return str(error)


def _asked(text: str) -> Asked:
    names: set[str] = set()
    codes: list[tuple[int, str]] = []
    following = count = 0
    has_numbers = False
    pending = [text]
    while pending:
        for _, field, code, _ in string.Formatter().parse(pending.pop(0)):
            if field is None:
                continue
            first = re.split(r"[.\[]", field, maxsplit=1)[0]
            if first and not first.isdecimal():
                names.add(first)
                position = -1
            else:
                has_numbers = has_numbers or bool(first)
                position = int(first) if first else following
                following += not first
                count = max(count, position + 1)
            if code and "{" in code:
                pending.append(code)
            elif code and position >= 0 and first == field:
                codes.append((position, code))
    if has_numbers and following:
        raise ValueError("it numbers some places, and not others")
    return Asked(count, frozenset(names), tuple(codes))


def asked_by_percent(text: str) -> Asked | str:
    """What `text %` asks for, or why it is no format."""
    names: set[str] = set()
    codes: list[tuple[int, str]] = []
    count = at = 0
    while (at := text.find("%", at)) >= 0:
        found = _PERCENT.match(text, at)
        assert found is not None
        at = found.end()
        code = found["code"]
        if code == "%":
            continue
        if code not in _PERCENT_CODES or not code:
            return f"`%{code}` is no code" if code else "it ends in `%`"
        count += (found["width"] == "*") + (found["digits"] == "*")
        if found["name"] is not None:
            names.add(found["name"])
            continue
        codes.append((count, code))
        count += 1
    return Asked(count, frozenset(names), tuple(codes))


def percent_refuses(kind: str, code: str) -> bool:
    """Does a code of `%` refuse values of a type?"""
    return code in _NUMBER_CODES and kind in _NO_NUMBERS


def is_refused(kind: str, code: str) -> bool:
    """Does a type refuse a format code? Asked of Python itself, with a sample value."""
    if kind not in _SAMPLES or _LARGE.search(code):
        return False
    try:
        format(_SAMPLES[kind], code)
    except (ValueError, TypeError):
        return True
    return False
