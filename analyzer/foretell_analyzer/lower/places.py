"""Where each node stands, from one pass of LibCST's code generation over the whole tree.

LibCST keeps no positions. Its code generation visits every node in source order, so the offset at
which a node's text begins and ends is the length of what was generated before it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import libcst
from libcst._nodes.internal import CodegenState

from ..source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class _Recorder(CodegenState):
    """Counts characters instead of keeping text; notes the span of the nodes that are wanted."""

    def __init__(self, module: libcst.Module, wanted: set[int]) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.offset = 0
        self.last_width = 0
        self.spans: dict[int, Span] = {}
        self.wanted = wanted
        self.starts: list[int] = []

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.offset += len(token)

    def add_token(self, value: str) -> None:
        self.last_width = len(value)
        self.offset += self.last_width

    def before_codegen(self, node: libcst.CSTNode) -> None:
        self.starts.append(self.offset)

    def after_codegen(self, node: libcst.CSTNode) -> None:
        start = self.starts.pop()
        key = id(node)
        if key in self.wanted and (key not in self.spans or _keeps_brackets(node)):
            self.spans[key] = Span(start, self.offset)

    def pop_trailing_newline(self) -> None:
        self.offset -= self.last_width

    @contextmanager
    def record_syntactic_position(
        self,
        node: libcst.CSTNode,
        *,
        start_node: libcst.CSTNode | None = None,
        end_node: libcst.CSTNode | None = None,
    ) -> Iterator[None]:
        start = self.offset
        yield
        key = id(node)
        if key in self.wanted:
            end = self.offset
            if end_node is not None and id(end_node) in self.spans:
                end = self.spans[id(end_node)].end
            if start_node is not None and id(start_node) in self.spans:
                start = self.spans[id(start_node)].start
            self.spans[key] = Span(start, end)
        if end_node is not None:
            self.wanted.add(id(end_node))


def _keeps_brackets(node: libcst.CSTNode) -> bool:
    """The round brackets of a tuple or generator are part of it."""
    return isinstance(node, (libcst.Tuple, libcst.GeneratorExp)) and bool(node.lpar)


def places(module: libcst.Module, origins: Sequence[libcst.CSTNode], text: str) -> list[Span]:
    """The span of each origin in `text`, whose tree `module` is."""
    recorder = _Recorder(module, {id(origin) for origin in origins})
    on_deep_stack(lambda: module._codegen(recorder))
    whole = Span(0, len(text))
    spans = recorder.spans
    spans[id(module)] = whole
    return [_trimmed(spans.get(id(origin), whole), text) for origin in origins]


def _trimmed(span: Span, text: str) -> Span:
    """Without the line end that LibCST counts to the last statement of a block."""
    start, end = span
    if text[end - 1 : end] not in ("\n", "\r"):
        return span
    return Span(start, start + len(text[start:end].rstrip()))


def on_deep_stack(task: Callable[[], Any]) -> Any:
    """Do `task`; should the caller have left too little stack for it, again on a fresh thread.

    What passes the screen needs less than a thread's whole stack, but a caller may be deep in its
    own already.
    """
    try:
        return task()
    except RecursionError:
        outcome: list[Any] = []
        thread = threading.Thread(target=lambda: outcome.append(task()))
        thread.start()
        thread.join()
        if not outcome:
            raise
        return outcome[0]
