"""A result that is dropped although getting it was all the call could do.

*What it finds.* A statement that only calls a method of a text that gives a new text, a builtin
without effects such as `sorted`, or a tool that is known to do nothing but read.

*Why it matters.* Texts do not change: `name.strip()` alone does nothing. Most likely an assignment
was forgotten.

*Example.*

    name = "  Ada  "
    name.strip()      # warning: the result of `name.strip` is dropped

*What it cannot see.* Results that are bound to a name and never used. A call inside a `try` may be
there for its failure and is left alone, and so is the last line: it is the script's result.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Await, Call, ExpressionStatement
from foretell_analyzer.meanings import ListedMeaning, ToolMeaning

RULE: Final = Rule("F408", "unused-result", "warning", "a result is dropped that was all there is")

_PURE: Final = frozenset({"sorted", "len", "str", "sum", "max", "min", "abs", "round", "reversed"})


def check(facts: Facts) -> Iterator[Finding]:
    """Statements that are a call without effects."""
    for statement in facts.met.statements:
        if not isinstance(statement, ExpressionStatement) or statement is facts.result:
            continue
        value = statement.value.value if isinstance(statement.value, Await) else statement.value
        if not isinstance(value, Call) or facts.is_guarded(statement):
            continue
        meaning = facts.meaning(value.callee)
        tool: str | None = None
        match meaning:
            case ToolMeaning(tool=called) if called.effects is not None:
                if called.changes_the_world:
                    continue
                tool = called.name
            case ListedMeaning(receiver="str"):
                pass
            case ListedMeaning(name=name, module="builtins", receiver=None) if name in _PURE:
                pass
            case _:
                continue
        shown = facts.snippet(value.callee)
        yield facts.finding(
            RULE,
            value.callee,
            f"the result of `{shown}` is dropped, and it does nothing else",
            subject=Subject(tool=tool, name=shown),
            certainty="must",
        )
