"""What rules on arguments share: words for a callee, its signature as the cure."""

from __future__ import annotations

from foretell_analyzer.catalog import Tool, signature
from foretell_analyzer.diagnostics import Finding, Fix, Rule, Subject
from foretell_analyzer.evaluate.fitting import Broken, Refusal
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Expression, FunctionDefinition, Keyword
from foretell_analyzer.values.shapes import Constant

from ._cures import replace_text
from ._values import shown_origin

Callee = Tool | FunctionDefinition


def callee_of(facts: Facts, problem: Problem) -> Callee | None:
    """The tool or function of the script that a call at fault calls, if it is one of these."""
    name = problem.detail.name
    tool = facts.catalog.tools.get(name)
    if tool is not None:
        return tool
    for infos in facts.seen.functions.values():
        for info in infos:
            if info.name == name and isinstance(info.definition, FunctionDefinition):
                return info.definition
    return None


def signature_of(facts: Facts, callee: Callee) -> str:
    """How something is called."""
    if isinstance(callee, Tool):
        return signature(callee)
    return f"{callee.name}({', '.join(facts.snippet(one) for one in callee.parameters)})"


def shown_signature(facts: Facts, problem: Problem) -> str | None:
    """How what a call at fault calls is called, where that can be shown."""
    callee = callee_of(facts, problem)
    return None if callee is None else f"`{signature_of(facts, callee)}`"


def subject_of(facts: Facts, name: str, parameter: str | None) -> Subject:
    """What a finding on an argument is about."""
    tool = name if name in facts.catalog.tools else None
    return Subject(tool=tool, name=name, parameter=parameter)


def short_name(problem: Problem) -> str:
    """The last part of the name of what is called."""
    return problem.detail.name.rpartition(".")[2]


def refusals(facts: Facts, rule: Rule) -> list[Finding]:
    """Arguments that the schema of their parameter refuses, for the rule that owns it.

    What only some of the values are refused for is a warning, and only where that is telling: a
    None that a tool declares, a constant of the script that the schema does not list.
    """
    found: list[Finding] = []
    for problem in facts.problems("argument"):
        refusal = facts.seen.arguments.get(problem.node.index)
        if not isinstance(refusal, Refusal):
            continue
        told: set[str] = set()
        for broken in refusal.broken:
            if broken.rule != rule.name or broken.message in told:
                continue
            if not problem.is_certain and not _is_telling(facts, problem, broken):
                continue
            told.add(broken.message)
            tool = facts.catalog.tools[refusal.tool]
            certainty = facts.problem_certainty(problem)
            found.append(
                facts.finding(
                    rule,
                    problem.node,
                    _message(facts, problem, refusal, broken),
                    help=f"`{signature(tool)}`",
                    subject=subject_of(facts, refusal.tool, refusal.parameter),
                    certainty="may" if broken.may_be_converted else certainty,
                    severity=None if problem.is_certain else "warning",
                    fix=_fix(facts, problem, broken),
                )
            )
    return found


def _message(facts: Facts, problem: Problem, refusal: Refusal, broken: Broken) -> str:
    whose = f"`{refusal.parameter}` of `{refusal.tool}`"
    if problem.is_certain or not facts.is_telling(broken.shape):
        return f"{whose}{broken.message}"
    origin = shown_origin(facts, problem.detail.value)
    return f"{whose} admits no None, which {f'`{origin}`' if origin else 'this'} may be"


def _is_telling(facts: Facts, problem: Problem, broken: Broken) -> bool:
    """Is it worth telling that a schema refuses one of the values that an argument may have?"""
    shape = broken.shape
    if facts.is_telling(shape):
        return True
    if broken.rule != "not-in-enum" or not isinstance(shape, Constant) or shape.is_declared:
        return False
    # Where a variable is given several values, the wrong one may be there only where it is not used.
    node = problem.node.value if isinstance(problem.node, Keyword) else problem.node
    variable = facts.met.variable(node)
    sites = [] if variable is None else facts.met.bindings.get(variable, [])
    return bool(shape.value) and len(sites) <= 1


def _fix(facts: Facts, problem: Problem, broken: Broken) -> Fix | None:
    """The admitted text of which a literal one is another spelling."""
    node = problem.node.value if isinstance(problem.node, Keyword) else problem.node
    if not broken.admitted or not isinstance(broken.given, str) or not isinstance(node, Expression):
        return None
    return replace_text(facts, node, broken.given, broken.admitted)
