"""`foretell check`: the mistakes of scripts."""

from __future__ import annotations

import click

from .inputs import (
    catalog_options,
    declare_inputs,
    find_scripts,
    format_option,
    inputs_options,
    load_catalog,
    read_script,
)


@click.command("check", short_help="report mistakes in scripts")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@catalog_options
@inputs_options
@format_option
def command(  # noqa: PLR0913  # one parameter an option
    *,
    paths: tuple[str, ...],
    tools: str,
    overlay: str | None,
    pairs: tuple[str, ...],
    inputs_file: str | None,
    form: str,
) -> int:
    """Report the mistakes of the scripts in PATHS, without running anything.

    A folder stands for the Python files in it, `-` for standard input. The exit status is 1 if
    there is a finding of severity error or warning.
    """
    from foretell.render import render_check, terminal_columns, write_json
    from foretell_analyzer.analysis import analyze

    catalog = load_catalog(tools, overlay)
    scripts = [read_script(path) for path in find_scripts(paths)]
    inputs = declare_inputs(pairs, inputs_file)
    reports = [analyze(script.text, catalog, name=script.name, inputs=inputs) for script in scripts]
    if form == "json":
        write_json({"scripts": [report.to_dict() for report in reports]})
    else:
        render_check(reports, terminal_columns()).write()
    severities = {finding.severity for report in reports for finding in report.findings}
    return int(not severities.isdisjoint({"error", "warning"}))
