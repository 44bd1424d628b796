"""An automaton as text for tools that draw: Mermaid, DOT, and JSON to be read back.

Silent moves are left out where that is possible without drawing more moves: what is drawn is the
smallest deterministic automaton, unless that is too large, with the lines of its call sites.
"""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec

from ..errors import ReportError
from .automaton import Automaton, Move, Undecided
from .letters import ANY
from .products import minimize

MERMAID_ENTITIES: Final = str.maketrans(
    {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "\n": " ", "\r": " "}
)


def mermaid(automaton: Automaton) -> str:
    """A Mermaid state diagram; where a run may end, it leads to the end sign."""
    drawn = _drawn(automaton)
    rows = ["stateDiagram-v2", "    direction LR", "    [*] --> s0"]
    for state, moves in enumerate(drawn.moves):
        for move in moves:
            label = _label(move).translate(MERMAID_ENTITIES)
            rows.append(f"    s{state} --> s{move.target}{f' : {label}' if label else ''}")
    rows += [f"    s{state} --> [*]" for state in drawn.complete]
    return "\n".join(rows) + "\n"


def dot(automaton: Automaton) -> str:
    """A Graphviz graph; where a run may end, the circle is doubled."""
    drawn = _drawn(automaton)
    rows = [
        "digraph calls {",
        "    rankdir=LR;",
        '    node [shape=circle, label=""];',
        "    start [shape=none];",
        "    start -> 0;",
    ]
    rows += [f"    {state} [shape=doublecircle];" for state in drawn.complete]
    for state, moves in enumerate(drawn.moves):
        for move in moves:
            rows.append(f"    {state} -> {move.target} [label={_quoted(_label(move))}];")
    return "\n".join([*rows, "}"]) + "\n"


def _drawn(automaton: Automaton) -> Automaton:
    smallest = minimize(automaton)
    return automaton.without_lines() if isinstance(smallest, Undecided) else smallest


def _label(move: Move) -> str:
    return "any tool" if move.tool == ANY else move.tool


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def to_dict(automaton: Automaton) -> dict[str, Any]:
    """The automaton as plain data: `moves` by state, each `[target, tool, line]`."""
    made: dict[str, Any] = json.loads(to_json(automaton))
    return made


def from_dict(data: object) -> Automaton:
    """The automaton that `to_dict` wrote down."""
    try:
        automaton = msgspec.convert(data, Automaton)
    except msgspec.ValidationError as error:
        raise ReportError(f"not an automaton: {error}") from None
    count = len(automaton.moves)
    targets = [move.target for moves in automaton.moves for move in moves]
    outside = [state for state in (*automaton.complete, *targets) if not 0 <= state < count]
    if outside or not count:
        at = f"state {outside[0]}" if outside else "state 0"
        raise ReportError(f"not an automaton: {at} is named, but there are {count} states")
    return automaton


def to_json(automaton: Automaton) -> str:
    """The automaton as one line of JSON."""
    return msgspec.json.encode(automaton).decode()
