"""An argument that was never filled in.

*What it finds.* A text such as `"..."`, `"TODO"`, `"<user_id>"` or `"YOUR_API_KEY"` handed to a tool:
written there, held by a variable, or part of a list or dict.

*Why it matters.* Models leave gaps for others to fill. Nobody will: the tool gets the gap.

*Example.*

    delete_file(file_id="<file_id>")      # warning: `<file_id>` looks like a gap to be filled

*What it cannot see.* Made-up values that look real; a gap that is only there on some ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts
from foretell_analyzer.values.collections import DictObject, ListObject
from foretell_analyzer.values.shapes import Constant, Reference, Shape, TupleOf
from foretell_analyzer.values.value import Value

from ._arguments import subject_of

RULE: Final = Rule("A308", "placeholder-argument", "warning", "an argument was never filled in")

_DEEPEST: Final = 4
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
    """Arguments that stand for something else."""
    for use in facts.seen.tool_uses.values():
        for parameter, value in use.given.items():
            node = use.nodes.get(parameter, use.call)
            for gap in _gaps(facts, value, 0):
                yield facts.finding(
                    RULE,
                    node,
                    f"`{gap}` for `{parameter}` of `{use.tool.name}` looks like a gap to be filled",
                    help="write the real value, or ask for it",
                    subject=subject_of(facts, use.tool.name, parameter),
                    certainty="may",
                )


def _gaps(facts: Facts, value: Value, depth: int) -> list[str]:
    """The gaps that a value certainly is, or holds."""
    texts = [_gap(one) for one in value.shapes]
    if texts and None not in texts and not value.unknown:
        return [text for text in texts[:1] if text is not None]
    found: list[str] = []
    if len(value.shapes) != 1 or value.unknown or depth > _DEEPEST:
        return found
    for part in _parts(facts, value.shapes[0]):
        found += _gaps(facts, part, depth + 1)
    return list(dict.fromkeys(found))


def _parts(facts: Facts, shape: Shape) -> list[Value]:
    """What a list, tuple or dict of the script holds."""
    if isinstance(shape, TupleOf):
        return list(shape.items or ())
    held = facts.evaluator.object_at(shape.location) if isinstance(shape, Reference) else None
    return held.parts() if isinstance(held, (ListObject, DictObject)) else []


def _gap(shape: Shape) -> str | None:
    """The text of a constant that stands for something else."""
    if not isinstance(shape, Constant) or shape.is_declared:
        return None
    text = "..." if shape.value is ... else shape.value
    return text if isinstance(text, str) and _GAP.fullmatch(text.strip()) else None
