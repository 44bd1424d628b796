"""`foretell schema`: the JSON Schema of what the other commands write."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Final

import click

from foretell.render import encodable
from foretell_analyzer.report_schema import published_schema

SCHEMAS: Final[Mapping[str, Callable[[], str]]] = {"report": published_schema}


@click.command("schema", short_help="print the JSON Schema of a report")
@click.argument("name", type=click.Choice(list(SCHEMAS)))
def command(name: str) -> int:
    """Print the JSON Schema (2020-12) of NAME, as published with this version."""
    sys.stdout.write(encodable(SCHEMAS[name](), sys.stdout))
    return 0
