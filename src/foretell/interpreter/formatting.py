"""Values to text: `str`, `repr`, `format`, `%` and `str.format`, charged before they are done.

Text carries no address: CPython's `<map object at 0x7f…>` is `<map object>` here. Field names of
`str.format` are followed through the attribute gate and the script's own subscripts, never by
CPython.
"""

from __future__ import annotations

import re
from _string import (  # type: ignore[import-not-found]  # private, but all there is
    formatter_field_name_split,
    formatter_parser,
)
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from .kernel import Runtime
from .kinds import type_name
from .measure import ATOMS, MAPPINGS, charge_length, children, is_plain, walk

DIGITS: Final = re.compile(r"\d+")
PLAIN: Final = frozenset({int, float, bool, complex, type(None), str, bytes, bytearray, range})


def to_text(runtime: Runtime, value: Any) -> str:
    """`str(value)`."""
    kind = type(value)
    if kind is str:
        text: str = value
        return text
    if kind in ATOMS:
        return str(value)
    if isinstance(value, BaseException):
        check_error(runtime, value)
        return str(value)
    if has_own_text(kind, "__str__"):
        check_number(runtime, value)
        runtime.charge(4)
        return str(value)
    return represent(runtime, value)


def check_error(runtime: Runtime, error: BaseException) -> None:
    """Charge the text of an exception: that of what it was made with."""
    runtime.charge_size(walk(runtime, error.args))


def represent(runtime: Runtime, value: Any) -> str:
    """`repr(value)`."""
    kind = type(value)
    if kind in ATOMS:
        return repr(value)
    if kind is str or kind is bytes or kind is bytearray:
        runtime.charge_size(len(value))
        return repr(value)
    if isinstance(value, type):
        return represent_type(value)
    check_number(runtime, value)
    if children(value) is None:
        return represent_other(value)
    runtime.charge_size(walk(runtime, value))
    if holds_addresses(value):
        return spell(runtime, value, [])
    return repr(value)


def check_number(runtime: Runtime, value: Any) -> None:
    """Charge the text of numbers that may be long."""
    if isinstance(value, Fraction):
        runtime.charge(value.numerator.bit_length() >> 6)


def represent_type(cls: Any) -> str:
    """`repr` of a class."""
    return repr(cls)


def represent_other(value: Any) -> str:
    """`repr` of what is no container."""
    if has_own_text(type(value), "__repr__"):
        return repr(value)
    return f"<{full_type_name(value)} object>"


def full_type_name(value: object) -> str:
    """The name in CPython's default `repr`."""
    kind = type(value)
    module = kind.__module__
    name = type_name(value)
    return name if module in ("builtins", "foretell") else f"{module}.{name}"


TELLING_ADDRESSES: Final = ("function", "method", "code", "frame", "cell", "generator")


def has_own_text(kind: type, name: str) -> bool:
    """Has a type a text of its own, rather than CPython's default with the address?"""
    for base in kind.__mro__:
        if base is object:
            return False
        if name in base.__dict__:
            return base.__name__ not in TELLING_ADDRESSES
    return False


def holds_addresses(value: object) -> bool:
    """Is there anything in a container whose `repr` would tell its address?"""
    pending = [value]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        inner = children(current)
        if inner is None:
            if not has_own_text(type(current), "__repr__"):
                return True
            continue
        if id(current) in seen:
            continue
        seen.add(id(current))
        pending += [item for item in inner if type(item) not in PLAIN]
    return False


def spell(runtime: Runtime, value: Any, path: list[int]) -> str:
    """`repr` of a container, piece by piece: the way for those that hold values without text."""
    kind = type(value)
    if children(value) is None or kind not in (list, tuple, dict, set, frozenset):
        if kind in MAPPINGS or isinstance(value, (list, tuple, dict)):
            return repr(value) if not holds_addresses(value) else f"{kind.__name__}({{...}})"
        return represent_other(value)
    if id(value) in path:
        if kind is list:
            return "[...]"
        return "{...}" if kind is dict else f"{kind.__name__}(...)"
    path.append(id(value))
    if kind is dict:
        pairs = [
            f"{spell(runtime, key, path)}: {spell(runtime, item, path)}"
            for key, item in value.items()
        ]
        text = f"{{{', '.join(pairs)}}}"
    else:
        items = [spell(runtime, item, path) for item in value]
        body = ", ".join(items)
        if kind is list:
            text = f"[{body}]"
        elif kind is tuple:
            text = f"({body},)" if len(items) == 1 else f"({body})"
        elif kind is frozenset:
            text = f"frozenset({{{body}}})"
        else:
            text = f"{{{body}}}"
    path.pop()
    return text


