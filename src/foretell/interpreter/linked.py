"""Takes a grant, gives what was granted ready to run: its program, linked once for each script.

A program holds nothing of a run, so runs of the same module share one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Final

from foretell.policy.decision import Grant
from foretell_analyzer.bindings import Resolution
from foretell_analyzer.errors import GrantError
from foretell_analyzer.ir import Module
from foretell_analyzer.resolve import resolve

from .link import Program, Unsupported, link

REMEMBERED: Final = 256
"""Programs that are kept."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A program with the tools of its catalog that it names.

    `needed` are those that nothing in the script can stand for; `shadowed` are names of tools
    that the script itself binds, so that the tool is met only where it has not bound it yet.
    """

    program: Program
    needed: tuple[str, ...]
    shadowed: tuple[str, ...]


_programs: Final[OrderedDict[str, Program]] = OrderedDict()
_lock: Final = Lock()


def link_grant(grant: Grant) -> Linked:
    """The program of a grant; raises `GrantError` for a script that was not judged or cannot run."""
    module, catalog = grant.parts
    if module.script.digest != grant.digests.script or catalog.digest != grant.digests.catalog:
        raise GrantError("the grant is for another script or catalog than the one it comes with")
    program = _program(module, grant.resolution)
    names = program.code.names
    return Linked(
        program,
        tuple(name for name in program.externals if name in catalog.tools),
        tuple(name for name in names if name in catalog.tools),
    )


def _program(module: Module, resolution: Resolution | None) -> Program:
    """The program of a module, whose names are resolved anew unless that has been done already."""
    key = module.script.digest
    with _lock:
        known = _programs.get(key)
        if known is not None and known.module is module:
            _programs.move_to_end(key)
            return known
    with refused(module):
        if resolution is None or resolution.module is not module:
            resolution = resolve(module)
        program = link(module, resolution)
    with _lock:
        _programs[key] = program
        if len(_programs) > REMEMBERED:
            _programs.popitem(last=False)
    return program


@contextmanager
def refused(module: Module) -> Iterator[None]:
    """Make a `GrantError` of what cannot be linked."""
    try:
        yield
    except Unsupported as refusal:
        line = module.line(refusal.node)
        raise GrantError(
            f"{module.script.name}:{line}: {refusal.construct} cannot be run"
        ) from None
