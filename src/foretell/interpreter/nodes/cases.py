"""`match`: cases are tried in order; names are bound when a whole pattern has matched."""

from __future__ import annotations

from collections.abc import Generator
from typing import final

from mypy_extensions import i64

from foretell.interpreter.kernel import NORMAL, Expression, Frame, Statement, truth
from foretell.interpreter.nodes.blocks import resume_block, run_block
from foretell.interpreter.nodes.matching import Pattern
from foretell.interpreter.nodes.operations import resume
from foretell.interpreter.nodes.targets import Target


@final
class Case:
    """`case pattern if guard`."""

    pattern: Pattern
    guard: Expression | None
    body: Statement | None
    cost: i64

    def __init__(
        self, pattern: Pattern, guard: Expression | None, body: Statement | None, cost: i64
    ) -> None:
        self.pattern = pattern
        self.guard = guard
        self.body = body
        self.cost = cost

    def applies(self, frame: Frame, subject: object) -> bool:
        """Tell whether the pattern matches; what it captures is then bound."""
        targets: list[Target] = []
        values: list[object] = []
        if not self.pattern.matches(frame, subject, targets, values):
            return False
        number = 0
        for target in targets:
            target.store(frame, values[number])
            number += 1
        return True


@final
class Match(Statement):
    """`match`."""

    subject: Expression
    cases: list[Case]

    def __init__(self, index: i64, subject: Expression, cases: list[Case]) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.subject = subject
        self.cases = cases

    def exec(self, frame: Frame) -> i64:
        subject = self.subject.eval(frame)
        outer = frame.building
        frame.building = [outer, subject]
        try:
            for case in self.cases:
                if case.applies(frame, subject) and (case.guard is None or case.guard.test(frame)):
                    frame.runtime.steps -= case.cost
                    return run_block(case.body, frame)
            return NORMAL
        finally:
            frame.building = outer

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        subject = yield from resume(self.subject, frame)
        for case in self.cases:
            if not case.applies(frame, subject):
                continue
            if case.guard is not None:
                answer = yield from resume(case.guard, frame)
                if not truth(frame, self.index, answer):
                    continue
            frame.runtime.steps -= case.cost
            code = yield from resume_block(case.body, frame)
            return code
        return NORMAL
