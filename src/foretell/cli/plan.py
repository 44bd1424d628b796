"""`foretell plan`: what a script will do."""

from __future__ import annotations

import sys
from typing import Final

import click

from foretell_analyzer.callgraph import EXPORTS

from .inputs import (
    catalog_options,
    declare_inputs,
    inputs_options,
    load_catalog,
    load_policy,
    policy_option,
    read_script,
)

FORMATS: Final = ("text", "json", "mermaid", "dot", "html", "graphml", "pycg")
_OF_PLAN: Final = ("text", "json", "mermaid", "dot", "html")


@click.command("plan", short_help="show what a script will do")
@click.argument("file", metavar="FILE")
@catalog_options
@policy_option
@inputs_options
@click.option(
    "--graph", is_flag=True, help="Add the call graph; with --format, write it and nothing else."
)
@click.option("--steps", is_flag=True, help="Add all bounds in their three readings.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What to write; graphml and pycg are forms of the call graph only.",
)
def command(  # noqa: PLR0913  # one parameter an option
    *,
    file: str,
    tools: str,
    overlay: str | None,
    policy: str,
    pairs: tuple[str, ...],
    inputs_file: str | None,
    graph: bool,
    steps: bool,
    form: str,
) -> int:
    """Show what the script in FILE will do, and what the policy says to it.

    `-` is standard input. The exit status is 1 if the policy denies the script.
    """
    if form not in _OF_PLAN and not graph:
        raise click.UsageError(
            f"--format {form} is a form of the call graph: add --graph", click.get_current_context()
        )
    if graph and form == "html":
        raise click.UsageError(
            "--graph is no part of the page: leave out one of the two", click.get_current_context()
        )
    from foretell.render import (
        PlanView,
        decision_to_dict,
        flowchart,
        is_terminal,
        terminal_columns,
        to_dot,
        to_mermaid,
        write_json,
    )
    from foretell_analyzer.analysis import analyze

    catalog = load_catalog(tools, overlay)
    rules = load_policy(policy, catalog)
    script = read_script(file)
    inputs = declare_inputs(pairs, inputs_file)
    report = analyze(script.text, catalog, name=script.name, inputs=inputs)
    decision = rules.decide(report, catalog)
    drawn = {"mermaid": to_mermaid, "dot": to_dot}
    if graph and form != "text":
        _write(EXPORTS[form](report.call_graph))
    elif form in drawn:
        _write(drawn[form](flowchart(report)))
    elif form == "html":
        from foretell.render.webpage import plan_page

        _write(plan_page(report, decision, catalog))
    elif form == "json":
        write_json({"report": report.to_dict(), "decision": decision_to_dict(decision)})
    else:
        boxes = is_terminal(sys.stdout)
        view = PlanView(
            report, decision, catalog, terminal_columns(), boxes,
            with_graph=graph, with_readings=steps,
        )  # fmt: skip
        view.render().write()
    return int(decision.verdict == "deny")


def _write(text: str) -> None:
    from foretell.render import encodable

    sys.stdout.write(encodable(text, sys.stdout))
    sys.stdout.flush()
