"""`foretell check`: the mistakes of scripts."""

from __future__ import annotations

import sys

import click

from foretell.render import fixed_line, render_check, terminal_columns, write_json
from foretell_analyzer.fixes import Mended
from foretell_analyzer.report import Report
from foretell_analyzer.source import Script

from .fixing import fixes_form, mend_all, show_differences, write_all
from .inputs import (
    STDIN,
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
@click.option("--fix", "writes", is_flag=True, help="Apply safe fixes to the files.")
@click.option("--diff", "shows", is_flag=True, help="Show what fixes would change, write nothing.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Apply or show the other fixes too.")
@format_option
def command(  # noqa: PLR0913  # one parameter an option
    *,
    paths: tuple[str, ...],
    tools: str,
    overlay: str | None,
    pairs: tuple[str, ...],
    inputs_file: str | None,
    writes: bool,
    shows: bool,
    unsafe: bool,
    form: str,
) -> int:
    """Report the mistakes of the scripts in PATHS, without running anything.

    A folder stands for the Python files in it, `-` for standard input. The exit status is 1 if
    there is a finding of severity error or warning; with --fix, if one is left.
    """
    from foretell_analyzer.analysis import analyze

    context = click.get_current_context()
    if unsafe and not (writes or shows):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff", context)
    if writes and shows:
        raise click.UsageError("--diff writes nothing and --fix does: give one of them", context)
    catalog = load_catalog(tools, overlay)
    found = find_scripts(paths)
    if writes and STDIN in found:
        raise click.UsageError("--fix cannot write to standard input: use --diff", context)
    inputs = declare_inputs(pairs, inputs_file)

    def judge(script: Script) -> Report:
        return analyze(script, catalog, inputs=inputs)

    reports = [judge(read_script(path)) for path in found]
    if writes or shows:
        mended = mend_all(reports, judge, unsafe=unsafe)
        if writes:
            write_all(mended, found)
            reports = [one.report for one in mended]
        _tell_fixes(mended, reports, form, is_written=writes)
    elif form == "json":
        write_json({"scripts": [report.to_dict() for report in reports]})
    else:
        render_check(reports, terminal_columns()).write()
    severities = {finding.severity for report in reports for finding in report.findings}
    return int(not severities.isdisjoint({"error", "warning"}))


def _tell_fixes(
    mended: list[Mended], reports: list[Report], form: str, *, is_written: bool
) -> None:
    """Show the changes; with `--fix` also what remains, with `--diff` nothing else."""
    if form == "json":
        scripts = [report.to_dict() for report in reports]
        write_json({"scripts": scripts, "fixes": fixes_form(mended, is_written=is_written)})
        return
    show_differences(mended, terminal_columns())
    told = fixed_line(mended, is_written=is_written)
    if not is_written:
        sys.stderr.write(f"foretell: {told}\n")
        return
    page = render_check(reports, terminal_columns())
    page.gap()
    page.line((f"{told[:1].upper()}{told[1:]}.", "strong"))
    page.write()
