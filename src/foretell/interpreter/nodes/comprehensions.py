"""Comprehensions, which run in the frame around them; each turn costs one step."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final, final

from mypy_extensions import i64

from foretell.interpreter.kernel import (
    UNSET,
    Cell,
    Code,
    Expression,
    Frame,
    Step,
    Stop,
    note,
    refill,
    trail_of,
    truth,
)
from foretell.interpreter.library.sets import OrderedSet
from foretell.interpreter.measure import check_keys
from foretell.interpreter.nodes.awaiting import begin_async, step_async
from foretell.interpreter.nodes.displays import put
from foretell.interpreter.nodes.loops import items_of
from foretell.interpreter.nodes.operations import resume
from foretell.interpreter.nodes.targets import Target
from foretell.interpreter.suspension import Smuggled

LIST: Final = 0
SET: Final = 1
DICT: Final = 2


@final
class Clause:
    """`for target in iterable if conditions`; `slot` as in `For`."""

    slot: i64
    target: Target
    iterable: Expression
    conditions: list[Expression]
    is_async: bool

    def __init__(
        self,
        slot: i64,
        target: Target,
        iterable: Expression,
        conditions: list[Expression],
        *,
        is_async: bool,
    ) -> None:
        self.slot = slot
        self.target = target
        self.iterable = iterable
        self.conditions = conditions
        self.is_async = is_async


def admit(frame: Frame, conditions: list[Expression]) -> bool:
    """Tell whether all conditions hold."""
    for condition in conditions:  # noqa: SIM110 - a generator would cost more than the tests
        if not condition.test(frame):
            return False
    return True


def leave(frame: Frame, error: BaseException, code: Code, index: i64) -> None:
    """Put a comprehension on the trail, as the function of its own that it is in a traceback."""
    trail = trail_of(error)
    if frame.noted is error and trail:
        trail[-1] = Step(code, trail[-1].index)
    else:
        note(frame, error, index)
        trail_of(error)[-1] = Step(code, index)
    frame.noted = None
    note(frame, error, index)


def build(frame: Frame, made: object, items: object) -> list[object] | None:
    """Let a census see what is being built and from what; gives what was being built around it."""
    outer = frame.building
    frame.building = [outer, made, items]
    return outer


@final
class Comprehension(Expression):
    """`[element for …]`, `{element for …}` or `{key: element for …}`, by `kind`.

    `cells` are the slots of its variables that functions inside it share; `code` names it.
    """

    kind: i64
    code: Code
    key: Expression
    element: Expression
    clauses: list[Clause]
    cells: list[int]

    def __init__(
        self,
        index: i64,
        kind: i64,
        code: Code,
        key: Expression,
        element: Expression,
        clauses: list[Clause],
        cells: list[int],
    ) -> None:
        self.index = index
        self.resumable = False
        self.kind = kind
        self.code = code
        self.key = key
        self.element = element
        self.clauses = clauses
        self.cells = cells

    def eval(self, frame: Frame) -> object:
        clause = self.clauses[0]
        value = clause.iterable.eval(frame)
        items = items_of(frame, self.index, value)
        for cell in self.cells:
            frame.slots[cell] = Cell(UNSET)
        listed: list[object] = []
        mapped: dict[object, object] = {}
        outer = build(frame, mapped if self.kind == DICT else listed, items)
        try:
            if self.kind == LIST and len(self.clauses) == 1 and clause.slot >= 0:
                self.collect(frame, clause, items, listed)
            else:
                self.fill(frame, 0, items, listed, mapped)
            frame.building = outer
            if self.kind == SET:
                check_keys(frame.runtime, listed)
                return OrderedSet(listed)
        except BaseException as error:
            frame.building = outer
            leave(frame, error, self.code, self.index)
            raise
        return mapped if self.kind == DICT else listed

    def collect(self, frame: Frame, clause: Clause, items: object, listed: list[object]) -> None:
        """Do the commonest form: a list, one clause, a plain variable."""
        runtime = frame.runtime
        slots = frame.slots
        slot = clause.slot
        element = self.element
        conditions = clause.conditions
        if type(items) is list:
            for item in items:
                runtime.steps -= 1
                if runtime.steps < 0:
                    refill(frame, self.index)
                slots[slot] = item
                if not conditions or admit(frame, conditions):
                    listed.append(element.eval(frame))
            return
        for item in items:  # type: ignore[attr-defined]  # an iterable, by `items_of`
            runtime.steps -= 1
            if runtime.steps < 0:
                refill(frame, self.index)
            slots[slot] = item
            if not conditions or admit(frame, conditions):
                listed.append(element.eval(frame))

    def fill(
        self,
        frame: Frame,
        level: i64,
        items: object,
        listed: list[object],
        mapped: dict[object, object],
    ) -> None:
        """Do the clauses from `level` on."""
        runtime = frame.runtime
        clause = self.clauses[level]
        innermost = level + 1 == len(self.clauses)
        for item in items:  # type: ignore[attr-defined]  # an iterable, by `items_of`
            runtime.steps -= 1
            if runtime.steps < 0:
                refill(frame, self.index)
            clause.target.store(frame, item)
            if not admit(frame, clause.conditions):
                continue
            if not innermost:
                below = self.clauses[level + 1].iterable
                more = items_of(frame, self.index, below.eval(frame))
                self.fill(frame, level + 1, more, listed, mapped)
            elif self.kind == DICT:
                key = self.key.eval(frame)
                put(frame, self.index, mapped, key, self.element.eval(frame))
            else:
                listed.append(self.element.eval(frame))

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        clause = self.clauses[0]
        value = yield from resume(clause.iterable, frame)
        for cell in self.cells:
            frame.slots[cell] = Cell(UNSET)
        listed: list[object] = []
        mapped: dict[object, object] = {}
        outer = build(frame, mapped if self.kind == DICT else listed, value)
        source = self.open(frame, 0, value)
        try:
            yield from self.advance(frame, 0, source, listed, mapped)
        except Stop:
            raise
        except BaseException as error:
            if not frame.runtime.over:
                raised = error.error if isinstance(error, Smuggled) else error
                leave(frame, raised, self.code, self.index)
            raise
        finally:
            frame.building = outer
        if self.kind == SET:
            check_keys(frame.runtime, listed)
            return OrderedSet(listed)
        return mapped if self.kind == DICT else listed

    def open(self, frame: Frame, level: int, value: object) -> object:
        """Begin to go through what the clause at `level` is over."""
        if self.clauses[level].is_async:
            return begin_async(frame, self.index, value)
        return items_of(frame, self.index, value)

    def advance(
        self,
        frame: Frame,
        level: int,
        source: object,
        listed: list[object],
        mapped: dict[object, object],
    ) -> Generator[object, object, None]:
        """Do the clauses from `level` on over an open source, of which something awaits."""
        if self.clauses[level].is_async:
            while True:
                item = yield from step_async(frame, self.index, source)
                if item is UNSET:
                    return
                yield from self.take(frame, level, item, listed, mapped)
        else:
            for item in source:  # type: ignore[attr-defined]  # an iterable, by `items_of`
                yield from self.take(frame, level, item, listed, mapped)

    def take(
        self,
        frame: Frame,
        level: int,
        item: object,
        listed: list[object],
        mapped: dict[object, object],
    ) -> Generator[object, object, None]:
        """Do one turn of the clause at `level`."""
        clause = self.clauses[level]
        frame.runtime.charge(1)
        clause.target.store(frame, item)
        for condition in clause.conditions:
            answer = yield from resume(condition, frame)
            if not truth(frame, condition.index, answer):
                return
        if level + 1 < len(self.clauses):
            value = yield from resume(self.clauses[level + 1].iterable, frame)
            source = self.open(frame, level + 1, value)
            yield from self.advance(frame, level + 1, source, listed, mapped)
        elif self.kind == DICT:
            key = yield from resume(self.key, frame)
            value = yield from resume(self.element, frame)
            put(frame, self.index, mapped, key, value)
        else:
            value = yield from resume(self.element, frame)
            listed.append(value)
