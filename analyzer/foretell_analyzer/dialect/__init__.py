"""The one table of the language: what exists, with signatures, result types and step costs.

Checker and interpreter both read it, so they cannot disagree on what there is. It is kept as stub
files, one a module, in the folder of the dialect (`python/`), written for people first:

- `def`, `async def`, `class` and `name: type` as in any stub; a second `def` of the same name is a
  further signature; `name = other` is another name for `other`; `name: Module` is a submodule;
- `@classmethod`, `@staticmethod` and `@property` mean what they mean; `__init__` tells how a class
  is called, `-> None` that this gives an instance;
- `# cost: …` behind a signature says what work it does beyond one step, in sizes of arguments;
- `T`, `K`, `V` and `Self` are type variables, `Any` is what we do not know; nothing is imported;
- a class whose name begins with `_` is a type that the module gives no name;
- `builtins.pyi` is found without import; the classes of `unnamed.pyi` have no name in a script.

Parsing a stub costs a few milliseconds, so a module is read when it is first asked for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from .entries import Entry, EntryKind, ModuleEntry, Parameter, Signature, TypeEntry
from .stubs import read_stub

__all__ = [
    "COMMON_ATTRIBUTES",
    "OPERATOR_METHODS",
    "Dialect",
    "Entry",
    "EntryKind",
    "ModuleEntry",
    "Parameter",
    "Signature",
    "TypeEntry",
    "has_module",
    "is_builtin",
    "load_dialect",
    "module_names",
]

FOLDER: Final = Path(__file__).parent

COMMON_ATTRIBUTES: Final = frozenset({"__class__", "__doc__", "__dict__", "__module__"})
"""What every value may be asked for, beside the members of its type."""

OPERATOR_METHODS: Final = frozenset(
    f"__{name}__"
    for name in [
        "init",
        "new",
        "repr",
        "str",
        "bytes",
        "format",
        "hash",
        "bool",
        "len",
        "contains",
        "getitem",
        "setitem",
        "delitem",
        "iter",
        "next",
        "reversed",
        "missing",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "add",
        "radd",
        "iadd",
        "sub",
        "rsub",
        "isub",
        "mul",
        "rmul",
        "imul",
        "truediv",
        "rtruediv",
        "floordiv",
        "rfloordiv",
        "mod",
        "rmod",
        "divmod",
        "rdivmod",
        "pow",
        "rpow",
        "lshift",
        "rlshift",
        "rshift",
        "rrshift",
        "and",
        "rand",
        "iand",
        "or",
        "ror",
        "ior",
        "xor",
        "rxor",
        "ixor",
        "neg",
        "pos",
        "abs",
        "invert",
        "int",
        "float",
        "complex",
        "index",
        "round",
        "trunc",
        "floor",
        "ceil",
        "enter",
        "exit",
        "call",
        "getattribute",
        "setattr",
        "delattr",
        "length_hint",
        "aiter",
        "anext",
        "await",
        "copy",
        "deepcopy",
        "class_getitem",
        "init_subclass",
        "set_name",
        "get",
        "set",
        "delete",
    ]
)
"""Methods behind operators and builtins: an attribute of each type that CPython gives them."""


@dataclass(frozen=True)
class Dialect:
    """What scripts of this dialect may use. `modules` and `types` are read on demand.

    A type of a module is called `module.Class` in `types`; a builtin one has its bare name.
    `tools_are_async` is None where each tool says for itself.
    """

    name: str = "python"
    top_level_await: bool = True
    top_level_return: bool = False
    tools_are_async: bool | None = None
    _folder: Path = field(default=FOLDER / "python", repr=False, compare=False)

    @cached_property
    def builtins(self) -> Mapping[str, Entry]:
        """What is found without import, by name."""
        return _stub(self._folder / "builtins.pyi", "builtins").members

    @cached_property
    def types(self) -> Mapping[str, TypeEntry]:
        """The types whose members are listed."""
        return _Types(self, self._folder)

    @cached_property
    def modules(self) -> Mapping[str, ModuleEntry]:
        """The modules that can be imported, by dotted name."""
        return _Modules(self, self._folder)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the stubs and of the flags, in hexadecimal."""
        flags = (self.name, self.top_level_await, self.top_level_return, self.tools_are_async)
        state = hashlib.sha256(repr(flags).encode())
        for path in sorted(self._folder.glob("*.pyi")):
            state.update(path.name.encode())
            state.update(path.read_bytes())
        return state.hexdigest()

    def find_member(self, type_name: str, name: str) -> Entry | None:
        """The member `name` of a type or of its bases, nearest first; None if there is none."""
        pending = [type_name]
        while pending:
            entry = self.types.get(pending.pop(0))
            if entry is None:
                continue
            member = entry.members.get(name)
            if member is not None:
                return member
            pending += entry.bases
        return None

    def members(self, type_name: str) -> frozenset[str]:
        """Names of all members of a type, those of its bases included."""
        entry = self.types.get(type_name)
        if entry is None:
            return frozenset()
        names = frozenset(entry.members)
        for base in entry.bases:
            names |= self.members(base)
        return names