# --------------------------------------------------------------------------------- specifications


def check_specification(runtime: Runtime, value: Any, specification: str) -> None:
    """Charge the widths and precisions in a format specification."""
    if len(specification) > 3:
        runtime.charge(len(specification) >> 4)
        for digits in DIGITS.findall(specification):
            if len(digits) > 3:
                charge_length(runtime, int(digits[:18]))
    if isinstance(value, Decimal) and value.is_finite():
        charge_length(runtime, abs(value.adjusted()) + len(specification))


def format_value(runtime: Runtime, value: Any, conversion: str, specification: Any) -> str:
    """`format(value, specification)` after `!r`, `!s` or `!a`."""
    if conversion == "r":
        value = represent(runtime, value)
    elif conversion == "s":
        value = to_text(runtime, value)
    elif conversion == "a":
        value = to_ascii(runtime, value)
    elif conversion:
        raise ValueError(f"Unknown conversion specifier {conversion}")
    if not specification:
        kind = type(value)
        if kind is str:
            text: str = value
            return text
        if is_plain(value):
            return to_text(runtime, value)
    if isinstance(specification, str):
        check_specification(runtime, value, specification)
    check_number(runtime, value)
    formatter: Any = type(value).__format__
    if is_plain(value) and formatter is object.__format__ and specification:
        raise TypeError(f"unsupported format string passed to {type_name(value)}.__format__")
    result: str = format(value, specification)
    runtime.charge_size(len(result))
    return result


def to_ascii(runtime: Runtime, value: Any) -> str:
    """`ascii(value)`."""
    text = represent(runtime, value)
    if text.isascii():
        return text
    runtime.charge_size(len(text) * 10)
    return text.encode("ascii", "backslashreplace").decode("ascii")


# ------------------------------------------------------------------------------ % formatting

DIRECTIVE: Final = re.compile(
    r"%(?:\((?P<key>[^()]*(?:\([^()]*\)[^()]*)*)\))?(?P<flags>[#0\- +]*)(?P<width>\*|\d+)?"
    r"(?:\.(?P<precision>\*|\d*))?[hlL]?(?P<kind>.)?",
    re.DOTALL,
)


def check_percent(runtime: Runtime, template: Any, values: Any) -> None:
    """Charge `template % values`: widths, precisions, and the text of what is put in."""
    runtime.charge_size(len(template))
    if isinstance(values, tuple):
        for value in values:
            if (
                isinstance(value, int)
                and not isinstance(value, bool)
                and b"*" in as_bytes(template)
            ):
                charge_length(runtime, abs(value))
    text = template if isinstance(template, str) else template.decode("latin-1")
    if len(text) > 4:
        for digits in DIGITS.findall(text):
            if len(digits) > 3:
                charge_length(runtime, int(digits[:18]))
    walk(runtime, values)


def as_bytes(template: Any) -> bytes:
    """The template as bytes, to look for a sign in it."""
    return template.encode("utf-8", "replace") if isinstance(template, str) else bytes(template)


def percent(runtime: Runtime, template: str, values: Any) -> str:
    """`template % values` for texts, with the text of each value made here."""
    shown: Any = values if is_simple(values) else prepare(runtime, template, values)
    try:
        result: str = template % shown
    except TypeError as error:
        if "Shown" not in str(error):
            raise
    else:
        return result
    spoilt: str = template % values  # CPython says what is wrong with the values themselves
    return spoilt


def is_simple(values: Any) -> bool:
    """Are all values to put in numbers and texts, which C formats as we would?"""
    if type(values) in PLAIN:
        return True
    if type(values) is tuple:
        return PLAIN.issuperset(map(type, values))
    return type(values) is dict and PLAIN.issuperset(map(type, values.values()))


