"""What rules on arguments share: words for a callee, its signature as the cure."""

from __future__ import annotations

from collections.abc import Iterator

from foretell_analyzer.arguments import Bound, Given
from foretell_analyzer.catalog import Tool, Violation, signature
from foretell_analyzer.diagnostics import Certainty, Finding, Fix, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Call, FunctionDefinition

from ._cures import replace_text


def bindings(facts: Facts) -> Iterator[tuple[Call, Tool | FunctionDefinition, Bound]]:
    """Calls of tools and of the script's own functions, with what reaches which parameter."""
    yield from facts.tool_bindings
    yield from facts.function_bindings


def signature_of(facts: Facts, callee: Tool | FunctionDefinition) -> str:
    """How something is called."""
    if isinstance(callee, Tool):
        return signature(callee)
    return f"{callee.name}({', '.join(facts.snippet(one) for one in callee.parameters)})"


def subject_of(callee: Tool | FunctionDefinition, parameter: str | None) -> Subject:
    """What a finding on an argument is about."""
    tool = callee.name if isinstance(callee, Tool) else None
    return Subject(tool=tool, name=callee.name, parameter=parameter)


def violations(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Arguments of known value that break the schema of their tool, for the rule that owns it."""
    for _, tool, given, violation, value in facts.violations:
        if violation.rule != rule.name:
            continue
        yield facts.finding(
            rule,
            given.node,
            f"`{given.parameter}` of `{tool.name}`{_inside(violation)}: {violation.message}",
            help=f"`{signature(tool)}`",
            subject=subject_of(tool, given.parameter),
            certainty="may" if may_be_converted(value, violation) else None,
            fix=_fix(facts, given, violation, value),
        )


def _fix(facts: Facts, given: Given, violation: Violation, value: object) -> Fix | None:
    """The admitted text of which a literal one is another spelling."""
    if violation.kind != "enum" or violation.path or not isinstance(value, str):
        return None
    return replace_text(facts, given.value, value, violation.expected or ())


def _inside(violation: Violation) -> str:
    path = "".join(f"[{step!r}]" for step in violation.path)
    return f", at `{path}`" if path else ""


def may_be_converted(value: object, violation: Violation) -> bool:
    """Would a lenient host take it? Many read `"5"` as a number and 1 as true."""
    if violation.kind != "type" or violation.path:
        return False
    expected = set(violation.expected or ())
    if isinstance(value, str):
        return value.strip().lstrip("+-").replace(".", "", 1).isdigit() and bool(
            expected & {"integer", "number"}
        )
    return isinstance(value, (bool, int, float)) and bool(
        expected & {"integer", "number", "boolean"}
    )


def certainty_of(facts: Facts, given: Given, *, is_declared: bool) -> Certainty:
    """What a tool declares of its results is believed, but not proven."""
    return "may" if is_declared else facts.certainty(given.node)