@dataclass(frozen=True)
class _Modules(Mapping[str, ModuleEntry]):
    dialect: Dialect
    folder: Path

    def __getitem__(self, name: str) -> ModuleEntry:
        if not has_module(name, self.dialect.name):
            raise KeyError(name)
        return _stub(self.folder / f"{name}.pyi", name)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and has_module(name, self.dialect.name)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(_module_list(self.dialect.name)))

    def __len__(self) -> int:
        return len(_module_list(self.dialect.name))


@dataclass(frozen=True)
class _Types(Mapping[str, TypeEntry]):
    dialect: Dialect
    folder: Path
    known: dict[str, TypeEntry | None] = field(default_factory=dict[str, "TypeEntry | None"])

    def __getitem__(self, name: str) -> TypeEntry:
        if name not in self.known:
            try:
                self.known[name] = self._read(name)
            except KeyError:
                self.known[name] = None
        found = self.known[name]
        if found is None:
            raise KeyError(name)
        return found

    def _read(self, name: str) -> TypeEntry:
        module, _, bare = name.rpartition(".")
        if module:
            if not has_module(module, self.dialect.name):
                raise KeyError(name)
            return _stub(self.folder / f"{module}.pyi", module).types[bare]
        found = _stub(self.folder / "builtins.pyi", "builtins").types.get(name)
        return found or _stub(self.folder / "unnamed.pyi", "builtins").types[name]

    def __iter__(self) -> Iterator[str]:
        for stem in ("builtins", "unnamed"):
            yield from _stub(self.folder / f"{stem}.pyi", "builtins").types
        for module in self.dialect.modules:
            for bare in self.dialect.modules[module].types:
                yield f"{module}.{bare}"

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def load_dialect(name: str = "python") -> Dialect:
    """The dialect of that name; it is built once per process."""
    if name != "python":
        raise ValueError(f"there is no dialect `{name}`; there is `python`")
    return Dialect(name)


def has_module(name: str, dialect: str = "python") -> bool:
    """Can `import name` succeed? Reads no stub."""
    return name in _module_list(dialect)


def module_names(name: str, dialect: str = "python") -> frozenset[str]:
    """The names in a module, without parsing its stub; empty if there is no such module."""
    if not has_module(name, dialect):
        return frozenset()
    return _scan(FOLDER / dialect / f"{name}.pyi")


def is_builtin(name: str, dialect: str = "python") -> bool:
    """Is `name` found without import? Does not parse the stub."""
    return name in _builtin_names(dialect)


@cache
def _stub(path: Path, module: str) -> ModuleEntry:
    return read_stub(path.read_text(encoding="utf-8"), module)


@cache
def _builtin_names(dialect: str) -> frozenset[str]:
    return _scan(FOLDER / dialect / "builtins.pyi")


@cache
def _module_list(dialect: str) -> frozenset[str]:
    stems = {path.stem for path in (FOLDER / dialect).glob("*.pyi")}
    return frozenset(stems - {"builtins", "unnamed"})


_TOP_LEVEL: Final = re.compile(r"^(?:(?:async )?def (\w+)|class (\w+)|(\w+) ?[:=])", re.MULTILINE)


@cache
def _scan(path: Path) -> frozenset[str]:
    text = path.read_text(encoding="utf-8")
    names = {match[match.lastindex or 0] for match in _TOP_LEVEL.finditer(text)}
    return frozenset(name for name in names if not name.startswith("_") or name.endswith("__"))
