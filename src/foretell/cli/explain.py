"""`foretell explain`: what a rule finds, from its own documentation."""

from __future__ import annotations

import re
import sys
from inspect import cleandoc
from typing import Final

import click

from foretell_analyzer.errors import UsageError

_HEADING: Final = re.compile(r"\*([^*]+)\*")


@click.command("explain", short_help="tell what a rule finds")
@click.argument("rule", metavar="[RULE]", required=False)
def command(rule: str | None) -> int:
    """Tell what RULE finds, why it matters and what it cannot see; without RULE, list them all."""
    from foretell.render import Page, pad, terminal_columns
    from foretell_analyzer.rules import RULES, documentation
    from foretell_analyzer.suggestions import nearest

    page = Page(terminal_columns())
    if rule is None:
        for one in RULES:
            page.line((f"{one.code}  ", "faint"), (pad(one.name, 24), "strong"), f"  {one.summary}")
        page.write()
        return 0
    wanted = next((one for one in RULES if rule in {one.name, one.code}), None)
    if wanted is None:
        found = nearest(rule, [one.name for one in RULES], limit=1)
        hint = f"; did you mean `{found[0]}`?" if found else "; `foretell explain` lists them all"
        raise UsageError(f"there is no rule `{rule}`{hint}")
    page.line((f"{wanted.name} ", "strong"), f"({wanted.code}, {wanted.severity})")
    page.gap()
    for line in cleandoc(documentation(wanted)).splitlines():
        heading = _HEADING.match(line)
        if heading:
            page.line((heading[1], "strong"), line[heading.end() :])
        else:
            page.line(line)
    page.write(sys.stdout)
    return 0
