"""Conditions of rules: expressions of the scripts' own language over the arguments of a call.

Before the run they are evaluated as the analysis evaluates scripts: true, false or not known.
A guard evaluates the same expression in the interpreter, with the real values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any, Final

from foretell_analyzer.analysis import analyze, read_module
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Finding
from foretell_analyzer.dialect import load_dialect
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import ExpressionStatement, Module
from foretell_analyzer.resolve import resolve
from foretell_analyzer.sites import World
from foretell_analyzer.source import Script

Values = tuple[Any, ...] | None
"""All that an argument may be; None if that is not known."""

_MOST_CASES: Final = 32
_NO_TOOLS: Final = ToolCatalog.from_mcp({"tools": []})


def as_test(expression: str) -> str:
    """The script that gives the truth of an expression."""
    return f"not not (\n{expression}\n)\n"


def fault_of(expression: str, names: Iterable[str]) -> str | None:
    """What is wrong with an expression over these names, in one line; None if nothing is."""
    own = read_module(Script(expression, "condition"))
    if not isinstance(own, Module) or len(own.body) != 1 or not _is_expression(own):
        return "this is not one expression"
    report = analyze(as_test(expression), _NO_TOOLS, inputs=dict.fromkeys(names, "Any"))
    fault = next((one for one in report.findings if _is_fault(one)), None)
    if fault is None:
        return None
    return fault.message + (f"; {fault.help}" if fault.help else "")


def _is_expression(module: Module) -> bool:
    return isinstance(module.body[0], ExpressionStatement)


def _is_fault(finding: Finding) -> bool:
    return finding.severity == "error" and finding.certainty == "must"


def truth(expression: str, arguments: Mapping[str, Values]) -> bool | None:
    """Does an expression hold whatever the arguments are? None if it depends, or may fail."""
    known = {name: values for name, values in arguments.items() if values is not None}
    names = tuple(sorted(arguments))
    if prod(len(values) for values in known.values()) > _MOST_CASES:
        known = {}
    found: set[bool | None] = set()
    order = sorted(known)
    for case in product(*(known[name] for name in order)):
        given = "".join(f"{name} = {value!r}\n" for name, value in zip(order, case, strict=True))
        found.add(_truth(given, expression, tuple(one for one in names if one not in known)))
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _truth(given: str, expression: str, open_names: tuple[str, ...]) -> bool | None:
    text = (
        f"{given}try:\n    found = not not (\n{expression}\n)\nexcept Exception:\n"
        "    found = None\nfound\n"
    )
    module = read_module(Script(text, "condition"))
    if not isinstance(module, Module):
        return None
    inputs: dict[str, object] = dict.fromkeys(open_names, "Any")
    facts = Facts(resolve(module), World(_NO_TOOLS, load_dialect("python"), inputs, inputs))
    last = module.body[-1]
    if not facts.seen.is_complete or not isinstance(last, ExpressionStatement):
        return None
    value = facts.seen.value(last.value)
    if value is None or value.declared:
        return None
    known = value.constants()
    return known[0] if known in ((True,), (False,)) and isinstance(known[0], bool) else None
