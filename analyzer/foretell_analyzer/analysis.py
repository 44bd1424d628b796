"""Takes the text of a script and a tool catalog, gives the report: the way through all phases.

Where the text is no script of the dialect, the report has the findings that say why, and
nothing else: no plan, no tools, no bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .behaviour import Behaviour, behaviour_of
from .callsites import find_call_sites
from .catalog import ToolCatalog
from .diagnostics import Finding, Place
from .dialect import Dialect, load_dialect
from .earlier import tell_here
from .edges import make_call_graph
from .errors import UsageError
from .facts import Facts
from .ir import Await, ComprehensionClause, Expression, Module, Node, make_sequel
from .report import Digests, Report
from .resolve import resolve
from .rules import BY_NAME, check
from .screen import Problem
from .session import Session
from .sinks import find_flows
from .sites import World
from .source import Script, Span
from .syntax import check_syntax


def analyze(  # noqa: PLR0913 - all that a script is judged with
    text: str | Script,
    catalog: ToolCatalog,
    *,
    name: str = "script.py",
    dialect: str | Dialect | None = None,
    inputs: Mapping[str, object] | None = None,
    session: Session | None = None,
) -> Report:
    """What a script will do with these tools; nothing of it runs.

    `inputs` are names that exist when the script runs, each with the name of its type or a JSON
    Schema. `session` is what earlier snippets left: the script is judged as the next one, and
    `session.after(report)` is the session behind it.
    """
    script = text if isinstance(text, Script) else Script(text, name)
    table = _dialect(dialect)
    before = Session() if session is None else session
    module = read_module(script, before.next_index)
    digests = Digests(
        script.digest, catalog.digest, table.digest, "" if session is None else session.digest
    )
    if isinstance(module, Problem):
        return Report(script, (_syntax_finding(script, module),), digests, catalog=catalog)
    given = dict(inputs or {})
    world = World(catalog, table, before.inputs(given), given)
    try:
        return _judge(script, module, world, digests, before)
    except RecursionError:
        problem = Problem("internal-limit", "the analysis gave up on this script", Span(0, 0))
        return Report(script, (_syntax_finding(script, problem),), digests, catalog=catalog)


def _judge(script: Script, own: Module, world: World, digests: Digests, session: Session) -> Report:
    module = make_sequel(session.snippets, own)
    resolution = resolve(own)
    refused = check_syntax(
        own,
        resolution,
        top_level_await=world.dialect.top_level_await,
        top_level_return=world.dialect.top_level_return,
    )
    if refused:
        findings = tuple(_syntax_finding(script, problem) for problem in refused)
        return Report(script, findings, digests, catalog=world.catalog)
    if module is not own:
        resolution = resolve(module)
    facts = Facts(resolution, world)
    behaviour = behaviour_of(facts)
    return Report(
        script=script,
        findings=tell_here(facts, check(facts)),
        digests=digests,
        plan=behaviour.plan,
        sequence=behaviour.order,
        call_graph=make_call_graph(facts),
        tools=behaviour.counts,
        flows=find_flows(facts),
        calls=find_call_sites(facts),
        bounds=behaviour.measures,
        readings=behaviour.readings,
        assumptions=(*_assumptions(facts), *_free(world.catalog, behaviour)),
        module=module,
        resolution=resolution,
        catalog=world.catalog,
        inputs=world.given,
    )


def read_module(script: Script, first: int = 0) -> Module | Problem:
    """The module of a script, or why it is none; its nodes are numbered from `first` on."""
    from .lower import lower  # noqa: PLC0415  # LibCST takes long to import
    from .parse import parse  # noqa: PLC0415  # likewise

    tree = parse(script)
    return tree if isinstance(tree, Problem) else lower(script, tree, first)


def _assumptions(facts: Facts) -> Iterator[str]:
    """What the counts rest on that nobody has said."""
    if not facts.met.awaits:
        return
    doubtful: set[str] = set()
    for call, meaning in facts.tool_calls:
        is_async = facts.certain.is_async(meaning.tool)
        if is_async is None and not _is_run(facts, call):
            doubtful.add(meaning.tool.name)
    for tool in sorted(doubtful):
        yield f"`{tool}` is not async: it is called without `await`, and nobody says"


def _free(catalog: ToolCatalog, behaviour: Behaviour) -> Iterator[str]:
    """The tools without a price, where others have one."""
    if "price" in behaviour.measures:
        for name in behaviour.counts:
            if catalog.tools[name].price is None:
                yield f"`{name}` has no declared price: it is counted as free"


def _is_run(facts: Facts, call: Node) -> bool:
    """Is the result of a call awaited where it stands, or handed to what awaits it?"""
    above = facts.parent(call)
    while isinstance(above, (Expression, ComprehensionClause)):
        if isinstance(above, Await):
            return True
        above = facts.parent(above)
    return False


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
