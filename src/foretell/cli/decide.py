"""`foretell decide`: what a policy says of a script, or of a report made earlier."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import click

from foretell_analyzer.errors import ReportError

from .inputs import (
    declare_inputs,
    format_option,
    inputs_options,
    load_catalog,
    load_policy,
    policy_option,
    read_script,
)

if TYPE_CHECKING:
    from foretell_analyzer.report import Report
    from foretell_analyzer.source import Script


@click.command("decide", short_help="tell what a policy says of a script")
@click.argument("file", metavar="FILE")
@click.option("--tools", metavar="CATALOG", help="The tools that the script may call.")
@click.option("--overlay", metavar="FILE", help="TOML with what you know better of the tools.")
@click.option("--report", "is_report", is_flag=True, help="FILE is a report, as JSON.")
@policy_option
@inputs_options
@format_option
def command(  # noqa: PLR0913  # one parameter an option
    *,
    file: str,
    tools: str | None,
    overlay: str | None,
    is_report: bool,
    policy: str,
    pairs: tuple[str, ...],
    inputs_file: str | None,
    form: str,
) -> int:
    """Tell what the policy says of the script in FILE, and why.

    With `--report`, FILE is what `foretell plan --format json` or `check` wrote of one script; the
    catalog may then be left out, and each tool counts as one of unknown effect. The exit status is
    0 for allow, else 1.
    """
    from foretell.render import (
        Page,
        decision_to_dict,
        terminal_columns,
        verdict_line,
        write_json,
        write_reasons,
    )
    from foretell_analyzer.analysis import analyze

    catalog = None if tools is None else load_catalog(tools, overlay)
    rules = load_policy(policy, catalog)
    script = read_script(file)
    if is_report:
        report = _read_report(script)
    elif catalog is None:
        raise click.UsageError("a script needs --tools", click.get_current_context())
    else:
        inputs = declare_inputs(pairs, inputs_file)
        report = analyze(script.text, catalog, name=script.name, inputs=inputs)
    decision = rules.decide(report, catalog)
    if form == "json":
        write_json(decision_to_dict(decision))
    else:
        page = Page(terminal_columns())
        page.line(*verdict_line(report, decision))
        write_reasons(page, decision)
        page.write()
    return int(decision.verdict != "allow")


def _read_report(script: Script) -> Report:
    from foretell_analyzer.report import Report

    form = _report_form(script.text, script.name)
    try:
        return Report.from_dict(form)
    except ReportError as error:
        raise ReportError(f"{script.name}: {error}") from None


def _report_form(text: str, name: str) -> object:
    """The one report in a JSON text that one of our commands wrote."""
    try:
        form: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{name}: this is not JSON: {error}") from None
    table = cast("dict[str, object]", form) if isinstance(form, dict) else {}
    if "scripts" not in table:
        return table.get("report", table)
    scripts = cast("list[object]", table["scripts"] if isinstance(table["scripts"], list) else [])
    if len(scripts) != 1:
        raise ReportError(f"{name}: has the reports of {len(scripts)} scripts, not of one")
    return scripts[0]
