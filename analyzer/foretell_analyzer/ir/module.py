"""The module: a script after lowering, and how to walk it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Final

from foretell_analyzer.source import Script, Span

from .nodes import Block, Node, node


class Spans:
    """The place of every node, by index; worked out at the first question, then kept.

    `first` is the index of the first of them.
    """

    __slots__ = ("_compute", "_first", "_spans")

    def __init__(self, compute: Callable[[], Sequence[Span]], first: int = 0) -> None:
        self._compute: Callable[[], Sequence[Span]] | None = compute
        self._spans: Sequence[Span] = ()
        self._first = first

    def _table(self) -> Sequence[Span]:
        if self._compute is not None:
            self._spans = self._compute()
            self._compute = None  # lets go of the syntax tree
        return self._spans

    def __getitem__(self, index: int) -> Span:
        return self._table()[index - self._first]

    def __len__(self) -> int:
        return len(self._table())


@node
class Module(Node):
    """A script after parsing and lowering. The module itself has the first index, its text for span.

    That index is 0, but for a snippet that goes on where others have ended: see `sequel`.
    """

    script: Script
    body: Block
    node_count: int
    spans: Spans

    @property
    def judged(self) -> Module:
        """What is judged and run now; the module itself, unless it is a sequel."""
        return self

    def script_of(self, node: Node) -> Script:  # noqa: ARG002 - a sequel has several
        """The script in which a node stands."""
        return self.script

    def span(self, node: Node) -> Span:
        """Where a node stands."""
        return self.spans[node.index]

    def line(self, node: Node) -> int:
        """The line, counted from 1, on which a node begins."""
        return self.script_of(node).position(self.spans[node.index].start).line


_LEAVES: Final = frozenset(
    {"BinaryOperator", "BooleanOperator", "Module", "ParameterKind", "Script", "Spans",
     "UnaryOperator", "bool", "bool | None", "int", "object", "str", "str | None",
     "tuple[Comparison, ...]", "tuple[Snippet, ...]", "tuple[str, ...]"}
)  # fmt: skip
"""The declared types of fields in which no node is."""
_child_names: Final[dict[type, tuple[str, ...]]] = {}


def _names_of_children(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node in which nodes are."""
    names = tuple(field.name for field in fields(kind) if field.type not in _LEAVES)
    _child_names[kind] = names
    return names


def children(node: Node) -> list[Node]:
    """The nodes directly below a node, in the order of their fields."""
    names = _child_names.get(type(node))
    found: list[Node] = []
    for name in _names_of_children(type(node)) if names is None else names:
        value: Node | tuple[Node | None, ...] | None = getattr(node, name)
        if isinstance(value, tuple):
            found += [one for one in value if one is not None]
        elif value is not None:
            found.append(value)
    return found


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, parents first, in source order of fields; needs no recursion."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        below = children(current)
        below.reverse()
        stack += below
