"""Which form of the package runs: the compiled modules or the pure ones beside them.

A build may leave a shared object beside some modules (`compiled_modules.txt` lists them); Python
then prefers it to the `.py`. With `FORETELL_PURE=1` in the environment a finder in front of
Python's own takes the `.py` of every module of ours, so that both forms never mix: compiled
modules call each other through a shared library and would not see a pure one among them.
The same finder serves where such a library is missing, as after a pure build in a folder that
holds objects of an earlier one.

`select_form` is called before anything else of ours is imported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from importlib.util import find_spec
from types import ModuleType
from typing import Final, Literal

Form = Literal["compiled", "pure"]

PACKAGES: Final = ("foretell", "foretell_analyzer")
LIBRARIES: Final = ("foretell__mypyc", "foretell_analyzer__mypyc")
"""The shared libraries of the compiled modules, as mypyc names them after setup.py's groups."""


class PureFinder:
    """Finds the modules of our packages by their source only."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of the `.py`; nothing for modules of others and for our packages."""
        if path is None or name.partition(".")[0] not in PACKAGES:
            return None
        for folder in path:
            finder = FileFinder(folder, (SourceFileLoader, SOURCE_SUFFIXES))
            spec = finder.find_spec(name, target)
            if spec is not None and spec.loader is not None:
                return spec
        return None


def select_form() -> None:
    """Put the finder in front if the pure form is wished or the only one there is."""
    if running_form() == "compiled" and (is_pure_wished() or not is_compiled()):
        sys.meta_path.insert(0, PureFinder())


def running_form() -> Form:
    """Return the form that is in use."""
    if any(isinstance(finder, PureFinder) for finder in sys.meta_path):
        return "pure"
    return "compiled"


def is_compiled() -> bool:
    """Are the libraries there that compiled modules need?"""
    return all(find_spec(library) is not None for library in LIBRARIES)


def is_pure_wished() -> bool:
    """Does the environment ask for the pure form?"""
    return os.environ.get("FORETELL_PURE", "") not in {"", "0"}
