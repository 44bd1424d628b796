"""Finds names that are used where no binding of theirs can have happened before.

For each frame, in the order in which its code runs, we keep the set of variables that *may* be
bound. Branches are joined, a loop's body is run over until nothing changes. A read of a variable
that may not be bound on any path fails for sure; what comes after it in its block is not reached,
so that a binding there (`total += 1` above `total = 0`) makes nothing bound for a second round.

Only names of the frame itself are judged. What a function reads of the frames around it depends on
when it is called; what a function inside binds by `global` or `nonlocal` may be bound at any time:
both are left alone. Most scripts bind every name above its first use; only the variables of which
that is not so (the suspects) are followed at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from .ir import (
    Assert,
    Assign,
    AugmentedAssign,
    Block,
    BooleanOperation,
    Break,
    ClassDefinition,
    Compare,
    ComprehensionClause,
    Conditional,
    Continue,
    DictComprehension,
    ExceptionHandler,
    For,
    FunctionDefinition,
    GeneratorExpression,
    If,
    Lambda,
    ListComprehension,
    Match,
    MatchCase,
    Module,
    Name,
    Node,
    Raise,
    Return,
    SetComprehension,
    Statement,
    Try,
    While,
    With,
    children,
)
from .recursion import Steps, unwind
from .sites import How, Occurrences, Variable

State = int | None
"""The suspects that may be bound here, one bit each; `None` where nothing gets to."""

_DEEPEST = 6
"""Loops nested deeper than this are given all they bind at once, so that work stays bounded."""


@dataclass(slots=True)
class _Suspects:
    """The variables of one frame that may be read before they are bound, and where they occur."""

    bits: dict[Variable, int] = field(default_factory=dict[Variable, int])
    bound_below: dict[int, int] = field(default_factory=dict[int, int])
    """By node: the suspects that something below it binds."""
    deleted_at: dict[int, int] = field(default_factory=dict[int, int])
    """By node: the suspect that it deletes."""
    touched: set[int] = field(default_factory=set[int])
    """Nodes with an occurrence of a suspect, or a jump, below them."""


def unbound_reads(met: Occurrences, outside: frozenset[str]) -> dict[int, Node | None]:
    """Reads (by node) of names that nothing can have bound; with the `del` that unbound them.

    `outside` are names that exist without the script: a global of that name is never unbound.
    """
    found: dict[int, Node | None] = {}
    for owner, variables in _suspects(met, outside).items():
        frame = met.module if owner == met.module.index else _definition(met, owner)
        if frame is not None:
            found |= _Frame(met, frame, _occurrences(met, variables)).unbound()
    return found


def _definition(met: Occurrences, owner: int) -> FunctionDefinition | None:
    for one in met.functions:
        if one.index == owner:
            return one if isinstance(one, FunctionDefinition) else None
    return None


def _suspects(met: Occurrences, outside: frozenset[str]) -> dict[int, list[Variable]]:
    """By frame: variables that are read above their first binding, or deleted somewhere."""
    found: dict[int, list[Variable]] = {}
    if met.star_imports:
        return found
    for variable, sites in met.bindings.items():
        if variable.slot < 0 or (met.is_global(variable) and variable.name in outside):
            continue
        if any(isinstance(met.parents[one.node.index], ComprehensionClause) for one in sites):
            continue  # its clauses stand behind the element but run before it
        first = min(sites, key=lambda site: site.node.index)
        is_suspect = first.how is How.AUGMENTED or any(
            site.how is How.DELETED or isinstance(site.node, ExceptionHandler) for site in sites
        )
        if not is_suspect:
            statement = met.parents[first.node.index]
            # `x = x + 1`: the value is lowered behind the target but evaluated before it.
            around = statement if isinstance(statement, Assign) else None
            is_suspect = any(
                read.index < first.node.index
                or (around is not None and around in met.ancestors(read))
                for read in met.reads.get(variable, ())
            )
        if is_suspect and all(_frame_of(met, site.node) == variable.owner for site in sites):
            found.setdefault(variable.owner, []).append(variable)
    return found


def _frame_of(met: Occurrences, node: Node) -> int:
    """The node that owns the frame in which a binding happens."""
    scope = met.scopes[node.index]
    return -1 if scope is None else scope.frame_owner.node.index


def _occurrences(met: Occurrences, variables: Iterable[Variable]) -> _Suspects:
    suspects = _Suspects()
    for number, variable in enumerate(variables):
        bit = suspects.bits[variable] = 1 << number
        for site in met.bindings[variable]:
            if site.how is How.DELETED:
                suspects.deleted_at[site.node.index] = bit
                bound = 0
            else:
                bound = bit
            for node in (site.node, *met.ancestors(site.node)):
                below = suspects.bound_below
                below[node.index] = below.get(node.index, 0) | bound
                suspects.touched.add(node.index)
        for read in met.reads.get(variable, ()):
            _touch(met, suspects, read)
    for statement in met.statements:
        if isinstance(statement, (Break, Continue, Return, Raise)):
            _touch(met, suspects, statement)
    return suspects


def _touch(met: Occurrences, suspects: _Suspects, node: Node) -> None:
    suspects.touched.add(node.index)
    for above in met.ancestors(node):
        if above.index in suspects.touched:
            break
        suspects.touched.add(above.index)


class _Frame:
    """The walk over the code of one frame."""

    def __init__(
        self, met: Occurrences, owner: Module | FunctionDefinition, suspects: _Suspects
    ) -> None:
        self.met = met
        self.owner = owner
        self.suspects = suspects
        self.found: dict[int, Node | None] = {}
        self.deletions: dict[int, Node] = {}
        self.depth = 0
        self.jumps: list[dict[type[Statement], State]] = []

    def unbound(self) -> dict[int, Node | None]:
        state = 0
        if isinstance(self.owner, FunctionDefinition):
            for parameter in self.owner.parameters:
                state |= self._bit(parameter)
        unwind(self._block(self.owner.body, state))
        return self.found

    def _bit(self, node: Node) -> int:
        variable = self.met.variable(node)
        return 0 if variable is None else self.suspects.bits.get(variable, 0)

    def _bound_in(self, nodes: Iterable[Node]) -> int:
        bound = 0
        for node in nodes:
            bound |= self.suspects.bound_below.get(node.index, 0)
        return bound

    # -------------------------------------------------------------------------- statements

    def _block(self, block: Block, state: State) -> Steps[State]:
        for statement in block:
            if state is None:
                return None
            if statement.index in self.suspects.touched:
                state = yield self._statement(statement, state)
        return state

    def _statement(  # noqa: C901, PLR0911, PLR0912 - a case a kind
        self, node: Statement, state: State
    ) -> Steps[State]:
        match node:
            case If():
                state = self._evaluate((node.test,), state)
                body = yield self._block(node.body, state)
                orelse = yield self._block(node.orelse, state)
                return _join(body, orelse)
            case For() | While():
                return (yield self._loop(node, state))
            case Try():
                return (yield self._try(node, state))
            case With():
                state = self._evaluate(node.items, state)
                inside = yield self._block(node.body, state)
                # The manager may swallow an exception from anywhere inside.
                return None if state is None else _join(state | self._bound_in(node.body), inside)
            case Match():
                state = self._evaluate((node.subject,), state)
                after = state
                for case in node.cases:
                    bound = self._evaluate((case.pattern,), state)
                    if case.guard is not None:
                        bound = self._evaluate((case.guard,), bound)
                    after = _join(after, (yield self._block(case.body, bound)))
                return after
            case ClassDefinition():
                around = (*node.decorators, *node.bases, *node.keywords)
                state = yield self._block(node.body, self._evaluate(around, state))
                return None if state is None else state | self._bit(node)
            case FunctionDefinition():
                defaults = [one.default for one in node.parameters if one.default is not None]
                state = self._evaluate((*node.decorators, *defaults), state)
                return None if state is None else state | self._bit(node)
            case Assign():
                return self._evaluate((node.value, *node.targets), state)
            case AugmentedAssign():
                if isinstance(node.target, Name) and self._fails(node.target, state):
                    return None
                return self._evaluate((node.value, node.target), state)
            case Break() | Continue():
                if self.jumps:
                    jumps = self.jumps[-1]
                    jumps[type(node)] = _join(jumps.get(type(node)), state)
                return None
            case Return() | Raise():
                self._evaluate(tuple(children(node)), state)
                return None
            case Assert():
                return self._evaluate((node.test,), state)
            case _:
                return self._evaluate(tuple(children(node)), state)

    def _loop(self, node: For | While, state: State) -> Steps[State]:
        if isinstance(node, For):
            state = self._evaluate((node.iterable,), state)
        if state is None:
            return None
        self.depth += 1
        head = state | (self._bound_in((node,)) if self.depth > _DEEPEST else 0)
        while True:
            self.jumps.append({})
            begun = self._evaluate((node.target if isinstance(node, For) else node.test,), head)
            ended = yield self._block(node.body, begun)
            jumps = self.jumps.pop()
            again = _join(_join(head, ended), jumps.get(Continue))
            if again is None or again == head:
                break
            head = again  # only ever grows, so this ends
        self.depth -= 1
        left = head if isinstance(node, For) else self._evaluate((node.test,), head)
        orelse = yield self._block(node.orelse, left)
        return _join(orelse, jumps.get(Break))

    def _try(self, node: Try, state: State) -> Steps[State]:
        if state is None:
            return None
        raised = state | self._bound_in(node.body)
        after = yield self._block(node.orelse, (yield self._block(node.body, state)))
        for handler in node.handlers:
            bit = self._bit(handler) if handler.name is not None else 0
            kind = () if handler.kind is None else (handler.kind,)
            caught = self._evaluate(kind, raised)
            caught = yield self._block(handler.body, None if caught is None else caught | bit)
            if bit and caught is not None:
                caught &= ~bit  # Python takes the name away at the end of the handler
                self.deletions[bit] = handler
            after = _join(after, caught)
        if node.final:
            everything = raised | self._bound_in((*node.orelse, *node.handlers))
            ended = yield self._block(node.final, everything)
            if ended is None or after is None:
                return None
            return (after | (ended & ~everything)) & ~(everything & ~ended)
        return after

    # ------------------------------------------------------------------------- expressions

    def _evaluate(  # noqa: C901 - a case a kind
        self, nodes: Iterable[Node], state: State
    ) -> State:
        """Read and bind the names in expressions and targets, in their order.

        What runs later (lambdas, generators) is left out.
        """
        if state is None:
            return None
        stack = list(nodes)[::-1]
        while stack:
            node = stack.pop()
            if node.index not in self.suspects.touched:
                continue
            if isinstance(node, Name):
                if node.index in self.suspects.deleted_at:
                    bit = self.suspects.deleted_at[node.index]
                    state &= ~bit
                    self.deletions[bit] = node
                elif node.index in self.suspects.bound_below:
                    state |= self._bit(node)
                elif self._fails(node, state) and not self._may_be_skipped(node):
                    return None
                continue
            if isinstance(node, (Lambda, GeneratorExpression)):
                continue
            below = tuple(children(node))
            if isinstance(node, _COMPREHENSIONS):
                state |= self._bound_in((node,))  # its clauses run before the element
            elif node.index in self.suspects.bound_below:
                state |= self._bit(node)  # imports, patterns: the name is no node of its own
            stack.extend(reversed(below))
        return state

    def _may_be_skipped(self, node: Node) -> bool:
        """Is it in a part of an expression that is not always evaluated?"""
        for above in self.met.ancestors(node):
            if isinstance(above, Statement):
                return False
            if isinstance(above, _CONDITIONAL):
                return True
        return False

    def _fails(self, node: Name, state: State) -> bool:
        bit = self._bit(node)
        if state is None or not bit or state & bit:
            self.found.pop(node.index, None)
            return False
        self.found[node.index] = self.deletions.get(bit)
        return True


_COMPREHENSIONS: Final = (ListComprehension, SetComprehension, DictComprehension)
_CONDITIONAL: Final = (*_COMPREHENSIONS, BooleanOperation, Conditional, Compare, MatchCase)


def _join(one: State, other: State) -> State:
    if one is None:
        return other
    return one if other is None else one | other
