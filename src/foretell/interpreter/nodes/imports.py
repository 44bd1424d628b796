"""Imports: of what the library has, and of nothing else."""

from __future__ import annotations

from typing import final

from mypy_extensions import i64

from foretell.interpreter import library
from foretell.interpreter.kernel import NORMAL, UNSET, Frame, Runtime, Statement, note
from foretell.interpreter.nodes.targets import Target
from foretell.interpreter.values import ModuleValue


@final
class Import(Statement):
    """`import name` or `import name as target`; without `as`, what is before the dot is bound."""

    name: str
    target: Target
    has_alias: bool

    def __init__(self, index: i64, name: str, target: Target, *, has_alias: bool) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.name = name
        self.target = target
        self.has_alias = has_alias

    def exec(self, frame: Frame) -> i64:
        runtime = frame.runtime
        try:
            runtime.charge(1)
            module = library.import_module(runtime, self.name)
            if not self.has_alias and "." in self.name:
                module = library.import_module(runtime, self.name.split(".", 1)[0])
        except BaseException as error:
            note(frame, error, self.index)
            raise
        self.target.store(frame, module)
        return NORMAL


def member(runtime: Runtime, module: ModuleValue, name: str) -> object:
    """Return a member of a module, which may be a module below it."""
    value = module.members.get(name, UNSET)
    if value is not UNSET:
        return value
    missing = False
    try:
        value = library.import_module(runtime, f"{module.name}.{name}")
    except ModuleNotFoundError:
        missing = True
    if missing:
        raise ImportError(
            f"cannot import name {name!r} from {module.name!r} (unknown location)",
            name=module.name,
        )
    return value


@final
class ImportFrom(Statement):
    """`from module import names`; no names stand for `*`."""

    module: str
    level: i64
    names: list[str]
    targets: list[Target]

    def __init__(
        self, index: i64, module: str, level: i64, names: list[str], targets: list[Target]
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.module = module
        self.level = level
        self.names = names
        self.targets = targets

    def exec(self, frame: Frame) -> i64:
        runtime = frame.runtime
        try:
            runtime.charge(1)
            if self.level > 0:
                raise ImportError("attempted relative import with no known parent package")
            module = library.import_module(runtime, self.module)
            number = 0
            for name in self.names:
                self.targets[number].store(frame, member(runtime, module, name))
                number += 1
        except BaseException as error:
            note(frame, error, self.index)
            raise
        return NORMAL


@final
class ImportAll(Statement):
    """`from module import *`: binds those names of the module that the script mentions.

    `slots` has the slot of each of the script's global names; the others are put where names
    that the script does not bind are looked for.
    """

    module: str
    slots: dict[str, int]

    def __init__(self, index: i64, module: str, slots: dict[str, int]) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.module = module
        self.slots = slots

    def exec(self, frame: Frame) -> i64:
        runtime = frame.runtime
        try:
            runtime.charge(1)
            module = library.import_module(runtime, self.module)
        except BaseException as error:
            note(frame, error, self.index)
            raise
        exported = module.members.get("__all__")
        names = list(module.members)
        if isinstance(exported, (list, tuple)):
            names = [name for name in exported if isinstance(name, str)]
        for name in names:
            if not name.startswith("_"):
                self.bind(runtime, name, member(runtime, module, name))
        return NORMAL

    def bind(self, runtime: Runtime, name: str, value: object) -> None:
        """Bind one name."""
        slot = self.slots.get(name, -1)
        if slot >= 0:
            runtime.globals[slot] = value
            return
        runtime.bind_external(name, value)
