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


_PLAIN: Final = frozenset({"index", "script", "node_count", "spans", "own", "snippets"})
_child_names: Final[dict[type, tuple[str, ...]]] = {}


def _names_of_children(kind: type[Node]) -> tuple[str, ...]:
    names = _child_names.get(kind)
    if names is None:
        names = tuple(field.name for field in fields(kind) if field.name not in _PLAIN)
        _child_names[kind] = names
    return names


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node, in the order of their fields."""
    for name in _names_of_children(type(node)):
        value: Node | tuple[object, ...] | str | None = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, parents first, in source order of fields; needs no recursion."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(tuple(children(current))))
