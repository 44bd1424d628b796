"""A function made in a loop that reads the loop's variable after the loop.

*What it finds.* A lambda, function or generator made in the rounds of a loop or comprehension, which
reads a variable that each round gives another value, and is called when the loop is over.

*Why it matters.* It reads the variable when it is called: all of them see the value of the last
round, and nothing says so.

*Example.*

    jobs = []
    for name in ("hourly", "daily"):
        jobs.append(lambda: search_files(name))      # warning: `name` is read after the loop
    print([job() for job in jobs])

*What it cannot see.* Functions that are called where the analysis cannot follow. One that a name
holds until the next round gives it another is left alone: it is of the last round, as is the value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Label, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    Call,
    DictComprehension,
    Expression,
    For,
    FunctionDefinition,
    GeneratorExpression,
    Lambda,
    ListComprehension,
    Name,
    Node,
    SetComprehension,
)
from foretell_analyzer.sites import BindingSite, How, Variable

RULE: Final = Rule("F415", "late-binding", "warning", "a loop's variable is read after the loop")

_TARGETS: Final = (How.ITERATED, How.UNPACKED_ITEM)
_COMPREHENSIONS: Final = (ListComprehension, SetComprehension, DictComprehension)
_LOOPS: Final = (For, *_COMPREHENSIONS)
_LATE: Final = (FunctionDefinition, Lambda, GeneratorExpression)


def check(facts: Facts) -> Iterator[Finding]:
    """Reads of a loop's variable by what is called after the loop."""
    for variable, sites in facts.met.bindings.items():
        loops = [loop for site in sites if (loop := _loop_of(facts, site)) is not None]
        told: set[int] = set()
        for read in facts.met.reads.get(variable, ()) if loops else ():
            found = _made_late(facts, read, loops)
            if found is None or found[0].index in told:
                continue
            late, loop = found
            use = _use_after(facts, late, loop)
            if use is None:
                continue
            told.add(late.index)
            yield _finding(facts, read, variable, late, use)


def _finding(facts: Facts, read: Name, variable: Variable, late: Node, use: Node) -> Finding:
    name = variable.name
    cure = f"keep its value in a parameter: `{name}={name}`"
    if isinstance(late, GeneratorExpression):
        cure = "make a list of it in the loop"
    return facts.finding(
        RULE,
        read,
        f"`{name}` is read when the loop is over: it has the last round's value in all of them",
        help=cure,
        subject=Subject(name=name),
        certainty="may",
        labels=(Label(facts.place(use), "called here"),),
    )


def _loop_of(facts: Facts, site: BindingSite) -> Node | None:
    """The loop whose rounds give a variable its values there."""
    if site.how not in _TARGETS:
        return None
    for above in facts.met.ancestors(site.node):
        if isinstance(above, _LOOPS):
            return above
        if isinstance(above, _LATE):
            return None
    return None


def _made_late(facts: Facts, read: Name, loops: list[Node]) -> tuple[Node, Node] | None:
    """The outermost body in a loop that a read is part of and that may run later; the loop."""
    late: Node | None = None
    below: Node = read
    for above in facts.met.ancestors(read):
        if isinstance(above, _LATE) and _runs_later(above, below):
            late = above
        if above in loops:
            is_in = not isinstance(above, For) or below in above.body
            return (late, above) if late is not None and is_in else None
        below = above
    return None


def _runs_later(above: Node, below: Node) -> bool:
    """Does a part of a function or generator run when that is used, not when it is made?"""
    match above:
        case FunctionDefinition():
            return below in above.body
        case Lambda():
            return below is above.body
        case GeneratorExpression():
            return below is not above.clauses[0]
        case _:
            return False


def _use_after(facts: Facts, late: Node, loop: Node) -> Node | None:
    """A place outside of the loop where something made in it is called or run."""
    for (body, _), run in facts.seen.runs.items():
        if body != late.index or loop.index in run.loops:
            continue
        if not _is_of_last_round(facts, run.node, loop):
            return run.node
    return None


def _is_of_last_round(facts: Facts, use: Node, loop: Node) -> bool:
    """Is what is used held by a name that each round of the loop gives another?"""
    used: Expression | None = use.callee if isinstance(use, Call) else None
    held = used if isinstance(used, Name) else use
    arguments = use.arguments if isinstance(use, Call) else ()
    names = [one for one in (held, *arguments) if isinstance(one, Name)]
    for name in names:
        variable = facts.met.variable(name)
        sites = [] if variable is None else facts.met.bindings.get(variable, [])
        if any(
            site.how in (How.ASSIGNED, How.FUNCTION) and loop in facts.met.ancestors(site.node)
            for site in sites
        ):
            return True
    return False
