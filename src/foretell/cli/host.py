"""The functions that a host module gives to a run, one for each tool."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from foretell.interpreter.toolerrors import message_of
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.errors import UsageError
from foretell_analyzer.suggestions import nearest


def load_host(
    host: str, catalog: ToolCatalog, needed: Iterable[str]
) -> Mapping[str, Callable[..., Any]]:
    """Import a host and take the functions that are named as tools of the catalog.

    `host` is a path to a `.py` file or the name of a module. `needed` are the tools that the
    script may call: one without a function is a mistake, told before anything runs.
    """
    module = _import_host(host)
    functions: dict[str, Callable[..., Any]] = {}
    for name, tool in catalog.tools.items():
        function = _member(module, host, name)
        if function is None and tool.wire_name.isidentifier():
            function = _member(module, host, tool.wire_name)
        if callable(function):
            functions[name] = function
    for name in needed:
        if name not in functions:
            public = [one for one in dir(module) if not one.startswith("_")]
            found = nearest(name, public, limit=1)
            hint = f"; did you mean it to be `{found[0]}`?" if found else ""
            raise UsageError(f"{host}: has no function `{name}`, which the script may call{hint}")
    return functions


def _member(module: ModuleType, host: str, name: str) -> object:
    """What a host has under a name; a module may compute it, and fail."""
    try:
        return getattr(module, name, None)
    except Exception as error:
        raise UsageError(
            f"{host}: asked for `{name}` it raises {type(error).__name__}: {message_of(error)}"
        ) from error


def _import_host(host: str) -> ModuleType:
    try:
        return _import_file(Path(host)) if host.endswith(".py") else _import_name(host)
    except (UsageError, KeyboardInterrupt):
        raise
    except BaseException as error:  # a host that ends the process while it is imported, too
        line = _line_of(error, host)
        place = f"{host}:{line}" if line else host
        raise UsageError(
            f"{place}: the host cannot be imported: {type(error).__name__}: {message_of(error)}"
        ) from error


def _import_file(path: Path) -> ModuleType:
    if not os.path.isfile(path):  # noqa: PTH113  # unlike `Path`, it has an answer for any name
        raise UsageError(f"{path}: there is no such file")
    specification = spec_from_file_location(f"foretell_host_{path.stem}", path)
    if specification is None or specification.loader is None:
        raise UsageError(f"{path}: is not a Python file")
    module = module_from_spec(specification)
    # Dataclasses and pickling look a module up by its name while its body runs.
    sys.modules[specification.name] = module
    try:
        specification.loader.exec_module(module)
    except BaseException:
        del sys.modules[specification.name]
        raise
    return module


def _import_name(name: str) -> ModuleType:
    folder = str(Path.cwd())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and name.startswith(error.name):
            raise UsageError(f"{name}: there is no such module, and no such `.py` file") from None
        raise


def _line_of(error: BaseException, host: str) -> int | None:
    """The last line of the host's own file on the way to an error."""
    if isinstance(error, SyntaxError):
        return error.lineno
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(host):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
