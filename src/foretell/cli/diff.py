"""`foretell diff`: what another version of a script does otherwise."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .inputs import catalog_options, declare_inputs, inputs_options, load_catalog, read_script

if TYPE_CHECKING:
    from foretell_analyzer.report import Report


@click.command("diff", short_help="tell what another version of a script does otherwise")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@catalog_options
@inputs_options
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="What to write.",
)
def command(  # noqa: PLR0913  # one parameter an option
    *,
    old: str,
    new: str,
    tools: str,
    overlay: str | None,
    pairs: tuple[str, ...],
    inputs_file: str | None,
    form: str,
) -> int:
    """Compare the scripts OLD and NEW: calls, how often they are made, and in which order.

    The exit status is 1 if NEW can do anything that OLD cannot, or if that cannot be told.
    """
    from foretell.comparison import compare_reports
    from foretell.render import terminal_columns, write_json
    from foretell.render.comparison import comparison_page, comparison_to_dict
    from foretell_analyzer.analysis import analyze

    catalog = load_catalog(tools, overlay)
    inputs = declare_inputs(pairs, inputs_file)
    reports: list[Report] = []
    for file in (old, new):
        script = read_script(file)
        report = analyze(script.text, catalog, name=script.name, inputs=inputs)
        if report.plan is None:
            first = report.findings[0]
            place = f"{script.name}:{first.span.line}:{first.span.column}"
            raise click.ClickException(f"{place}: {first.message}: there is no plan to compare")
        reports.append(report)
    before, after = reports
    found = compare_reports(before, after)
    if form == "json":
        write_json(comparison_to_dict(found))
    else:
        comparison_page(before, after, found, terminal_columns()).write()
        sys.stdout.flush()
    return int(found.does_more)
