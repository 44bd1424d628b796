"""What a script may use without defining it: builtins, types with their methods, modules.

The dialect's stubs say what there is; here is what it does. Host functions do the work, behind
charges where the work may be much, and behind replacements where it would reach outside.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foretell.interpreter.kernel import Runtime
    from foretell.interpreter.values import ModuleValue

__all__ = ["builtins_table", "import_module"]


def builtins_table() -> MappingProxyType[str, object]:
    """What is found without import, by name: the environment of every run."""
    from foretell.interpreter.library.environment import BUILTINS  # noqa: PLC0415 - needs the whole library

    return BUILTINS


def import_module(runtime: Runtime, name: str) -> ModuleValue:
    """`import name`: the module of that dotted name, one for each run; ModuleNotFoundError."""
    from foretell.interpreter.library.registry import load_module  # noqa: PLC0415 - needs the whole library

    return load_module(runtime, name)
