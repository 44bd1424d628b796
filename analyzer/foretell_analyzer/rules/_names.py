"""What rules on names share: reads that nothing answers, and what could have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.dialect import module_names
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Call, Name
from foretell_analyzer.sites import NameRead

_ALIASES: Final = {
    "dt": "datetime",
    "np": "numpy",
    "pd": "pandas",
    "plt": "matplotlib.pyplot",
}

MOST_CURES: Final = 50
"""Names of a script for which a cure is looked for. Each is held against all that exist: a script of
nothing but unknown names must not take time quadratic in its length.
"""


def unknown_reads(facts: Facts) -> Iterator[NameRead]:
    """Names that are used and that neither the script nor anything outside binds."""
    starred: set[str] = set()
    for statement in facts.met.star_imports:
        module = statement.module or ""
        if statement.level or module not in facts.dialect.modules:
            return  # it might bind anything; the import itself is an error
        starred |= module_names(module, facts.dialect.name)
    for read in facts.met.names:
        name = read.node.identifier
        if read.variable is None and name not in starred and not facts.certain.is_external(name):
            yield read


def is_called(facts: Facts, node: Name) -> bool:
    """Is the name the callee of a call?"""
    above = facts.parent(node)
    return isinstance(above, Call) and above.callee is node


def known_names(facts: Facts) -> set[str]:
    """All names that exist somewhere in the script or outside it."""
    names = {one.name for one in facts.met.bindings}
    names.update(facts.catalog.tools, facts.world.inputs, facts.dialect.builtins)
    return {name for name in names if not name.startswith("__")}


def where_to_import(facts: Facts, name: str) -> str | None:
    """Which import would give the name."""
    if name in facts.dialect.modules:
        return f"write `import {name}` above"
    module = _ALIASES.get(name)
    if module is not None:
        if module in facts.dialect.modules:
            return f"write `import {module} as {name}` above"
        return f"`{module}` is not available here"
    homes = homes_of(facts, name)
    return f"write `from {homes[0]} import {name}` above" if homes else None


def homes_of(facts: Facts, name: str) -> list[str]:
    """The modules that have a name, the best known first."""
    homes = [one for one in facts.dialect.modules if name in module_names(one, facts.dialect.name)]
    return sorted(homes, key=lambda one: (one.count("."), len(one), one))
