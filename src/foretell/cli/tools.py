"""`foretell tools`: what was understood of a tool catalog."""

from __future__ import annotations

import click

from .inputs import format_option, load_catalog


@click.command("tools", short_help="list what was understood of a tool catalog")
@click.argument("catalog", metavar="CATALOG")
@click.option("--overlay", metavar="FILE", help="TOML with what you know better of the tools.")
@format_option
def command(catalog: str, overlay: str | None, form: str) -> int:
    """List the tools of CATALOG as they were understood, and what is doubtful about them.

    The exit status is 1 if there is an error among the doubts.
    """
    from foretell.render import render_tools, terminal_columns, tools_to_dict, write_json

    known = load_catalog(catalog, overlay)
    if form == "json":
        write_json(tools_to_dict(known))
    else:
        render_tools(known, terminal_columns()).write()
    return int(any(note.severity == "error" for note in known.notes))
