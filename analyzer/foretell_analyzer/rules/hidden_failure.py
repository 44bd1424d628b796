"""An `except` that hides a mistake of the script itself.

*What it finds.* A bare `except`, or one of `Exception`, around code that surely fails: a name that does
not exist, a wrong call, a method that there is not. The mistake has its own finding at its place;
this one is at the handler that keeps it from being noticed.

*Why it matters.* The handler was meant for what may go wrong outside. It runs each time, and the
script goes on as if the outside had failed.

*Example.*

    try:
        tickets = lst_tickets()
    except Exception:      # warning: this hides that `lst_tickets` is no tool
        tickets = []

*What it cannot see.* Mistakes in functions that are called in the `try`. A handler that raises again
hides nothing, and one that names the exception (`except NameError`) is taken for meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from foretell_analyzer.diagnostics import Finding, Label, Rule
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    ExceptionHandler,
    FunctionDefinition,
    Lambda,
    Name,
    Node,
    Raise,
    Try,
    Tuple,
    walk,
)

from . import (
    missing_argument,
    not_callable,
    too_many_arguments,
    unbound,
    unknown_argument,
    unknown_attribute,
    unknown_name,
    unknown_tool,
    wrong_operand,
)

RULE: Final = Rule("F416", "hidden-failure", "warning", "an `except` hides a mistake")

_RAISED: Final[Mapping[Callable[[Facts], Iterable[Finding]], frozenset[str]]] = {
    unknown_tool.check: frozenset({"NameError"}),
    unknown_name.check: frozenset({"NameError"}),
    unbound.check: frozenset({"NameError", "UnboundLocalError"}),
    unknown_attribute.check: frozenset({"AttributeError"}),
    not_callable.check: frozenset({"TypeError"}),
    wrong_operand.check: frozenset({"TypeError"}),
    missing_argument.check: frozenset({"TypeError"}),
    unknown_argument.check: frozenset({"TypeError"}),
    too_many_arguments.check: frozenset({"TypeError"}),
}
"""What finds mistakes, and what these raise."""
_BROAD: Final = frozenset({"Exception", "BaseException"})


def check(facts: Facts) -> Iterator[Finding]:
    """Handlers that catch what a mistake raises."""
    tries = [one for one in facts.met.statements if isinstance(one, Try) and one.handlers]
    if not any(_names(handler) & _BROAD for one in tries for handler in one.handlers):
        return
    told: set[int] = set()
    for judge, raised in _RAISED.items():
        for fault in judge(facts):
            handler = _hiding(facts, tries, fault, raised)
            if handler is None or handler.index in told:
                continue
            told.add(handler.index)
            yield facts.finding(
                RULE,
                handler,
                f"this hides a mistake: {fault.message}",
                help="name the exceptions that are meant",
                subject=fault.subject,
                certainty="may",
                place=facts.name_place(handler, "except"),
                labels=(Label(fault.span, "hidden here"),),
            )


def _hiding(
    facts: Facts, tries: list[Try], fault: Finding, raised: frozenset[str]
) -> ExceptionHandler | None:
    """The handler that keeps a fault from being noticed: of the innermost `try` that catches it."""
    if fault.severity != "error":
        return None
    around = [one for one in tries if any(_has(facts, part, fault) for part in one.body)]
    for one in reversed(around):
        if _is_in_function(facts, one, fault):
            return None
        for handler in one.handlers:
            names = _names(handler)
            if names & raised:
                return None
            if names & _BROAD:
                if any(isinstance(inner, Raise) for inner in walk(handler)):
                    break
                return handler
    return None


def _has(facts: Facts, node: Node, fault: Finding) -> bool:
    span = facts.module.span(node)
    return span.start <= fault.span.start and fault.span.end <= span.end


def _is_in_function(facts: Facts, around: Try, fault: Finding) -> bool:
    """Is a fault in a function that a `try` only defines?"""
    return any(
        isinstance(inner, (FunctionDefinition, Lambda)) and _has(facts, inner, fault)
        for part in around.body
        for inner in walk(part)
    )


def _names(handler: ExceptionHandler) -> frozenset[str]:
    """The exceptions that a handler names; a bare one catches them all."""
    if handler.kind is None:
        return _BROAD
    kinds = handler.kind.elements if isinstance(handler.kind, Tuple) else (handler.kind,)
    return frozenset(one.identifier for one in kinds if isinstance(one, Name))
