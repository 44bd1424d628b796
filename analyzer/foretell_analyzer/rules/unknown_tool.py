"""A called name that is neither defined nor a tool.

*What it finds.* A call of a name that the script does not bind, that is no tool of the catalog, no
declared input and no builtin.

*Why it matters.* Models remember tools of other hosts. The call raises `NameError`, after
everything above it has already happened.

*Example.*

    delete_all_mails()
    notify_owner("done")      # error: `notify_owner` is neither defined here nor a tool

*What it cannot see.* Names that a function called earlier would have bound by `globals()`; tools
called through a value, such as an entry of a dict.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from foretell_analyzer.arguments import bind, formals_of_tool
from foretell_analyzer.catalog import signature
from foretell_analyzer.diagnostics import Finding, Fix, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Call, Name
from foretell_analyzer.sites import How
from foretell_analyzer.suggestions import nearest

from ._cures import add_import, one_fix, rename_callee
from ._foreign import NAMES
from ._names import MOST_CURES, is_called, unknown_reads, where_to_import

RULE: Final = Rule("N201", "unknown-tool", "error", "a called name is neither defined nor a tool")


def check(facts: Facts) -> Iterator[Finding]:
    """Calls of names that do not exist."""
    unknown = (read for read in unknown_reads(facts) if is_called(facts, read.node))
    for count, read in enumerate(unknown):
        name = read.node.identifier
        is_cured = count < MOST_CURES
        yield facts.finding(
            RULE,
            read.node,
            f"`{name}` is neither defined here nor a tool",
            help=_cure(facts, read.node) if is_cured else None,
            fix=_fix(facts, read.node) if is_cured else None,
            subject=Subject(tool=name, name=name),
            certainty="may" if read.in_annotation else None,
        )


def _fix(facts: Facts, read: Name) -> Fix | None:
    """Another name for what is called, or the import that was forgotten."""
    name = read.identifier
    callables = _callable_names(facts) | facts.catalog.tools.keys()
    tools = nearest(name, facts.catalog.tools) or _taking_the_same(facts, read)
    if tools:
        return rename_callee(facts, read, callables, tools)
    others = nearest(name, callables, limit=1)
    return one_fix(
        partial(add_import, facts, read), partial(rename_callee, facts, read, callables, others)
    )


def _cure(facts: Facts, read: Name) -> str | None:
    """The tools that may have been meant, else the nearest name of another kind."""
    name = read.identifier
    tools = nearest(name, facts.catalog.tools) or _taking_the_same(facts, read)
    if name in NAMES and not tools:
        return NAMES[name]
    if tools:
        shown = " or ".join(f"`{signature(facts.catalog.tools[one])}`" for one in tools)
        return f"did you mean {shown}?"
    others = nearest(name, _callable_names(facts), limit=1)
    return f"did you mean `{others[0]}`?" if others else where_to_import(facts, name)


def _taking_the_same(facts: Facts, read: Name) -> list[str]:
    """Tools that take just the keywords of this call: `pay_bill(recipient=…)` is `send_money`."""
    call = facts.parent(read)
    if not isinstance(call, Call):
        return []
    keywords = {one.name for one in call.keywords if one.name is not None}
    if len(keywords) < 2 or len(keywords) < len(call.keywords):
        return []
    fitting: list[str] = []
    for tool in facts.catalog.tools.values():
        bound = bind(call, formals_of_tool(tool))
        if keywords <= {one.name for one in tool.parameters} and not bound.missing:
            fitting.append(tool.name)
    return fitting if len(fitting) <= 2 else []


def _callable_names(facts: Facts) -> set[str]:
    """Functions and classes of the script, and builtins that can be called."""
    names = {
        one.name
        for one, sites in facts.met.bindings.items()
        if any(site.how in (How.FUNCTION, How.CLASS) for site in sites)
    }
    builtins = facts.dialect.builtins
    return names | {name for name in builtins if builtins[name].is_callable}
