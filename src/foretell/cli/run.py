"""`foretell run`: decide on a script, then run it if it may."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import click

from foretell_analyzer.errors import UsageError

from .inputs import (
    catalog_options,
    format_option,
    input_types,
    inputs_options,
    load_catalog,
    load_policy,
    policy_option,
    read_inputs,
    read_script,
)

if TYPE_CHECKING:
    from foretell.meter import Budget
    from foretell.outcome import Outcome
    from foretell.policy import Decision, Grant
    from foretell_analyzer.catalog import ToolCatalog
    from foretell_analyzer.report import Report


@click.command("run", short_help="decide on a script, then run it if it may")
@click.argument("file", metavar="FILE")
@catalog_options
@policy_option
@click.option(
    "--host",
    required=True,
    metavar="MODULE",
    help="A .py file, or a module, whose functions are the tools.",
)
@inputs_options
@click.option(
    "--budget",
    "limits",
    multiple=True,
    metavar="MEASURE=NUMBER",
    help="Tighten what the policy grants, such as steps=100000.",
)
@click.option(
    "--approve",
    "approval",
    metavar="DIGEST",
    help="Approve what was shown under this digest (its first 8 digits or more).",
)
@format_option
def command(  # noqa: PLR0913  # one parameter an option
    *,
    file: str,
    tools: str,
    overlay: str | None,
    policy: str,
    host: str,
    pairs: tuple[str, ...],
    inputs_file: str | None,
    limits: tuple[str, ...],
    approval: str | None,
    form: str,
) -> int:
    """Decide on the script in FILE and run it if it may; `-` is standard input.

    If a person has to say so first, ask on the terminal; without one, stop and tell how to approve.
    The script's own output and its result go to standard output, all else to standard error. The
    exit status is 0 if the script came to its end, else 1.
    """
    from foretell.policy import Ask, Deny
    from foretell_analyzer.analysis import analyze

    from .approval import approval_digest, approve_by_digest, ask_person, can_ask
    from .host import load_host

    catalog = load_catalog(tools, overlay)
    rules = load_policy(policy, catalog)
    script = read_script(file)
    inputs = read_inputs(pairs, inputs_file)
    report = analyze(script.text, catalog, name=script.name, inputs=input_types(inputs))
    decision = rules.decide(report, catalog)
    shown = _Shown(report, catalog, form, "")
    if isinstance(decision, Deny):
        return shown.refused(decision)
    needed = [name for name, calls in report.tools.items() if calls.high != 0]
    functions = load_host(host, catalog, needed)
    if isinstance(decision, Ask):
        decision = replace(decision, proposed=_tighten(decision.proposed, limits))
        digest = approval_digest(decision.proposed, inputs)
        shown = _Shown(report, catalog, form, digest)
        if approval is not None:
            decision = approve_by_digest(decision, approval, digest)
        elif can_ask():
            decision = ask_person(report, decision, catalog)
        if isinstance(decision, Ask | Deny):
            return shown.refused(decision)
    else:
        decision = replace(decision, grant=_tighten(decision.grant, limits))
    from foretell.interpreter.run import run
    from foretell.outcome import Interrupted

    try:
        outcome = run(decision.grant, tools=functions, inputs=inputs, budget=decision.grant.budget)
    except Interrupted as interrupted:
        shown.ended(decision, interrupted.outcome)
        raise
    return shown.ended(decision, outcome)


def _tighten(grant: Grant, limits: tuple[str, ...]) -> Grant:
    """The grant with the limits of `--budget`, and the usual ones where neither it nor the policy
    says otherwise; raises `UsageError` for one that loosens.
    """
    from foretell.meter import Budget, tightest

    own = replace(Budget(), **_own_limits(grant.budget, limits))
    return replace(grant, budget=tightest(grant.budget, own))


def _own_limits(budget: Budget, limits: tuple[str, ...]) -> dict[str, Any]:
    """The limits that are given as `measure=number`."""
    from foretell_analyzer.suggestions import nearest

    names = [field.name for field in fields(budget) if field.name != "calls_per_tool"]
    changes: dict[str, Any] = {}
    for limit in limits:
        name, _, text = limit.partition("=")
        if name not in names:
            found = nearest(name, names, limit=1)
            hint = f"did you mean `{found[0]}`?" if found else f"it is one of {', '.join(names)}"
            raise UsageError(f"--budget {limit}: there is no measure `{name}`; {hint}")
        changes[name] = _number(limit, text, whole=name not in {"seconds", "price"})
        granted = getattr(budget, name)
        if granted is not None and changes[name] > granted:
            raise UsageError(
                f"--budget {limit}: the policy grants {granted:,}; only its `[budget]` can raise that"
            )
    return changes


def _number(limit: str, text: str, *, whole: bool) -> float:
    try:
        number = int(text.replace("_", "")) if whole else float(text)
    except ValueError:
        kind = "a whole number" if whole else "a number"
        raise UsageError(f"--budget {limit}: `{text}` is not {kind}") from None
    if not number >= 0:
        raise UsageError(f"--budget {limit}: a limit cannot be negative")
    return number


class _Shown:
    """What is told of a run, as text or as JSON."""

    def __init__(self, report: Report, catalog: ToolCatalog, form: str, digest: str) -> None:
        self._report = report
        self._catalog = catalog
        self._form = form
        self._digest = digest

    def refused(self, decision: Decision) -> int:
        """Tell why nothing was run."""
        if self._form == "json":
            self._write_json(decision, None)
            return 1
        from foretell.policy import Ask
        from foretell.render import PlanView, is_terminal, terminal_columns

        from .approval import how_to_approve

        boxes = is_terminal(sys.stderr)
        view = PlanView(self._report, decision, self._catalog, terminal_columns(), boxes)
        page = view.render()
        page.gap()
        page.line(
            (
                how_to_approve(self._digest) if isinstance(decision, Ask) else "Nothing was run.",
                "strong",
            )
        )
        page.write(sys.stderr)
        return 1

    def ended(self, decision: Decision, outcome: Outcome) -> int:
        """Tell how the run went."""
        from foretell.outcome import Finished
        from foretell.render import (
            compact,
            encodable,
            render_outcome,
            shown_lines,
            terminal_columns,
        )

        if self._form == "json":
            self._write_json(decision, outcome)
        else:
            printed = outcome.stdout
            if outcome.value is not None:
                printed += (
                    ("" if not printed or printed.endswith("\n") else "\n")
                    + compact(outcome.value)
                    + "\n"
                )
            text = "\n".join(shown_lines(printed))
            sys.stdout.write(encodable(text, sys.stdout))
            sys.stdout.flush()
            render_outcome(outcome, terminal_columns()).write(sys.stderr)
        return int(not isinstance(outcome, Finished))

    def _write_json(self, decision: Decision, outcome: Outcome | None) -> None:
        from foretell.render import decision_to_dict, outcome_to_dict, write_json

        write_json(
            {
                "verdict": decision.verdict,
                "decision": decision_to_dict(decision),
                "approve": self._digest or None,
                "outcome": None if outcome is None else outcome_to_dict(outcome),
                "report": self._report.to_dict(),
            }
        )
