"""An argument that was never filled in.

*What it finds.* A literal such as `"..."`, `"TODO"`, `"<user_id>"` or `"YOUR_API_KEY"` handed to a
tool.

*Why it matters.* Models leave gaps for others to fill. Nobody will: the tool gets the gap.

*Example.*

    delete_file(file_id="<file_id>")      # warning: `<file_id>` looks like a gap to be filled

*What it cannot see.* Made-up values that look real.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Constant

from ._arguments import subject_of

RULE: Final = Rule("A308", "placeholder-argument", "warning", "an argument was never filled in")

_GAP: Final = re.compile(
    r"""
    \.\.\. | … | (?:todo|tbd|fixme|xxx+|placeholder)
  | <[a-z][a-z0-9]*(?:[ _-][a-z0-9]+)+> | <(?:id|name|email|date|url|text|value|token|user)>
  | \[(?:your|insert|enter|add)\b[^\]]*\] | \{\{[^{}]*\}\}
  | (?:your|insert|enter)[_-][a-z0-9_-]+(?:[_-]here)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def check(facts: Facts) -> Iterator[Finding]:
    """Literal arguments that stand for something else."""
    for _, tool, bound in facts.tool_bindings:
        for given in bound.given:
            value = given.value.value if isinstance(given.value, Constant) else None
            if value is ...:
                value = "..."
            if not isinstance(value, str) or not _GAP.fullmatch(value.strip()):
                continue
            yield facts.finding(
                RULE,
                given.node,
                f"`{value}` for `{given.parameter}` of `{tool.name}` looks like a gap to be filled",
                help="write the real value, or ask for it",
                subject=subject_of(facts, tool.name, given.parameter),
                certainty="may",
            )
