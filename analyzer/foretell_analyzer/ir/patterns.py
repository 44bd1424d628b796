"""Patterns of `case`, in the shape of Python's own abstract grammar."""

from __future__ import annotations

from .nodes import Expression, Pattern, node


@node
class ValuePattern(Pattern):
    """A literal or dotted name, compared by `==`."""

    value: Expression


@node
class SingletonPattern(Pattern):
    """`None`, `True` or `False`, compared by `is`."""

    value: bool | None


@node
class SequencePattern(Pattern):
    """`[patterns]`; at most one is a `StarPattern`."""

    patterns: tuple[Pattern, ...]


@node
class StarPattern(Pattern):
    """`*name` in a sequence; no name for `*_`."""

    name: str | None


@node
class MappingPattern(Pattern):
    """`{key: pattern, **rest}`."""

    keys: tuple[Expression, ...]
    patterns: tuple[Pattern, ...]
    rest: str | None


@node
class ClassPattern(Pattern):
    """`cls(patterns, names=patterns)`."""

    cls: Expression
    patterns: tuple[Pattern, ...]
    keyword_names: tuple[str, ...]
    keyword_patterns: tuple[Pattern, ...]


@node
class CapturePattern(Pattern):
    """`pattern as name`; no pattern is a bare name, neither is `_`."""

    pattern: Pattern | None
    name: str | None


@node
class AlternativesPattern(Pattern):
    """`a | b`."""

    patterns: tuple[Pattern, ...]
