"""Attributes that CPython may set on its own objects, and under which parts of the script are."""

from __future__ import annotations

from typing import Final

from ..values.value import UNBOUND, UNKNOWN, Value, join
from .evaluator import Evaluator
from .subscripts import lose

HOST_MEMBERS: Final = frozenset(
    {"obj"}
    | {f"gi_{part}" for part in ("frame", "code", "running", "suspended", "yieldfrom")}
    | {f"cr_{part}" for part in ("frame", "code", "running", "suspended", "await", "origin")}
    | {f"ag_{part}" for part in ("frame", "code", "running", "await")}
)
"""Their names."""
_OF: Final = {"gi_": "generator", "cr_": "coroutine", "ag_": "async_generator"}


def host_member(ev: Evaluator, kind: str, name: str, receiver: Value) -> Value | None:
    """What may be there under one of these names, or nothing at all; None if it never is."""
    if name != "obj":
        if _OF[name[:3]] != kind:
            return None
        lose(ev, receiver)
        return join(UNKNOWN, UNBOUND)  # a run of ours shows none of them
    bases_of = ev.outside.bases_of
    if "AttributeError" in bases_of([kind]):
        return anything_of_script(ev)
    if "BaseException" in bases_of([kind]) and kind in bases_of(["AttributeError"]):
        return join(anything_of_script(ev), UNBOUND)
    return None


def anything_of_script(ev: Evaluator) -> Value:
    """Any object that there is: an AttributeError holds the one that was asked."""
    for content in list(ev.store.cells.values()):
        if isinstance(content, Value):
            ev.escape(content)
    ev.holds_functions = True
    return UNKNOWN
