"""`match`: its cases, one after the other."""

from __future__ import annotations

from ..effects import NOTHING, Effect, alternatives, perhaps
from ..ir import (
    CapturePattern,
    MappingPattern,
    Match,
    MatchCase,
    Name,
    Pattern,
    StarPattern,
    Statement,
)
from ..ir.module import walk
from ..values.store import Delta
from . import steering
from .evaluator import STATEMENTS, Evaluator
from .matching import match_pattern
from .narrowing import assume
from .places import refine
from .truth import truth_of


def match_statement(ev: Evaluator, node: Statement) -> None:
    """The cases from top to bottom; what one surely takes does not reach the next."""
    assert isinstance(node, Match)
    subject = ev.evaluate(node.subject)
    if not ev.goes_on():
        return
    ways: list[Delta] = []
    begin = ev.branch()
    begun = steering.begin(ev)
    steering.steer(ev, ev.origins_within(subject))
    outside: list[tuple[MatchCase, Effect, list[Effect]]] = []
    rest = subject
    for case in node.cases:
        mark = ev.branch()
        matched, left = match_pattern(ev, case.pattern, rest, node)
        is_taken = not matched.is_bottom
        surely = left.is_bottom
        asked = NOTHING
        around = ev.begin()
        if is_taken:
            if isinstance(node.subject, Name) and node.subject.identifier not in bound_by(
                case.pattern
            ):
                refine(ev, node.subject, matched)
            if case.guard is not None:
                outer = ev.begin()
                test = ev.evaluate(case.guard)
                asked = ev.end(outer)
                truth = truth_of(ev, test, case.guard) if ev.goes_on() else False
                steering.steer(ev, steering.extent(ev, test))
                if truth is not True:
                    surely, left = False, rest
                if truth is False:
                    ev.reachable = False
                else:
                    assume(ev, case.guard, holds=True)
            if ev.goes_on():
                ev.execute(case.body)
            if ev.goes_on():
                ways.append(ev.store.delta(begin))
        body = ev.end_here(around)
        ev.store.rollback(mark)
        ev.reachable = True
        ev.record(perhaps(case, asked))
        if surely and is_taken:
            ev.record(body)
            ev.reachable = False
            break
        if is_taken:
            outside.append((case, body, ev.begin()))
        rest = left
        if isinstance(node.subject, Name) and not rest.is_bottom:
            refine(ev, node.subject, rest)
    if ev.goes_on():
        ways.append(ev.store.delta(begin))
    while outside:
        case, body, around = outside.pop()
        others = ev.end(around)
        ev.record(alternatives(case, (body, others)))
    ev.store.rollback(begin)
    ev.meet(ways)
    steering.end(ev, begun)


def bound_by(pattern: Pattern) -> set[str | None]:
    """The names that a pattern binds."""
    names: set[str | None] = set()
    for one in walk(pattern):
        if isinstance(one, (CapturePattern, StarPattern)):
            names.add(one.name)
        elif isinstance(one, MappingPattern):
            names.add(one.rest)
    return names


STATEMENTS[Match] = match_statement
