"""Which file has which module, and which file must be read before a type is first looked at."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, NoReturn

from foretell.interpreter.kernel import Runtime
from foretell.interpreter.values import ModuleValue
from foretell_analyzer.dialect import load_dialect

from .services import services

PREFIX: Final = "foretell.interpreter.library"

FILES: Final[dict[str, str]] = {
    "collections.abc": "abstract_collections",
    "urllib": "urllib_module",
    "urllib.parse": "urllib_module",
}
"""Modules whose file is not called `<module>_module`."""

TYPES: Final[dict[str, str]] = {
    "_decimal": "decimal",
    "_io": "io",
    "_random": "random",
    "_hashlib": "hashlib",
    "_blake2": "hashlib",
    "_csv": "csv",
    "_operator": "operator",
    "_strptime": "time",
}
"""Modules of CPython that implement types of others."""


def module_file(name: str) -> str:
    """The file in this folder that has a module's members."""
    return f"{PREFIX}.{FILES.get(name) or name.replace('.', '_') + '_module'}"


def load_module(runtime: Runtime, name: str) -> ModuleValue:
    """The module of that dotted name; the same one each time within a run."""
    loaded: dict[str, ModuleValue] = services(runtime).state.setdefault("modules", {})
    found = loaded.get(name)
    if found is not None:
        return found
    if name not in load_dialect().modules:
        refuse_module(name)
    runtime.charge(16)
    file = import_module(module_file(name))
    maker = getattr(file, f"{name.replace('.', '_')}_members", None) or file.members
    found = loaded[name] = ModuleValue(name, {})
    found.members.update(maker(runtime))
    return found


PACKAGES: Final = frozenset(
    {"asyncio", "collections", "html", "json", "logging", "urllib", "zoneinfo"}
)
"""Modules that are packages in CPython."""


def refuse_module(name: str) -> NoReturn:
    """Raise what CPython raises for a module that is not there: parents are imported first."""
    parts = name.split(".")
    known = load_dialect().modules
    for count in range(1, len(parts)):
        parent = ".".join(parts[:count])
        if parent not in known:
            raise ModuleNotFoundError(f"No module named {parent!r}", name=parent)
        if parent not in PACKAGES:
            below = ".".join(parts[: count + 1])
            text = f"No module named {below!r}; {parent!r} is not a package"
            raise ModuleNotFoundError(text, name=below)
    raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def prepare_type(kind: Any) -> None:
    """Read the file that says what is charged for methods of a type, before its table is made."""
    module: Any = getattr(kind, "__module__", None)
    if module == "builtins":
        import_module(f"{PREFIX}.environment")
        return
    if not isinstance(module, str):
        return
    name = TYPES.get(module, module)
    if name in load_dialect().modules:
        import_module(module_file(name))
