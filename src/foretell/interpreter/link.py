"""Takes a module and its resolution, gives a `Program`: a tree of nodes that can be run.

Linking knows nothing of a run: the same program may be run many times, one after another or at
the same time. What names mean that the script does not bind (builtins, tools, inputs) comes with
the `Runtime`, as its `environment`.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from typing import final

from foretell_analyzer import ir
from foretell_analyzer.bindings import Resolution

from .kernel import RETURN, UNSET, Code, Frame, Runtime, note
from .linker import comprehensions, expressions
from .linker.context import Context, FrameState, Table
from .linker.keeping import look_at
from .linker.statements import link_block
from .nodes.places import forget
from .nodes.raising import forget_outside
from .suspended import ScriptCoroutine
from .suspension import Suspension, execute

__all__ = ["Program", "Unsupported", "link"]

_FILLED = (comprehensions, expressions)  # imported because they fill the table of expressions


class Unsupported(Exception):  # noqa: N818 - what was met, not what went wrong
    """A construct that cannot be run, with its node."""

    def __init__(self, node: ir.Node, construct: str) -> None:
        super().__init__(construct)
        self.node = node
        self.construct = construct


@final
class Program:
    """A linked script.

    is_coroutine: it awaits at its top level, so that `run` gives a coroutine.
    externals: the names that it does not bind, by slot.
    earlier: the programs of the snippets before it, whose functions it may call.
    """

    def __init__(
        self, module: ir.Module, code: Code, externals: dict[str, int], *, is_coroutine: bool
    ) -> None:
        self.module = module
        self.code = code
        self.externals = externals
        self.is_coroutine = is_coroutine
        self.earlier: tuple[Program, ...] = ()
        self._nodes: dict[int, ir.Node] = {}

    def run(self, runtime: Runtime) -> object:
        """Run; gives the value of the last expression, or a coroutine that does.

        `runtime.environment` must be set; the rest of it is made ready here.
        """
        environment = runtime.environment
        runtime.outside = sys.exc_info()[1]
        runtime.external_slots = self.externals
        runtime.externals = [environment.get(name, UNSET) for name in self.externals]
        runtime.globals.extend([UNSET] * (int(self.code.size) - len(runtime.globals)))
        frame = Frame(runtime.globals, runtime, self.code)
        if self.is_coroutine:
            body = Suspension(frame, drive_module(frame), "coroutine")
            return ScriptCoroutine("<module>", "<module>", body)
        runtime.frame = frame
        try:
            runtime.charge(self.code.cost)
            statement = self.code.body
            while statement is not None:
                if statement.exec(frame) == RETURN:
                    break
                statement = statement.next
        except BaseException as error:
            note(frame, error, self.code.index)
            frame.noted = None
            if runtime.outside is not None:
                forget_outside(runtime, error)
            raise
        return frame.result

    def release(self, runtime: Runtime) -> None:
        """Let go of all that a run has left: no more of the script will run."""
        self.pause(runtime)
        runtime.globals.clear()

    def pause(self, runtime: Runtime) -> None:
        """Let no more of the script run, but keep its variables for what goes on with them."""
        runtime.end()
        forget(runtime.places)
        runtime.frame = None
        runtime.handled = None
        runtime.raised = None

    def home(self, index: int) -> Program:
        """Return the program in which the node with an index is: this one, or an earlier one."""
        if index < self.module.index:
            for one in self.earlier:
                if one.module.index <= index < one.module.index + one.module.node_count:
                    return one
        return self

    def node(self, index: int) -> ir.Node | None:
        """Return the node of the module that has an index."""
        if not self._nodes:
            self._nodes.update((node.index, node) for node in ir.walk(self.module))
        return self._nodes.get(index)

    def line(self, index: int) -> int:
        """Return the line of a node, counted from 1, in the script where it is."""
        module = self.home(index).module
        return module.script.position(module.spans[index].start).line

    def foreign_script(self, index: int) -> str | None:
        """Return the name of the earlier snippet in which a node is; None if it is this one."""
        home = self.home(index)
        return None if home is self else home.module.script.name


def drive_module(frame: Frame) -> Generator[object, object, object]:
    """Execute a module that awaits."""
    frame.runtime.charge(frame.code.cost)
    statement = frame.code.body
    while statement is not None:
        if statement.resumable:
            code = yield from statement.resume(frame)
        else:
            code = int(execute(statement, frame))
        if code == RETURN:
            break
        statement = statement.next
    return frame.result


def link(
    module: ir.Module, resolution: Resolution, externals: dict[str, int] | None = None
) -> Program:
    """Make the nodes of a module. Raises `Unsupported` for what cannot be run.

    externals: the slots of names that earlier snippets do not bind; others are added.
    """
    table = Table(resolution, {} if externals is None else externals)
    look_at(table, module.script.text)
    scope = resolution.module_scope
    context = Context(table, scope, FrameState(scope, ""), None)
    context.frame.is_async = True
    code = Code("<module>", "<module>", module.index)
    first, count = link_block(context, module.body)
    code.body = first
    code.cost = count
    context.finish(code)
    return Program(module, code, table.externals, is_coroutine=context.frame.awaits)
