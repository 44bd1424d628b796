"""Which variables a function other than their own may assign."""

from __future__ import annotations

from ..bindings import BindingKind, ScopeKind
from ..ir import Global, Nonlocal
from ..sites import Occurrences


def assigned_elsewhere(met: Occurrences) -> frozenset[tuple[int, int]]:
    """Variables that a function other than their own assigns: (owner, slot)."""
    found: set[tuple[int, int]] = set()
    for statement in met.statements:
        if not isinstance(statement, (Global, Nonlocal)):
            continue
        scope = met.scopes[statement.index]
        if scope is None:
            continue
        for name in statement.names:
            binding = scope.lookup(name)
            if binding.kind is BindingKind.GLOBAL:
                found.add((met.module.index, binding.slot))
            elif binding.kind is BindingKind.FREE:
                owner, slot = scope.frame_owner, binding.slot
                while owner.parent is not None:
                    outer = next((there for here, there in owner.captures if here == slot), None)
                    if outer is None:
                        break
                    owner, slot = owner.parent.frame_owner, outer
                found.add((owner.node.index, slot))
    for scope in met.resolution.scopes.values():
        if scope.kind is ScopeKind.COMPREHENSION:
            continue
    return frozenset(found)
