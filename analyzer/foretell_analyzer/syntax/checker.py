"""What all checks share: where in the script they are, what is still to be visited, problems.

A *frame* is what the compiler makes a code object of; a *place* is a spot in it as far as
statements care: inside a loop, inside `except*`, how many blocks deep. All nodes on the stack stand
at the same place; what stands elsewhere waits in `later`. So neither depth nor length of a script
costs any of Python's stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from .. import ir
from ..bindings import Resolution
from ..screen import Problem


class FrameKind(Enum):
    """What a frame belongs to; the value is how the compiler calls it."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    LAMBDA = "lambda"
    LIST = "list comprehension"
    SET = "set comprehension"
    DICT = "dict comprehension"
    GENERATOR = "generator expression"
    UNEVALUATED = "the annotation of a function's variable"
    LAZY = "an annotation that is kept as text, or a scope of PEP 695"


COMPREHENSIONS: Final = frozenset(
    {FrameKind.LIST, FrameKind.SET, FrameKind.DICT, FrameKind.GENERATOR}
)
Comprehension = (
    ir.ListComprehension | ir.SetComprehension | ir.DictComprehension | ir.GeneratorExpression
)


AN_ANNOTATION: Final = "an annotation"
"""What a LAZY frame is that `from __future__ import annotations` keeps as text."""


@dataclass(slots=True, eq=False)
class Frame:
    """A function, class, comprehension … while it is being checked."""

    kind: FrameKind
    node: ir.Node
    parent: Frame | None
    is_async: bool = False
    """Of a FUNCTION: `async def`. Of a comprehension: it awaits something."""
    has_yield: bool = False
    returns: list[ir.Return] = field(default_factory=list[ir.Return])
    """Those with a value, of an `async def`."""
    what: str = ""
    """Of LAZY: what it is, for messages."""

    @property
    def is_compiled(self) -> bool:
        """Whether code is made of it. Of some annotations none is, so less is refused in them."""
        frame: Frame | None = self
        while frame is not None:
            if frame.kind is FrameKind.UNEVALUATED or frame.what == AN_ANNOTATION:
                return False
            frame = frame.parent
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A spot in a frame."""

    frame: Frame
    is_in_loop: bool = False
    is_in_group: bool = False
    """Inside an `except*` of this frame."""
    is_loop_outside: bool = False
    """Inside an `except*` that stands between here and the loop, if any."""
    blocks: int = 0
    """Loops, `with` items and `try` parts around, as the compiler counts them."""


class Checker:
    """One check of one module."""

    __slots__ = (
        "allows_await",
        "allows_return",
        "comprehensions",
        "functions",
        "future",
        "has_named",
        "later",
        "module",
        "place",
        "push",
        "resolution",
        "stack",
        "troubles",
    )

    def __init__(
        self, module: ir.Module, resolution: Resolution, *, allows_await: bool, allows_return: bool
    ) -> None:
        self.module: Final = module
        self.resolution: Final = resolution
        self.allows_await: Final = allows_await
        self.allows_return: Final = allows_return
        self.future: frozenset[str] = frozenset()
        self.place = Place(Frame(FrameKind.MODULE, module, None))
        self.stack: list[ir.Node] = []
        self.push: Final[Callable[[ir.Node], None]] = self.stack.append
        self.later: Final[list[tuple[Place, Iterable[ir.Node]]]] = []
        self.troubles: Final[list[tuple[ir.Node, str, str | None]]] = []
        self.comprehensions: Final[list[tuple[Comprehension, Frame]]] = []
        self.functions: Final[list[Frame]] = []  # those with `async def`
        self.has_named = False

    def report(self, node: ir.Node, message: str, cure: str | None = None) -> None:
        """Note a problem at a node."""
        self.troubles.append((node, message, cure))

    def refuse(self, node: ir.Node, message: str, cure: str | None = None) -> None:
        """Note a problem that only making code brings up."""
        if self.place.frame.is_compiled:
            self.report(node, message, cure)

    def push_some(self, nodes: Iterable[ir.Node | None]) -> None:
        """Visit these nodes too, at this place."""
        self.stack.extend(node for node in nodes if node is not None)

    def bind(self, name: str | None, node: ir.Node) -> None:
        """A name gets a value at `node`."""
        if name == "__debug__":
            self.refuse(node, "cannot assign to __debug__")

    def problems(self) -> tuple[Problem, ...]:
        """What was found, in the order of the source."""
        ordered = sorted(self.troubles, key=lambda trouble: trouble[0].index)
        return tuple(
            Problem("syntax-error", message, self.module.span(node), cure)
            for node, message, cure in ordered
        )


Visit = Callable[[Checker, Any], None]
