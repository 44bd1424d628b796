"""Takes the text of a script and a tool catalog, gives the report: the way through all phases.

Where the text is no script of the dialect, the report has the one finding that says why, and
nothing else: no plan, no tools, no bounds.
"""

from __future__ import annotations

from collections.abc import Mapping

from .catalog import ToolCatalog
from .diagnostics import Finding, Place
from .dialect import Dialect, load_dialect
from .errors import UsageError
from .facts import Facts
from .ir import Module
from .report import Digests, Report
from .resolve import resolve
from .rules import BY_NAME, check
from .screen import Problem
from .sites import World
from .source import Script


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
    facts = Facts(resolve(module), World(catalog, table, dict(inputs or {})))
    return Report(
        script=script,
        findings=tuple(check(facts)),
        digests=digests,
        module=module,
        catalog=catalog,
    )


def read_module(script: Script) -> Module | Problem:
    """The module of a script, or why it is none."""
    from .lower import lower  # noqa: PLC0415  # LibCST takes long to import
    from .parse import parse  # noqa: PLC0415  # likewise

    tree = parse(script)
    return tree if isinstance(tree, Problem) else lower(script, tree)


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
