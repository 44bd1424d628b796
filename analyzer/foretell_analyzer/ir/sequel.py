"""A script that goes on where earlier ones have ended: the snippets of a session, one after another.

The whole is judged as one module, so that whatever an earlier snippet left (functions, objects,
tools under other names) is what the later one finds. Nodes are those of the snippets' own modules;
their indexes follow one another.

A snippet that did not run to its end stands in the whole as `try: …; raise` with a handler that
catches all: what follows begins in any of the states that it went through.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from foretell_analyzer.source import Script, Span

from .expressions import Lambda
from .module import Module, Spans, children
from .nodes import Block, Node, node
from .statements import (
    ClassDefinition,
    ExceptionHandler,
    FunctionDefinition,
    Pass,
    Raise,
    Return,
    Try,
)

Ending = Literal["finished", "raised", "stopped"]

AROUND: Final = 4
"""Nodes that may be put around a snippet: `try`, its handler, `pass`, and the `raise` at its end."""


@dataclass(frozen=True)
class Snippet:
    """An earlier snippet: its module, how its run ended, and the inputs it was given.

    bound: the names that had a value when it had ended; None if nobody looked.
    """

    module: Module
    ending: Ending
    inputs: Mapping[str, object]
    bound: frozenset[str] | None = None

    @property
    def next_index(self) -> int:
        """The first index behind it."""
        return self.module.index + self.module.node_count + AROUND

    @cached_property
    def body(self) -> Block:
        """What it is in the whole."""
        module = self.module
        if self.ending == "finished" and not _returns(module):
            return module.body
        first = module.index + module.node_count
        failure = Raise(first + 3, None, None)
        handler = ExceptionHandler(first + 1, None, None, (Pass(first + 2),))
        return (Try(first, (*module.body, failure), (handler,), (), (), is_group=False),)


@node
class Sequel(Module):
    """A module behind others: `body` is that of all of them, `own` what is judged and run now.

    `script` and `snippets` are those of `own` and of what was before it.
    """

    own: Module
    snippets: tuple[Snippet, ...]

    @property
    def judged(self) -> Module:
        """What is judged and run now."""
        return self.own

    def script_of(self, node: Node) -> Script:
        """The script in which a node stands."""
        return _home(self.snippets, self.own, node.index).script


class _JointSpans(Spans):
    """Places of nodes, each in its own snippet; what was put around a snippet has none."""

    __slots__ = ("_own", "_snippets")

    def __init__(self, snippets: tuple[Snippet, ...], own: Module) -> None:
        super().__init__(tuple)
        self._snippets = snippets
        self._own = own

    def __getitem__(self, index: int) -> Span:
        home = _home(self._snippets, self._own, index)
        if not home.index <= index < home.index + home.node_count:
            return Span(0, 0)
        return home.spans[index]

    def __len__(self) -> int:
        return self._own.index + self._own.node_count


def make_sequel(snippets: tuple[Snippet, ...], own: Module) -> Module:
    """The module of what was before and what is judged now."""
    if not snippets:
        return own
    body = tuple(statement for one in snippets for statement in one.body)
    spans = _JointSpans(snippets, own)
    count = own.index + own.node_count
    return Sequel(0, own.script, (*body, *own.body), count, spans, own, snippets)


def next_index(snippets: tuple[Snippet, ...]) -> int:
    """The first index of a module behind these."""
    return snippets[-1].next_index if snippets else 0


def _home(snippets: tuple[Snippet, ...], own: Module, index: int) -> Module:
    """The module in which a node of this index stands; that of the whole is that of `own`."""
    if index == 0 or index >= own.index:
        return own
    at = bisect_right(snippets, index, key=lambda one: one.module.index) - 1
    return snippets[at].module


def _returns(module: Module) -> bool:
    """Has it a `return` outside all functions, as some dialects allow?"""
    pending: list[Node] = list(module.body)
    while pending:
        current = pending.pop()
        if isinstance(current, Return):
            return True
        if not isinstance(current, (FunctionDefinition, ClassDefinition, Lambda)):
            pending.extend(children(current))
    return False
