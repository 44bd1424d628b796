"""A result that is dropped although getting it was all the call could do.

*What it finds.* A statement that only calls a method of a text that gives a new text, a builtin
without effects such as `sorted`, or a tool that does nothing but read: because the overlay or its hints say
so, or, where nobody says anything, because it is called `get_…`, `list_…`, `search_…` and declares what
it gives. If only its name says so, it is a note.

*Why it matters.* Texts do not change: `name.strip()` alone does nothing. Most likely an assignment
was forgotten.

*Example.*

    name = "  Ada  "
    name.strip()      # warning: the result of `name.strip` is dropped

*What it cannot see.* Results that are bound to a name and never used. A call inside a `try` may be
there for its failure and is left alone, and so is the last line: it is the script's result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from foretell_analyzer.catalog import Tool
from foretell_analyzer.diagnostics import Finding, Rule, Severity, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Await, Call, ExpressionStatement
from foretell_analyzer.meanings import ListedMeaning, ToolMeaning
from foretell_analyzer.suggestions import words

RULE: Final = Rule("F408", "unused-result", "warning", "a result is dropped that was all there is")

_PURE: Final = frozenset({"sorted", "len", "str", "sum", "max", "min", "abs", "round", "reversed"})
_READING: Final = frozenset(
    {"get", "list", "search", "read", "find", "fetch", "query", "lookup", "count", "describe"}
)
_CHANGING: Final = frozenset(
    {"add", "and", "append", "apply", "archive", "as", "assign", "book", "call", "cancel", "clear",
     "close", "copy", "create", "delete", "do", "download", "edit", "execute", "import", "insert",
     "install", "invite", "lock", "log", "mark", "move", "new", "open", "or", "patch", "pay", "pop",
     "post", "publish", "push", "put", "record", "refresh", "remove", "replace", "reset", "run",
     "save", "send", "set", "share", "start", "stop", "store", "submit", "subscribe", "sync",
     "trash", "trigger", "unlock", "update", "upload", "write"}
)  # fmt: skip
"""Words of names of tools that only read, and of those that may do more."""


def check(facts: Facts) -> Iterator[Finding]:
    """Statements that are a call without effects."""
    for statement in facts.met.statements:
        if not isinstance(statement, ExpressionStatement) or statement is facts.result:
            continue
        value = statement.value.value if isinstance(statement.value, Await) else statement.value
        if not isinstance(value, Call) or facts.is_guarded(statement):
            continue
        made = facts.seen.value(value)
        if value is statement.value and made is not None and facts.coroutines(made):
            continue  # the business of `missing-await`
        meaning = facts.meaning(value.callee)
        if isinstance(meaning, ToolMeaning) and only_reads(meaning.tool):
            yield _finding(facts, value, meaning.tool)
        elif isinstance(meaning, ListedMeaning) and _is_pure(meaning):
            yield _finding(facts, value, None)


def _is_pure(meaning: ListedMeaning) -> bool:
    if meaning.receiver is None:
        return meaning.module == "builtins" and meaning.name in _PURE
    return meaning.receiver == "str"


def _finding(facts: Facts, call: Call, tool: Tool | None) -> Finding:
    shown = facts.snippet(call.callee)
    doubt: Severity | None = None
    if tool is not None and tool.effects is None and tool.hints.read_only is None:
        doubt = "warning" if _declares_result(tool) else "note"
    does = "it does nothing else" if doubt is None else "it seems to do nothing else"
    return facts.finding(
        RULE,
        call.callee,
        f"the result of `{shown}` is dropped, and {does}",
        subject=Subject(tool=None if tool is None else tool.name, name=shown),
        certainty="must" if doubt is None else "may",
        severity=doubt,
    )


def only_reads(tool: Tool) -> bool:
    """Does a tool do nothing but read, as far as anybody says, or else by its name?"""
    if tool.effects is not None:
        return not tool.changes_the_world
    hints = tool.hints
    if hints.destructive or hints.read_only is not None:
        return bool(hints.read_only) and not hints.destructive
    own = words(tool.name)
    return bool(_READING.intersection(own[:2])) and not _CHANGING.intersection(own)


def _declares_result(tool: Tool) -> bool:
    """Is it said what a tool gives, and is that more than None?"""
    schema = tool.output_schema
    return isinstance(schema, Mapping) and bool(schema) and schema.get("type") != "null"
