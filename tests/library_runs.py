"""A run for tests of the library, without a script."""

from __future__ import annotations

from typing import Any

from foretell.interpreter import classes, library
from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import Runtime, enter_runtime

CLASSES = classes.build_class
"""Imported so that values of the library can be called, as in every run."""


def make_runtime(steps: int = 10_000_000) -> Runtime:
    """A run with the usual limits, made that of this thread."""
    runtime = Runtime(
        steps=steps,
        max_depth=100,
        item_limit=1_000_000,
        integer_bits=100_000,
        output_limit=10_000,
        deadline=float("inf"),
    )
    enter_runtime(runtime)
    return runtime


class Bench:
    """Calls of builtins, methods and functions of modules, as a script would make them."""

    def __init__(self, steps: int = 10_000_000) -> None:
        self.runtime = make_runtime(steps)

    def builtin(self, name: str, *arguments: Any, **keywords: Any) -> Any:
        callee = library.builtins_table()[name]
        return call(self.runtime, callee, list(arguments), keywords)

    def method(self, value: Any, name: str, *arguments: Any, **keywords: Any) -> Any:
        callee = get_attribute(self.runtime, value, name)
        return call(self.runtime, callee, list(arguments), keywords)

    def function(self, module: str, name: str, *arguments: Any, **keywords: Any) -> Any:
        callee = library.import_module(self.runtime, module).members[name]
        return call(self.runtime, callee, list(arguments), keywords)

    def spent(self) -> int:
        """Steps taken so far, of the ten million."""
        return 10_000_000 - int(self.runtime.steps) - int(self.runtime.reserve)
