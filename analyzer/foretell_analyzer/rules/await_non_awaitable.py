"""An `await` of something that cannot be awaited.

*What it finds.* `await tool(…)` where the tool is known not to be async, `await` of a value whose
type is certain and has nothing to wait for, and such a value given to `asyncio.gather`, such as a
list of coroutines where its items are meant.

*Why it matters.* The tool is called and does its work; then the line raises `TypeError`.

*Example.*

    text = await read_file("a.txt")      # error: `read_file` is not async

*What it cannot see.* Tools of which nobody says whether they are async.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Fix, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Await, Call, Node
from foretell_analyzer.meanings import ToolMeaning

from ._cures import drop_await
from ._values import shown_type

RULE: Final = Rule("F402", "await-non-awaitable", "error", "what is awaited cannot be awaited")

_MANY: Final = frozenset({"list", "tuple", "set"})


def check(facts: Facts) -> Iterator[Finding]:
    """Awaits that surely raise."""
    for problem in facts.problems("await-non-awaitable"):
        if not problem.is_certain:
            continue
        tool = _sync_tool(facts, problem.node)
        if tool is not None:
            yield facts.finding(
                RULE,
                problem.node,
                f"`{tool}` is not async",
                help="leave `await` out",
                subject=Subject(tool=tool, name=tool),
                fix=_fix(facts, problem.node),
            )
            continue
        kinds = facts.types_of(problem.detail.value)
        cure = "leave `await` out"
        if not isinstance(problem.node, Await):
            cure = "give it something async"
            if _MANY.intersection(kinds):
                cure = "write `*` before it: `gather` takes its awaitables one by one"
        yield facts.finding(
            RULE,
            problem.node,
            f"{' or '.join(map(shown_type, kinds))} cannot be awaited",
            help=cure,
            certainty=facts.problem_certainty(problem),
            fix=_fix(facts, problem.node),
        )


def _fix(facts: Facts, node: Node) -> Fix | None:
    return drop_await(facts, node) if isinstance(node, Await) else None


def _sync_tool(facts: Facts, node: Node) -> str | None:
    if not isinstance(node, Await) or not isinstance(node.value, Call):
        return None
    callee = facts.meaning(node.value.callee)
    if isinstance(callee, ToolMeaning) and facts.certain.is_async(callee.tool) is False:
        return callee.tool.name
    return None
