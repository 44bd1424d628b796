"""Takes a `Module` and its names, gives what CPython's compiler would refuse in it.

A grammar lets through more than Python is: `return` outside a function, two stars in one target,
`nonlocal` without a name to mean. LibCST reads such a text, `lower` gives it a shape, and here it is
refused, in the compiler's own short words. `compile()` is the oracle of the tests and is not called
here: it would emit warnings for the whole process.

Accepted although Python 3.11 refuses it, because later Pythons run it and models write it:

- type parameters and `type` statements (PEP 695, 696),
- f-strings that use their own quotes, backslashes or deeper nesting inside a field (PEP 701).

Refused although Python 3.11 accepts it: `(name): annotation`, which LibCST cannot read, and
`from __future__ import barry_as_FLUFL`.
"""

from __future__ import annotations

from ..bindings import Resolution
from ..ir import Module
from ..screen import Problem
from .checker import Checker
from .expressions import EXPRESSIONS
from .named import check_named
from .statements import STATEMENTS, leading_imports

__all__ = ["check_syntax"]

_VISITS = {**EXPRESSIONS, **STATEMENTS}


def check_syntax(
    module: Module,
    resolution: Resolution,
    *,
    top_level_await: bool = True,
    top_level_return: bool = False,
) -> tuple[Problem, ...]:
    """All that is wrong with the syntax of a module, in the order of its source.

    Hosts that put a script into an `async def` of theirs allow `await`, perhaps `return`, at the
    top level.
    """
    checker = Checker(
        module, resolution, allows_await=top_level_await, allows_return=top_level_return
    )
    imports = leading_imports(module)
    checker.future = frozenset(one.name for statement in imports for one in statement.names)
    _visit_all(checker)
    if checker.has_named and checker.comprehensions:
        check_named(checker)
    for frame in checker.functions:
        if frame.has_yield:
            for statement in frame.returns:
                checker.report(statement, "'return' with value in async generator")
    for conflict in resolution.conflicts:
        checker.report(conflict.node, conflict.message)
    return checker.problems() if checker.troubles else ()


def _visit_all(checker: Checker) -> None:
    visit_of = _VISITS.get
    stack, later = checker.stack, checker.later
    later.append((checker.place, checker.module.body))
    while later:
        checker.place, nodes = later.pop()
        stack.extend(nodes)
        while stack:
            node = stack.pop()
            visit = visit_of(type(node))
            if visit is not None:
                visit(checker, node)
