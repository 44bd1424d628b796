"""Generator expressions: lazy but for the first iterable."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.kernel import UNSET, Cell, Code, Expression, Frame, note, refill, truth
from foretell.interpreter.nodes.awaiting import begin_async, step_async
from foretell.interpreter.nodes.comprehensions import Clause
from foretell.interpreter.nodes.operations import resume
from foretell.interpreter.suspended import BODY, ScriptAsyncGenerator, ScriptGenerator
from foretell.interpreter.suspension import Suspension, Yielded, evaluate


@final
class GeneratorExpression(Expression):
    """`(element for …)`; `is_plain` if nothing in it awaits."""

    code: Code
    captures: list[tuple[int, int]]
    clauses: list[Clause]
    element: Expression
    is_plain: bool

    def __init__(
        self,
        index: i64,
        code: Code,
        captures: list[tuple[int, int]],
        clauses: list[Clause],
        element: Expression,
        *,
        is_plain: bool,
    ) -> None:
        self.index = index
        self.resumable = False
        self.code = code
        self.captures = captures
        self.clauses = clauses
        self.element = element
        self.is_plain = is_plain

    def eval(self, frame: Frame) -> object:
        clause = self.clauses[0]
        value = clause.iterable.eval(frame)
        return self.begin(frame, value)

    def begin(self, frame: Frame, value: object) -> object:
        """Make the generator over the first iterable."""
        clause = self.clauses[0]
        code = self.code
        slots: list[object] = [UNSET] * code.size
        for here, there in self.captures:
            slots[here] = frame.slots[there]
        for slot in code.cells:
            slots[slot] = Cell(UNSET)
        inner = Frame(slots, frame.runtime, code)
        frame.runtime.allocated += BODY
        if clause.is_async:
            first = begin_async(frame, self.index, value)
        else:
            try:
                first = operators.iterate(frame.runtime, value)
            except BaseException as error:
                note(frame, error, self.index)
                raise
        name = code.qualified_name
        if not self.is_plain:
            body = Suspension(inner, self.advance(inner, 0, first), "async generator")
            return ScriptAsyncGenerator(code.name, name, body)
        one = len(self.clauses) == 1
        host = self.produce(inner, first) if one else self.nest(inner, 0, first)
        return ScriptGenerator(code.name, name, Suspension(inner, host, "generator"))

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        value = yield from resume(self.clauses[0].iterable, frame)
        return self.begin(frame, value)

    def produce(self, frame: Frame, items: Any) -> Generator[object, object, object]:
        """Yield the elements of the commonest form: one clause."""
        runtime = frame.runtime
        clause = self.clauses[0]
        element = self.element
        conditions = clause.conditions
        target = clause.target
        slots = frame.slots
        slot = clause.slot
        try:
            for item in items:
                runtime.steps -= 1
                if runtime.steps < 0:
                    refill(frame, self.index)
                if slot >= 0:
                    slots[slot] = item
                else:
                    target.store(frame, item)
                holds = True
                for condition in conditions:
                    if not truth(frame, condition.index, evaluate(condition, frame)):
                        holds = False
                        break
                if holds:
                    yield evaluate(element, frame)
        except BaseException as error:
            note(frame, error, self.index)
            raise
        return None

    def nest(self, frame: Frame, level: int, items: Any) -> Generator[object, object, object]:
        """Yield the elements of several clauses."""
        clause = self.clauses[level]
        try:
            for item in items:
                frame.runtime.charge(1)
                clause.target.store(frame, item)
                holds = True
                for condition in clause.conditions:
                    if not truth(frame, condition.index, evaluate(condition, frame)):
                        holds = False
                        break
                if not holds:
                    continue
                if level + 1 == len(self.clauses):
                    yield evaluate(self.element, frame)
                else:
                    below = self.clauses[level + 1].iterable
                    more = operators.iterate(frame.runtime, evaluate(below, frame))
                    yield from self.nest(frame, level + 1, more)
        except BaseException as error:
            note(frame, error, self.index)
            raise
        return None

    def advance(self, frame: Frame, level: int, items: Any) -> Generator[object, object, object]:
        """Yield the elements where something awaits."""
        clause = self.clauses[level]
        place = self.index
        if clause.is_async:
            while True:
                item = yield from step_async(frame, place, items)
                if item is UNSET:
                    return None
                yield from self.take(frame, level, item)
        for item in items:
            yield from self.take(frame, level, item)
        return None

    def take(self, frame: Frame, level: int, item: object) -> Generator[object, object, None]:
        """Do one turn of the clause at `level`."""
        clause = self.clauses[level]
        frame.runtime.charge(1)
        clause.target.store(frame, item)
        for condition in clause.conditions:
            answer = yield from resume(condition, frame)
            if not truth(frame, condition.index, answer):
                return
        if level + 1 == len(self.clauses):
            value = yield from resume(self.element, frame)
            yield Yielded(value)
            return
        below = self.clauses[level + 1]
        iterable = yield from resume(below.iterable, frame)
        if below.is_async:
            more = begin_async(frame, self.index, iterable)
        else:
            more = operators.iterate(frame.runtime, iterable)
        yield from self.advance(frame, level + 1, more)
