r"""Where each node stands: the tree is read again next to the text, token by token.

LibCST keeps no positions. It keeps the space between tokens, but not all of it (a form feed, a `\\`
before the first line), and its code generation, made for writing, costs half a parse. So we follow
the text instead: `layouts` says which tokens a kind of node is written with, a token's width is
known, and what lies before it, be it space, comment or line end, is whatever the text has there.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import libcst as cst

from ..source import Span
from .layouts import BEGIN, END, LAYOUTS, TOKENS, Layout

_SPACE: Final = re.compile(r"(?:[ \t\f\r\n;\ufeff]|\\\r?\n|\\\r|#[^\r\n]*)*")
"""What may lie between two tokens; `;` is no part of any node."""


def places(module: cst.Module, origins: Sequence[object], text: str) -> list[Span]:
    """The span of each origin in `text`, whose tree `module` is."""
    spans: dict[int, Span] = on_deep_stack(lambda: _read(module, text))
    return [spans[id(origin)] for origin in origins]


def _read(module: cst.Module, text: str) -> dict[int, Span]:
    reader = _Reader(text)
    _several(reader, module.body)
    reader.spans[id(module)] = Span(0, len(text))
    return reader.spans


class _Reader:
    """A place in the text, and the spans of what was read up to it."""

    __slots__ = ("offset", "spans", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.spans: dict[int, Span] = {}

    def node(self, node: object) -> None:
        """Read a node, several, a token as text, or nothing."""
        _READINGS[type(node)](self, node)

    def token(self, width: int) -> None:
        """Pass what lies before the next token, then the token."""
        self.offset = self.next() + width

    def next(self) -> int:
        """Where the next token begins; what lies before it is passed."""
        offset = self.offset
        if self.text[offset : offset + 1] in _MAY_BE_SPACE:
            match = _SPACE.match(self.text, offset)
            assert match is not None, "the pattern matches the empty string"
            self.offset = offset = match.end()
        return offset


_MAY_BE_SPACE: Final = frozenset(" \t\f\r\n;\ufeff\\#")
_Reading = Callable[[_Reader, Any], None]


def _by_layout(layout: Layout) -> _Reading:
    """Read a node as its layout says."""

    def read(reader: _Reader, node: cst.CSTNode) -> None:
        start = reader.next()
        end = -1
        for step in layout:
            if type(step) is str:
                part = getattr(node, step)
                _READINGS[type(part)](reader, part)
            elif step is BEGIN:
                start = reader.next()
            elif step is END:
                end = reader.offset
            else:
                assert isinstance(step, int)
                reader.offset = reader.next() + step
        reader.spans[id(node)] = Span(start, end if end >= 0 else reader.offset)

    return read


def _by_widths(widths: Layout) -> _Reading:
    """Read what is always written the same; nobody asks where it stands."""

    def read(reader: _Reader, _: cst.CSTNode) -> None:
        for width in widths:
            assert isinstance(width, int)
            reader.offset = reader.next() + width

    return read


def _several(reader: _Reader, nodes: Sequence[cst.CSTNode]) -> None:
    for node in nodes:
        _READINGS[type(node)](reader, node)


def _text(reader: _Reader, text: str) -> None:
    if text:
        reader.token(len(text))


def _nothing(_: _Reader, _nothing: None) -> None:
    """What is left out takes no place."""


def _literal(reader: _Reader, node: cst.Name | cst.Integer | cst.SimpleString) -> None:
    for _ in node.lpar:
        reader.token(1)
    start = reader.next()
    reader.offset = end = start + len(node.value)
    reader.spans[id(node)] = Span(start, end)
    for _ in node.rpar:
        reader.token(1)


def _in_own_brackets(reader: _Reader, node: cst.Tuple | cst.GeneratorExp | cst.MatchTuple) -> None:
    """The innermost round brackets of a tuple or generator are part of it."""
    for _ in node.lpar[1:]:
        reader.token(1)
    start = reader.next()
    for _ in node.lpar[:1]:
        reader.token(1)
    if isinstance(node, cst.GeneratorExp):
        reader.node(node.elt)
        reader.node(node.for_in)
    else:
        _several(reader, node.elements if isinstance(node, cst.Tuple) else node.patterns)
    for _ in node.rpar[:1]:
        reader.token(1)
    reader.spans[id(node)] = Span(start, reader.offset)
    for _ in node.rpar[1:]:
        reader.token(1)


def _subscript(reader: _Reader, node: cst.Subscript) -> None:
    """What stands between the brackets has a place of its own: several keys are a tuple."""
    for _ in node.lpar:
        reader.token(1)
    start = reader.next()
    reader.node(node.value)
    reader.token(1)
    key_start = reader.next()
    _several(reader, node.slice)
    reader.spans[id(node.slice)] = Span(key_start, reader.offset)
    reader.token(1)
    reader.spans[id(node)] = Span(start, reader.offset)
    for _ in node.rpar:
        reader.token(1)


def _annotation(reader: _Reader, node: cst.Annotation) -> None:
    """Behind `:` or `->`."""
    start = reader.next()
    reader.token(1 if reader.text[start] == ":" else 2)
    reader.node(node.annotation)
    reader.spans[id(node)] = Span(start, reader.offset)


def _condition(reader: _Reader, node: cst.If) -> None:
    """`if` with its `elif`s, however many."""
    starts: list[tuple[cst.If, int]] = []
    rest: cst.If | cst.Else | None = node
    while isinstance(rest, cst.If):
        starts.append((rest, reader.next()))
        reader.token(4 if rest is not node else 2)
        reader.node(rest.test)
        reader.token(1)
        reader.node(rest.body)
        rest = rest.orelse
    reader.node(rest)
    for link, start in starts:
        reader.spans[id(link)] = Span(start, reader.offset)


def _case(reader: _Reader, node: cst.MatchCase) -> None:
    start = reader.next()
    reader.token(len("case"))
    reader.node(node.pattern)
    if node.guard is not None:
        reader.token(len("if"))
        reader.node(node.guard)
    reader.token(1)
    reader.node(node.body)
    reader.spans[id(node)] = Span(start, reader.offset)


def _capture(reader: _Reader, node: cst.MatchAs) -> None:
    for _ in node.lpar:
        reader.token(1)
    start = reader.next()
    if node.pattern is not None:
        reader.node(node.pattern)
        reader.token(len("as"))
    if node.name is None:
        reader.token(len("_"))
    else:
        reader.node(node.name)
    reader.spans[id(node)] = Span(start, reader.offset)
    for _ in node.rpar:
        reader.token(1)


def _value_pattern(reader: _Reader, node: cst.MatchValue | cst.MatchSingleton) -> None:
    """LibCST has the brackets around a value at the value, not at the pattern."""
    reader.node(node.value)
    reader.spans[id(node)] = reader.spans[id(node.value)]


def _starred_pattern(reader: _Reader, node: cst.MatchStar) -> None:
    start = reader.next()
    reader.token(1)
    if node.name is None:
        reader.token(len("_"))
    else:
        reader.node(node.name)
    reader.spans[id(node)] = Span(start, reader.offset)
    reader.node(node.comma)


def _mapping(reader: _Reader, node: cst.MatchMapping) -> None:
    for _ in node.lpar:
        reader.token(1)
    start = reader.next()
    reader.token(1)
    _several(reader, node.elements)
    if node.rest is not None:
        reader.token(len("**"))
        reader.node(node.rest)
    reader.node(node.trailing_comma)
    reader.token(1)
    reader.spans[id(node)] = Span(start, reader.offset)
    for _ in node.rpar:
        reader.token(1)


def _formatted(reader: _Reader, node: cst.FormattedString) -> None:
    for _ in node.lpar:
        reader.token(1)
    start = reader.next()
    reader.token(len(node.start))
    _several(reader, node.parts)
    reader.offset += len(node.end)
    reader.spans[id(node)] = Span(start, reader.offset)
    for _ in node.rpar:
        reader.token(1)


def _formatted_text(reader: _Reader, node: cst.FormattedStringText) -> None:
    start = reader.offset  # its space is its own
    reader.offset = end = start + len(node.value)
    reader.spans[id(node)] = Span(start, end)


def _field(reader: _Reader, node: cst.FormattedStringExpression) -> None:
    start = reader.offset
    reader.offset = start + 1
    reader.node(node.expression)
    if node.equal is not None:
        reader.token(1)
    if node.conversion is not None:
        reader.token(1)
        reader.token(len(node.conversion))
    if node.format_spec is not None:
        reader.token(1)
        _several(reader, node.format_spec)
        reader.offset += 1
    else:
        reader.token(1)
    reader.spans[id(node)] = Span(start, reader.offset)


_STRINGS: Final[Mapping[str, _Reading]] = {
    "String": _formatted,
    "StringExpression": _field,
    "StringText": _formatted_text,
}
_READINGS: Final[Mapping[type, _Reading]] = {
    **{kind: _by_layout(layout) for kind, layout in LAYOUTS.items()},
    **{kind: _by_widths(widths) for kind, widths in TOKENS.items()},
    type(None): _nothing,
    cst.MaybeSentinel: _nothing,
    list: _several,
    str: _text,
    tuple: _several,
    cst.Annotation: _annotation,
    cst.Float: _literal,
    **{
        getattr(cst, f"{sort}{part}"): reading
        for sort in ("Formatted", "Templated")
        for part, reading in _STRINGS.items()
        if hasattr(cst, f"{sort}{part}")  # older ones of LibCST know no template strings
    },
    cst.GeneratorExp: _in_own_brackets,
    cst.If: _condition,
    cst.Imaginary: _literal,
    cst.Integer: _literal,
    cst.MatchAs: _capture,
    cst.MatchCase: _case,
    cst.MatchMapping: _mapping,
    cst.MatchSingleton: _value_pattern,
    cst.MatchStar: _starred_pattern,
    cst.MatchTuple: _in_own_brackets,
    cst.MatchValue: _value_pattern,
    cst.Name: _literal,
    cst.SimpleString: _literal,
    cst.Subscript: _subscript,
    cst.Tuple: _in_own_brackets,
}


def on_deep_stack(task: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the task gives
    """Do `task`; should the caller have left too little stack for it, again on a fresh thread.

    What passes the screen needs less than a thread's whole stack, but a caller may be deep in its
    own already.
    """
    try:
        return task()
    except RecursionError:
        results: list[Any] = []
        errors: list[Exception] = []

        def again() -> None:
            try:
                results.append(task())
            except Exception as error:  # noqa: BLE001 - raised again below, where it belongs
                errors.append(error)

        thread = threading.Thread(target=again)
        thread.start()
        thread.join()
    if errors:
        raise errors[0]
    return results[0]
