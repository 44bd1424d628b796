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

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Await, Call
from foretell_analyzer.meanings import DataMeaning, ListedMeaning, ToolMeaning

from ._cures import drop_await

RULE: Final = Rule("F402", "await-non-awaitable", "error", "what is awaited cannot be awaited")

_PLAIN: Final = frozenset(
    {"str", "int", "float", "bool", "list", "tuple", "dict", "set", "NoneType", "bytes"}
)


def check(facts: Facts) -> Iterator[Finding]:
    """Awaits that surely raise."""
    for node in facts.met.awaits:
        tool = _sync_tool(facts, node)
        if tool is not None:
            yield facts.finding(
                RULE,
                node,
                f"`{tool}` is not async",
                help="leave `await` out",
                subject=Subject(tool=tool, name=tool),
                fix=drop_await(facts, node),
            )
            continue
        meaning = facts.meaning(node.value)
        if isinstance(meaning, DataMeaning) and meaning.type in _PLAIN and not meaning.origin:
            message = f"{_shown(meaning)} cannot be awaited"
            cure = drop_await(facts, node)
            yield facts.finding(RULE, node, message, help="leave `await` out", fix=cure)
    yield from _gathered(facts)


def _gathered(facts: Facts) -> Iterator[Finding]:
    """`gather([…])` where `gather(*[…])` is meant."""
    for call in facts.met.calls:
        callee = facts.meaning(call.callee)
        if not isinstance(callee, ListedMeaning) or callee.name != "asyncio.gather":
            continue
        for argument in call.arguments:
            meaning = facts.meaning(argument)
            if not isinstance(meaning, DataMeaning) or meaning.type not in _PLAIN:
                continue
            if meaning.origin:
                continue  # what a tool gives, if it is not async: nobody may have said
            is_many = meaning.type in {"list", "tuple", "set"}
            yield facts.finding(
                RULE,
                argument,
                f"{_shown(meaning)} cannot be awaited",
                help="write `*` before it: `gather` takes its awaitables one by one"
                if is_many
                else None,
                certainty=facts.certainty(call),
            )


def _shown(meaning: DataMeaning) -> str:
    return "None" if meaning.type == "NoneType" else meaning.type


def _sync_tool(facts: Facts, node: Await) -> str | None:
    if not isinstance(node.value, Call):
        return None
    callee = facts.meaning(node.value.callee)
    if isinstance(callee, ToolMeaning) and facts.certain.is_async(callee.tool) is False:
        return callee.tool.name
    return None
