"""The plan: a tree of the tool calls a script may make, shaped like the script."""

from __future__ import annotations

from typing import Any

import msgspec

from .bounds import Bound
from .diagnostics import Place


class PlannedArgument(msgspec.Struct, frozen=True):
    """What a parameter of a call gets.

    `text` is the expression in the script's words. `is_constant` says that `value` is known.
    `origins` names what else it is made of, readable (`search_email[].body`, `input customer`);
    empty where that is not known.
    """

    parameter: str
    text: str
    is_constant: bool = False
    value: Any = None
    origins: tuple[str, ...] = ()


class Call(msgspec.Struct, frozen=True, tag="call", tag_field="kind"):
    """One tool call; `certain` if the callee is surely this tool."""

    tool: str
    arguments: tuple[PlannedArgument, ...]
    span: Place
    certain: bool = True


class Sequence(msgspec.Struct, frozen=True, tag="sequence", tag_field="kind"):
    """One after the other."""

    steps: tuple[Plan, ...] = ()


class Branch(msgspec.Struct, frozen=True):
    """One way of a choice; `condition` in the script's words, such as `if x > 1` or `else`."""

    condition: str
    plan: Plan


class Choice(msgspec.Struct, frozen=True, tag="choice", tag_field="kind"):
    """One of several."""

    branches: tuple[Branch, ...]
    span: Place


class Loop(msgspec.Struct, frozen=True, tag="loop", tag_field="kind"):
    """`body`, as often as `times` says; `header` in the script's words."""

    header: str
    times: Bound
    body: Plan
    span: Place


class Parallel(msgspec.Struct, frozen=True, tag="parallel", tag_field="kind"):
    """All of them, in any interleaving."""

    steps: tuple[Plan, ...]
    span: Place


class Routine(msgspec.Struct, frozen=True, tag="function", tag_field="kind"):
    """The calls made by a function of the script, kept as one so that a reader finds it again."""

    name: str
    body: Plan
    span: Place


class Opaque(msgspec.Struct, frozen=True, tag="unknown", tag_field="kind"):
    """Something may be called here of which we cannot tell what, which order or how often."""

    why: str
    tools: tuple[str, ...]
    span: Place


Plan = Call | Sequence | Choice | Loop | Parallel | Routine | Opaque
