"""Which operands have to be kept where a census sees them, and which calls make that necessary.

An operand waits if a later one may run something of the script, which can take long and hold much.
It need not be kept if it is a constant, or a variable that holds the value all the while.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from foretell.interpreter.kernel import Expression
from foretell.interpreter.linker.context import Context, Table
from foretell.interpreter.nodes.displays import Spread
from foretell.interpreter.nodes.keeping import Kept, Releasing
from foretell.interpreter.nodes.names import (
    CellName,
    Constant,
    ExternalName,
    GlobalName,
    LocalName,
    ModuleName,
)
from foretell_analyzer import ir
from foretell_analyzer.bindings import BindingKind, ScopeKind

SPECIAL: Final = re.compile(r"__\w+__")
WITHOUT_OPERATORS: Final = frozenset(
    {
        "__annotations__",
        "__class__",
        "__doc__",
        "__future__",
        "__init__",
        "__init_subclass__",
        "__main__",
        "__match_args__",
        "__name__",
        "__new__",
        "__post_init__",
        "__qualname__",
        "__set_name__",
        "__slots__",
    }
)
"""Special names by which no operator, attribute, conversion or loop comes to run a method."""
OPERATORS: Final = frozenset(
    {
        ir.Attribute,
        ir.BinaryOperation,
        ir.Compare,
        ir.FormattedString,
        ir.Subscript,
        ir.UnaryOperation,
    }
)
EAGER: Final = frozenset(
    {
        "all",
        "any",
        "anext",
        "bytearray",
        "bytes",
        "delattr",
        "dict",
        "frozenset",
        "getattr",
        "hasattr",
        "list",
        "max",
        "min",
        "next",
        "set",
        "setattr",
        "sorted",
        "sum",
        "super",
        "tuple",
    }
)
"""Builtins that may run functions and generators they are given; tools and other builtins do not."""
QUIET_METHODS: Final = frozenset(
    {
        "append",
        "capitalize",
        "casefold",
        "copy",
        "count",
        "endswith",
        "find",
        "format",
        "get",
        "index",
        "isalnum",
        "isalpha",
        "isdigit",
        "isoformat",
        "items",
        "keys",
        "lower",
        "lstrip",
        "pop",
        "replace",
        "rsplit",
        "rstrip",
        "setdefault",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "title",
        "total_seconds",
        "upper",
        "values",
        "zfill",
    }
)
"""Methods of builtin types that run nothing of a script without special methods."""
NAMES: Final = (CellName, GlobalName, ModuleName)


def look_at(table: Table, text: str) -> None:
    """Find out what in the text of a script lets more than its calls run something of it."""
    table.runs_operators = "property" in text or (
        "__" in text and not WITHOUT_OPERATORS.issuperset(SPECIAL.findall(text))
    )
    table.rebinds = "global" in text or "nonlocal" in text
    table.rebinds_locals = ":=" in text
    for scope in table.resolution.scopes.values():
        if scope.kind is ScopeKind.CLASS:
            table.methods.update(scope.bindings)


def may_run(context: Context, node: ir.Call) -> bool:
    """Tell whether a call may run something of the script, besides its arguments."""
    table = context.table
    callee = node.callee
    if table.runs_operators:
        return True
    if isinstance(callee, ir.Attribute):
        return callee.name not in QUIET_METHODS or callee.name in table.methods
    if not isinstance(callee, ir.Name):
        return True
    bound = context.lookup(callee.identifier).kind is not BindingKind.EXTERNAL
    return bound or callee.identifier in EAGER


def note_running(table: Table, made: Expression) -> None:
    """Note that something in a node may run something of the script."""
    table.running += 1
    table.runners.add(made)


def runs(table: Table, operand: Expression) -> bool:
    """Tell whether an operand may run something of the script."""
    if operand in table.runners:
        return True
    return isinstance(operand, Spread) and (table.runs_operators or operand.value in table.runners)


def keep(context: Context, operands: list[Expression]) -> list[Expression]:
    """Have the operands kept that wait for one that may run something of the script."""
    return keep_before(context, operands, last_running(context.table, operands))


def last_running(table: Table, operands: list[Expression]) -> int:
    """Return the place of the last operand that may run something of the script, or -1."""
    for number in range(len(operands) - 1, -1, -1):
        if runs(table, operands[number]):
            return number
    return -1


def keep_before(context: Context, operands: list[Expression], last: int) -> list[Expression]:
    """Have the operands kept that wait for the `last` that may run something of the script."""
    if last <= 0:
        return operands
    table = context.table
    slots: list[int] = []
    result = operands[:]
    for number in range(last):
        operand = operands[number]
        if not must_be_kept(table, operand):
            continue
        before = slots[:]
        slots.append(context.frame.extra_slot())
        result[number] = keep_one(operand, before, slots[-1])
    if slots:
        result[last] = around(operands[last], lambda held: Releasing(held, slots, last=True))
    return result


def keep_one(operand: Expression, before: list[int], slot: int) -> Expression:
    """Have an operand kept; if it fails, those `before` it are let go."""

    def wrap(held: Expression) -> Expression:
        made = Kept(held, slot)
        return Releasing(made, before, last=False) if before else made

    return around(operand, wrap)


def around(operand: Expression, wrap: Callable[[Expression], Expression]) -> Expression:
    """Wrap an operand, or the value behind its star."""
    if isinstance(operand, Spread):
        return Spread(operand.index, wrap(operand.value))
    return wrap(operand)


def must_be_kept(table: Table, operand: Expression) -> bool:
    """Tell whether nothing else holds the value of an operand for sure."""
    if isinstance(operand, Spread):
        operand = operand.value
    if isinstance(operand, (Constant, ExternalName)):
        return False
    if isinstance(operand, LocalName):
        return table.rebinds_locals
    if isinstance(operand, NAMES):
        return table.rebinds
    return True
