"""A loop that cannot end.

*What it finds.* `while True` (or another constant) whose body has nothing that could end it: no
`break`, `return`, `raise`, `yield`, `await` or call; and a `while` whose condition reads only
names that nothing in the loop changes.

*Why it matters.* The script runs until a budget stops it, with whatever the loop does done over and
over.

*Example.*

    page = 0
    while page < 3:      # error: nothing in the loop changes `page`
        results.extend(search_emails("x", limit=10))

*What it cannot see.* Loops whose condition is worked out by a call. A loop whose body calls
something may end by an exception: then the finding is `may`, and inside a `try` there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    Assert,
    Await,
    Break,
    Call,
    Compare,
    Constant,
    Expression,
    For,
    FunctionDefinition,
    Lambda,
    Name,
    Node,
    Raise,
    Return,
    Try,
    While,
    With,
    Yield,
    YieldFrom,
    children,
    walk,
)
from foretell_analyzer.meanings import DataMeaning

RULE: Final = Rule("F405", "endless-loop", "error", "a loop cannot end")

_IMMUTABLE: Final = frozenset({"int", "float", "bool", "str", "NoneType", "number"})


def check(facts: Facts) -> Iterator[Finding]:
    """Loops with no way out."""
    for statement in facts.met.statements:
        if not isinstance(statement, While) or _has_exit(statement):
            continue
        has_call = _has_call(statement)
        if facts.constants.is_true(statement.test) is True and isinstance(statement.test, Constant):
            if not has_call:
                yield facts.finding(RULE, statement.test, "this loop cannot end")
            continue
        names = _fixed_names(facts, statement)
        if not names or facts.is_guarded(statement):
            continue
        shown = " or ".join(f"`{one}`" for one in names)
        yield facts.finding(
            RULE,
            statement.test,
            f"nothing in this loop changes {shown}",
            help="change it in the loop, or use `for … in range(…)`",
            subject=Subject(name=names[0]),
            certainty="may",
        )


def _has_exit(loop: While) -> bool:
    """Is there a statement in the loop that could leave it?"""
    stack: list[tuple[Node, bool]] = [(one, True) for one in loop.body]
    while stack:
        node, is_own = stack.pop()
        match node:
            case Return() | Raise() | Yield() | YieldFrom() | Await() | Try() | With() | Assert():
                return True
            case Break():
                if is_own:
                    return True
            case FunctionDefinition() | Lambda():
                continue
            case _:
                pass
        is_inner = isinstance(node, (For, While))
        stack.extend((child, is_own and not is_inner) for child in children(node))
    return False


def _has_call(loop: While) -> bool:
    return any(isinstance(node, Call) for one in loop.body for node in walk(one))


def _fixed_names(facts: Facts, loop: While) -> tuple[str, ...]:
    """The names in a condition that compares names and constants, if the loop changes none."""
    if not isinstance(loop.test, Compare):
        return ()
    operands: tuple[Expression, ...] = (loop.test.left, *loop.test.comparators)
    names: list[str] = []
    for operand in operands:
        if isinstance(operand, Constant):
            continue
        variable = facts.met.variable(operand) if isinstance(operand, Name) else None
        meaning = facts.meaning(operand)
        if variable is None or not isinstance(meaning, DataMeaning):
            return ()
        if meaning.type not in _IMMUTABLE:
            return ()
        for site in facts.met.bindings.get(variable, ()):
            is_inside = loop in facts.met.ancestors(site.node)
            is_elsewhere = facts.met.function_around(site.node) is not facts.met.function_around(
                loop
            )
            if is_inside or is_elsewhere:
                return ()
        names.append(variable.name)
    return tuple(dict.fromkeys(names))
