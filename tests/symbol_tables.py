"""CPython's symbol tables beside our scopes, in the same words."""

from __future__ import annotations

import symtable
import warnings
from collections import Counter

from foretell_analyzer import ir
from foretell_analyzer.resolve import BindingKind, Resolution, Scope, ScopeKind

HERE = {BindingKind.LOCAL, BindingKind.CELL}
NAMES_OF_SCOPES = {
    ScopeKind.MODULE: "module",
    ScopeKind.CLASS: "class",
    ScopeKind.FUNCTION: "function",
    ScopeKind.LAMBDA: "function",
    ScopeKind.GENERATOR: "function",
    ScopeKind.COMPREHENSION: "function",
}


def our_tables(resolution: Resolution) -> Counter[tuple[str, frozenset[tuple[str, str]]]]:
    """What each scope says of its names, in the words of `symtable`."""
    return Counter(
        (NAMES_OF_SCOPES[scope.kind], frozenset(_our_words(scope)))
        for scope in resolution.scopes.values()
    )


def _our_words(scope: Scope) -> set[tuple[str, str]]:
    own = variables_of(scope.node) if scope.kind is ScopeKind.COMPREHENSION else frozenset()
    words = set()
    for name, binding in scope.bindings.items():
        if name in (".0", "__class__"):
            continue
        if binding.kind is BindingKind.CLASS:
            assert binding.fallback is not None
            binding = binding.fallback  # noqa: PLW2901 - where the class body looks next
            is_free = binding.kind not in (BindingKind.GLOBAL, BindingKind.EXTERNAL)
            word = "free" if is_free else "in class or global"
        elif binding.kind in (BindingKind.GLOBAL, BindingKind.EXTERNAL):
            word = "in class or global" if scope.kind is ScopeKind.CLASS else "global"
        elif binding.kind in HERE:
            is_own = scope.kind is not ScopeKind.COMPREHENSION or name in own
            word = "local" if is_own else "free"
        else:
            word = "free"
        words.add((name, word))
    return words


def variables_of(node: ir.Node) -> frozenset[str]:
    """What a comprehension binds in itself."""
    assert isinstance(node, (ir.ListComprehension, ir.SetComprehension, ir.DictComprehension))
    names: set[str] = set()
    pending: list[ir.Node] = [clause.target for clause in node.clauses]
    while pending:
        target = pending.pop()
        if isinstance(target, ir.Name):
            names.add(target.identifier)
        elif isinstance(target, (ir.Tuple, ir.List, ir.Starred)):
            pending.extend(ir.children(target))
    return frozenset(names)


def their_tables(text: str) -> Counter[tuple[str, frozenset[tuple[str, str]]]]:
    """What CPython's symbol tables say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pending = [symtable.symtable(text, "script.py", "exec")]
    tables: Counter[tuple[str, frozenset[tuple[str, str]]]] = Counter()
    while pending:
        table = pending.pop()
        pending.extend(table.get_children())
        kind = str(table.get_type())
        words = set()
        for symbol in table.get_symbols():
            name = symbol.get_name()
            is_written = (
                symbol.is_referenced()
                or symbol.is_assigned()
                or symbol.is_parameter()
                or symbol.is_nonlocal()
                or symbol.is_imported()
            )
            if name in (".0", "__class__"):
                continue
            if symbol.is_free():
                if not is_written:  # only passed on to a function inside
                    continue
                word = "free"
            elif kind == "class":
                word = "in class or global"
            elif kind == "module" or symbol.is_global():
                word = "global"
            else:
                word = "local"
            words.add((name, word))
        tables[kind, frozenset(words)] += 1
    return tables
