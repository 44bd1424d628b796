"""Literals: the values of numbers and strings, worked out without evaluating any text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import libcst

from ..ir import Constant, Expression, FormattedString, FormattedValue
from .builder import Builder, NotLowered

_ESCAPE: Final = re.compile(
    r"\\(?:(\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|N\{([^}]*)\}"
    r"|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([xNuU]))"
)
_BYTES_ESCAPE: Final = re.compile(r"\\(?:(\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|(x))")
_SIMPLE: Final = dict(zip("\\'\"abfnrtv", "\\'\"\a\b\f\n\r\t\v", strict=True))


def integer(builder: Builder, node: libcst.Integer) -> Constant:
    """`1_000`, `0xff`."""
    try:
        value = int(node.value.replace("_", ""), 0)
    except ValueError:
        raise NotLowered(node, "an integer literal has too many digits") from None
    return Constant(builder.index(node), value)


def floating(builder: Builder, node: libcst.Float) -> Constant:
    """`1.5e3`."""
    return Constant(builder.index(node), float(node.value.replace("_", "")))


def imaginary(builder: Builder, node: libcst.Imaginary) -> Constant:
    """`2j`."""
    return Constant(builder.index(node), complex(node.value.replace("_", "")))


def ellipsis(builder: Builder, node: libcst.Ellipsis) -> Constant:
    """`...`."""
    return Constant(builder.index(node), ...)


def string(builder: Builder, node: libcst.SimpleString) -> Constant:
    """A string or bytes literal."""
    return Constant(builder.index(node), _string_value(node))


def _string_value(node: libcst.SimpleString) -> str | bytes:
    prefix = node.prefix.lower()
    quotes = len(node.quote)
    text = _line_ends(node.value[len(prefix) + quotes : -quotes])
    if "b" in prefix:
        if not text.isascii():
            raise NotLowered(node, "bytes can only contain ASCII literal characters")
        plain = text if "r" in prefix else _unescape(node, text, _BYTES_ESCAPE)
        return plain.encode("latin-1")
    return text if "r" in prefix else _unescape(node, text, _ESCAPE)


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _unescape(node: libcst.CSTNode, text: str, escape: re.Pattern[str]) -> str:  # noqa: C901 - one case for each escape
    if "\\" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        newline, simple, octal, two, *rest = match.groups()
        if newline is not None:
            return ""
        if simple is not None:
            return _SIMPLE[simple]
        if octal is not None:
            code = int(octal, 8)
            return chr(code & 0xFF if escape is _BYTES_ESCAPE else code)
        if two is not None:
            return chr(int(two, 16))
        *unicode, broken = rest
        if broken is not None:
            raise NotLowered(node, f"the escape `\\{broken}` is incomplete")
        name, four, eight = unicode
        if name is not None:
            try:
                character = unicodedata.lookup(name)
            except KeyError:
                character = ""
            if len(character) != 1:  # names of sequences are not for literals
                raise NotLowered(node, f"there is no character named `{name}`")
            return character
        code = int(four or eight, 16)
        if code > 0x10FFFF:
            raise NotLowered(node, f"`\\U{eight}` is no character")
        return chr(code)

    return escape.sub(value, text)


def concatenated(builder: Builder, node: libcst.ConcatenatedString) -> Expression:
    """Adjacent literals are one: text, bytes, or an f-string if any of them is one."""
    index = builder.index(node)
    pieces: list[libcst.SimpleString | libcst.FormattedString] = []
    rest: libcst.BaseExpression = node
    while isinstance(rest, libcst.ConcatenatedString):
        pieces.append(rest.left)
        rest = rest.right
    pieces.append(rest)  # type: ignore[arg-type]  # the right end is a string of either kind
    plain = [_string_value(one) for one in pieces if isinstance(one, libcst.SimpleString)]
    if any(isinstance(one, bytes) for one in plain):
        if len(plain) < len(pieces) or not all(isinstance(one, bytes) for one in plain):
            raise NotLowered(node, "cannot mix bytes and nonbytes literals")
        return Constant(index, b"".join(one for one in plain if isinstance(one, bytes)))
    if len(plain) == len(pieces):
        return Constant(index, "".join(one for one in plain if isinstance(one, str)))
    parts: list[Constant | FormattedValue] = []
    for piece in pieces:
        if isinstance(piece, libcst.SimpleString):
            parts.append(Constant(builder.index(piece), _string_value(piece)))
        else:
            parts.extend(_parts(builder, piece.parts, piece, is_raw="r" in piece.start.lower()))
    return FormattedString(index, _merged(parts))


def formatted(builder: Builder, node: libcst.FormattedString) -> FormattedString:
    """An f-string."""
    index = builder.index(node)
    parts = _parts(builder, node.parts, node, is_raw="r" in node.start.lower())
    return FormattedString(index, _merged(parts))


def _parts(
    builder: Builder,
    contents: Sequence[libcst.BaseFormattedStringContent],
    owner: libcst.CSTNode,
    *,
    is_raw: bool,
) -> list[Constant | FormattedValue]:
    parts: list[Constant | FormattedValue] = []
    for content in contents:
        if isinstance(content, libcst.FormattedStringText):
            text = _line_ends(content.value).replace("{{", "{").replace("}}", "}")
            value = text if is_raw else _unescape(content, text, _ESCAPE)
            parts.append(Constant(builder.index(content), value))
            continue
        assert isinstance(content, libcst.FormattedStringExpression)  # there are two kinds
        conversion = content.conversion or ""
        if conversion not in ("", "s", "r", "a"):
            raise NotLowered(content, "an f-string conversion is one of `!s`, `!r`, `!a`")
        if content.equal is not None:
            parts.append(Constant(builder.index(content), _shown_text(content)))
            if not conversion and content.format_spec is None:
                conversion = "r"
        index = builder.index(content)
        expression = builder.expression(content.expression)
        specification = None
        if content.format_spec is not None:
            inner = builder.index(content)
            spec_parts = _parts(builder, content.format_spec, owner, is_raw=is_raw)
            specification = FormattedString(inner, _merged(spec_parts))
        parts.append(FormattedValue(index, expression, conversion, specification))
    return parts


def _shown_text(content: libcst.FormattedStringExpression) -> str:
    """The source of `{expression = }` up to and with the sign and the space behind it."""
    assert content.equal is not None
    state = libcst.Module([])
    before = state.code_for_node(content.whitespace_before_expression)
    return _line_ends(
        before + state.code_for_node(content.expression) + state.code_for_node(content.equal)
    )


def _merged(parts: list[Constant | FormattedValue]) -> tuple[Constant | FormattedValue, ...]:
    """Adjacent constant pieces as one, empty ones left out."""
    result: list[Constant | FormattedValue] = []
    for part in parts:
        last = result[-1] if result else None
        if isinstance(part, Constant):
            if part.value == "":
                continue
            if isinstance(last, Constant):
                result[-1] = Constant(last.index, f"{last.value}{part.value}")
                continue
        result.append(part)
    return tuple(result)
