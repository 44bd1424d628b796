"""`foretell plan`: what a script will do."""

from __future__ import annotations

import sys

import click

from .inputs import (
    catalog_options,
    declare_inputs,
    format_option,
    inputs_options,
    load_catalog,
    load_policy,
    policy_option,
    read_script,
)


@click.command("plan", short_help="show what a script will do")
@click.argument("file", metavar="FILE")
@catalog_options
@policy_option
@inputs_options
@click.option("--graph", is_flag=True, help="Add the call graph.")
@format_option
def command(  # noqa: PLR0913  # one parameter an option
    *,
    file: str,
    tools: str,
    overlay: str | None,
    policy: str,
    pairs: tuple[str, ...],
    inputs_file: str | None,
    graph: bool,
    form: str,
) -> int:
    """Show what the script in FILE will do, and what the policy says to it.

    `-` is standard input. The exit status is 1 if the policy denies the script.
    """
    from foretell.render import (
        PlanView,
        decision_to_dict,
        is_terminal,
        terminal_columns,
        write_json,
    )
    from foretell_analyzer.analysis import analyze

    catalog = load_catalog(tools, overlay)
    rules = load_policy(policy, catalog)
    script = read_script(file)
    inputs = declare_inputs(pairs, inputs_file)
    report = analyze(script.text, catalog, name=script.name, inputs=inputs)
    decision = rules.decide(report, catalog)
    if form == "json":
        write_json({"report": report.to_dict(), "decision": decision_to_dict(decision)})
    else:
        boxes = is_terminal(sys.stdout)
        view = PlanView(report, decision, catalog, terminal_columns(), boxes, with_graph=graph)
        view.render().write()
    return int(decision.verdict == "deny")