class Shown:
    """A value to be formatted: CPython asks it for its texts, which are made by us."""

    def __init__(self, runtime: Runtime, value: Any) -> None:
        self.runtime = runtime
        self.value = value

    def __str__(self) -> str:
        return to_text(self.runtime, self.value)

    def __repr__(self) -> str:
        return represent(self.runtime, self.value)


class ShownMapping(Shown):
    """Such a value that has items: `%` may leave it unused."""

    def __getitem__(self, key: object) -> object:
        raise KeyError(key)


def prepare(runtime: Runtime, template: str, values: Any) -> Any:
    """The values with those whose text is not CPython's wrapped."""
    if isinstance(values, tuple):
        return tuple(show(runtime, value) for value in values)
    if isinstance(values, dict):
        keys = {match["key"] for match in DIRECTIVE.finditer(template)} - {None}
        if keys:
            return {key: show(runtime, values[key]) for key in keys if key in values} or values
    if isinstance(values, Mapping) or hasattr(type(values), "__getitem__"):
        return values if "%(" in template else ShownMapping(runtime, values)
    return show(runtime, values)


def show(runtime: Runtime, value: Any) -> Any:
    """A value as `%` gets it."""
    if (
        type(value) in PLAIN
        or hasattr(type(value), "__float__")
        or hasattr(type(value), "__index__")
    ):
        return value
    return Shown(runtime, value)


# ------------------------------------------------------------------------------- str.format


def format_text(
    runtime: Runtime, template: str, arguments: list[Any], keywords: Any, depth: int = 2
) -> str:
    """`template.format(*arguments, **keywords)`; `keywords` may be any mapping."""
    return _Formatter(runtime, arguments, keywords).fill(template, depth)


class _Formatter:
    """One call of `str.format`: it numbers `{}` fields across nested templates."""

    def __init__(self, runtime: Runtime, arguments: list[Any], keywords: Any) -> None:
        self.runtime = runtime
        self.arguments = arguments
        self.keywords = keywords
        self.counter = 0
        self.is_numbered: bool | None = None

    def fill(self, template: str, depth: int) -> str:
        """The template with its fields filled in."""
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        runtime = self.runtime
        pieces: list[str] = []
        size = 0
        for literal, field, specification, conversion in formatter_parser(template):
            runtime.charge(1)
            pieces.append(literal)
            size += len(literal)
            if field is not None:
                value = self.find(field)
                inner = specification
                if inner and "{" in inner:
                    inner = self.fill(inner, depth - 1)
                piece = format_value(runtime, value, conversion or "", inner or "")
                pieces.append(piece)
                size += len(piece)
            if size > runtime.item_limit:
                runtime.charge_size(size)
        runtime.charge_size(size)
        return "".join(pieces)

    def find(self, field: str) -> Any:
        """The value of a field: its first name, then `.attribute` and `[item]` by our gates."""
        from .attributes import get_attribute  # noqa: PLC0415 - the gate needs this module
        from .operators import get_item  # noqa: PLC0415 - likewise

        first, rest = formatter_field_name_split(field)
        if first == "" or isinstance(first, int):
            self.check_numbering(numbered=first != "")
        if first == "":
            first = self.counter
            self.counter += 1
        value: Any
        if isinstance(first, int):
            if self.arguments is NO_ARGUMENTS:
                raise ValueError("Format string contains positional fields")
            if first >= len(self.arguments):
                raise IndexError(
                    f"Replacement index {first} out of range for positional args tuple"
                )
            value = self.arguments[first]
        else:
            value = get_item(self.runtime, self.keywords, first)
        for is_attribute, key in rest:
            if is_attribute:
                value = get_attribute(self.runtime, value, key)
            else:
                value = get_item(self.runtime, value, key)
        return value

    def check_numbering(self, *, numbered: bool) -> None:
        """Refuse a mix of `{}` and `{0}`."""
        if self.is_numbered is None:
            self.is_numbered = numbered
        elif self.is_numbered is not numbered:
            kinds = ("automatic field numbering", "manual field specification")
            first, second = kinds if not self.is_numbered else kinds[::-1]
            raise ValueError(f"cannot switch from {first} to {second}")


NO_ARGUMENTS: Final[list[Any]] = []
"""Passed by `format_map`, which has no positional arguments at all."""
