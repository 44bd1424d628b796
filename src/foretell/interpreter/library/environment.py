"""The table of what a script finds without import."""

from __future__ import annotations

import builtins
from types import MappingProxyType
from typing import Final

from foretell.interpreter.attributes import HOST_TYPES
from foretell.interpreter.values import Builtin
from foretell_analyzer.dialect import load_dialect

from ..toolerrors import ToolError
from . import container_methods, exception_methods, text_methods
from .constructors import CLASS_METHOD, PROPERTY, STATIC_METHOD, SUPER
from .functions import FUNCTIONS, PLAIN
from .lazy import UNGUARDED, Enumerate, Filter, Map, Reversed, Zip
from .sets import OrderedFrozenSet, OrderedSet

__all__ = ["BUILTINS", "container_methods", "exception_methods", "text_methods"]

TYPES: Final[dict[str, object]] = {
    "enumerate": Enumerate,
    "filter": Filter,
    "frozenset": OrderedFrozenSet,
    "map": Map,
    "reversed": Reversed,
    "set": OrderedSet,
    "zip": Zip,
    "super": SUPER,
    "property": PROPERTY,
    "staticmethod": STATIC_METHOD,
    "classmethod": CLASS_METHOD,
    "ToolError": ToolError,
}
"""Types that are not CPython's own object."""


def make_builtins() -> MappingProxyType[str, object]:
    """Each name of the dialect's table with its value."""
    table: dict[str, object] = {}
    for name in load_dialect().builtins:
        if name in FUNCTIONS:
            function = table[name] = Builtin(name, FUNCTIONS[name])
            if name in PLAIN:
                UNGUARDED[function] = PLAIN[name]
        elif name in TYPES:
            table[name] = TYPES[name]
        elif name == "__name__":
            table[name] = "__main__"
        else:
            table[name] = getattr(builtins, name)
    return MappingProxyType(table)


HOST_TYPES.update({OrderedSet: "set", OrderedFrozenSet: "frozenset"})

BUILTINS: Final = make_builtins()
