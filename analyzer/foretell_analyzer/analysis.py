"""Takes the text of a script and a tool catalog, gives the report: the way through all phases.

Where the text is no script of the dialect, the report has the findings that say why, and
nothing else: no plan, no tools, no bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .bounds import Bound
from .calls import Calls
from .catalog import ToolCatalog
from .counting import count_calls
from .diagnostics import Finding, Place
from .dialect import Dialect, load_dialect
from .edges import make_call_graph
from .errors import UsageError
from .facts import Facts
from .ir import Module
from .outcomes import ALL
from .planning import make_plan
from .repetition import Repetition
from .report import Digests, Report
from .resolve import resolve
from .rules import BY_NAME, check
from .screen import Problem
from .sinks import find_flows
from .sites import World
from .source import Script, Span
from .syntax import check_syntax


def analyze(
    text: str | Script,
    catalog: ToolCatalog,
    *,
    name: str = "script.py",
    dialect: str | Dialect | None = None,
    inputs: Mapping[str, object] | None = None,
) -> Report:
    """What a script will do with these tools; nothing of it runs.

    `inputs` are names that exist when the script runs, each with the name of its type or a JSON
    Schema.
    """
    script = text if isinstance(text, Script) else Script(text, name)
    table = _dialect(dialect)
    module = read_module(script)
    digests = Digests(script.digest, catalog.digest, table.digest)
    if isinstance(module, Problem):
        return Report(script, (_syntax_finding(script, module),), digests, catalog=catalog)
    world = World(catalog, table, dict(inputs or {}))
    try:
        return _judge(script, module, world, digests)
    except RecursionError:
        problem = Problem("internal-limit", "the analysis gave up on this script", Span(0, 0))
        return Report(script, (_syntax_finding(script, problem),), digests, catalog=catalog)


def _judge(script: Script, module: Module, world: World, digests: Digests) -> Report:
    resolution = resolve(module)
    refused = check_syntax(
        module,
        resolution,
        top_level_await=world.dialect.top_level_await,
        top_level_return=world.dialect.top_level_return,
    )
    if refused:
        findings = tuple(_syntax_finding(script, problem) for problem in refused)
        return Report(script, findings, digests, catalog=world.catalog)
    facts = Facts(resolution, world)
    calls = Calls(facts)
    repetition = Repetition(facts, calls)
    counts = dict(count_calls(facts, calls, repetition))
    total = counts.pop(ALL, Bound(0, 0))
    return Report(
        script=script,
        findings=tuple(check(facts)),
        digests=digests,
        plan=make_plan(facts, calls, repetition),
        call_graph=make_call_graph(facts),
        tools=counts,
        flows=find_flows(facts),
        bounds={"tool_calls": total},
        assumptions=tuple(_assumptions(facts, calls)),
        module=module,
        resolution=resolution,
        catalog=world.catalog,
    )


def read_module(script: Script) -> Module | Problem:
    """The module of a script, or why it is none."""
    from .lower import lower  # noqa: PLC0415  # LibCST takes long to import
    from .parse import parse  # noqa: PLC0415  # likewise

    tree = parse(script)
    return tree if isinstance(tree, Problem) else lower(script, tree)


def _assumptions(facts: Facts, calls: Calls) -> Iterator[str]:
    """What the counts rest on that nobody has said."""
    if not facts.met.awaits:
        return
    doubtful: set[str] = set()
    for call, meaning in facts.tool_calls:
        is_async = facts.certain.is_async(meaning.tool)
        if is_async is None and not calls.is_run(call):
            doubtful.add(meaning.tool.name)
    for tool in sorted(doubtful):
        yield f"`{tool}` is not async: it is called without `await`, and nobody says"


def _dialect(dialect: str | Dialect | None) -> Dialect:
    if isinstance(dialect, Dialect):
        return dialect
    try:
        return load_dialect(dialect or "python")
    except ValueError as error:
        raise UsageError(str(error)) from None


def _syntax_finding(script: Script, problem: Problem) -> Finding:
    rule = BY_NAME[problem.rule]
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        certainty="must",
        message=problem.message,
        span=Place.of(script, problem.span),
        help=problem.help,
    )
