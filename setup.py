"""Builds the hot modules with mypyc where a C compiler is; everything else is in pyproject.toml.

`FORETELL_PURE=1` leaves compilation out and makes a wheel for every platform, `FORETELL_PURE=0`
insists on it: what would otherwise end in the pure form, with one line that says why, is then an
error. Compilation is all or nothing, because the modules of a package share one library. The two
libraries are built side by side.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).resolve().parent
LIST = ROOT / "compiled_modules.txt"
WISH = os.environ.get("FORETELL_PURE", "")
LIBRARIES = {"foretell": ("src", "3"), "foretell_analyzer": ("analyzer", "1")}
"""By name of its library: the folder of a package, and how hard the compiler is to try.

The analyzer gains next to nothing above 1, where the compiler is done in half of the time.
"""
KEPT = ROOT / "build" / "kept"
INCLUDE = re.compile(r'^#include [<"](.+)[>"]', re.MULTILINE)
BUILDING = {"bdist_wheel", "build", "build_ext", "editable_wheel", "install"}


class NotCompiledError(Exception):
    """Why the compiled form cannot be had; the text is one line."""


def list_modules() -> list[str]:
    """Return the files that `compiled_modules.txt` names and that exist, sorted."""
    chosen: set[Path] = set()
    for line in LIST.read_text(encoding="utf-8").splitlines():
        entry = line.strip()
        if entry.startswith("!"):
            chosen.discard(Path(entry[1:]))
        elif entry and not entry.startswith("#"):
            chosen |= find_modules(Path(entry))
    return sorted(path.as_posix() for path in chosen)


def find_modules(entry: Path) -> set[Path]:
    """Return the modules of a file or folder, without package initializers."""
    path = ROOT / entry
    if path.is_file():
        return {entry}
    return {found.relative_to(ROOT) for found in path.rglob("*.py") if found.name != "__init__.py"}


def probe_compiler() -> None:
    """Compile and link three lines against Python, before mypyc works for half a minute."""
    from setuptools._distutils.ccompiler import new_compiler  # noqa: PLC0415 - only when needed
    from setuptools._distutils.sysconfig import customize_compiler  # noqa: PLC0415 - as above

    source = "#include <Python.h>\nPyMODINIT_FUNC PyInit_probe(void) { return NULL; }\n"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "probe.c")
        file.write_text(source, encoding="utf-8")
        compiler = new_compiler()
        customize_compiler(compiler)
        try:
            objects = compiler.compile(
                [str(file)],
                output_dir=folder,
                include_dirs=[sysconfig.get_path("include"), sysconfig.get_path("platinclude")],
            )
            compiler.link_shared_object(objects, str(Path(folder, "probe.so")))
        except Exception as problem:
            command = " ".join(getattr(compiler, "compiler_so", ["?"])[:1])
            raise NotCompiledError(f"no working C compiler (tried {command})") from problem


def make_extensions() -> list[Any]:
    """Return the extensions for the modules of the list.

    The settings are given here rather than read from pyproject.toml: a build must not fail
    because a library's types, which only checking needs, are not installed. Extensions are of
    `Any` type: the stubs of setuptools and of distutils disagree on which class they are.
    """
    modules = list_modules()
    if not modules:
        raise NotCompiledError("compiled_modules.txt names no module that exists")
    probe_compiler()
    try:
        from mypyc.build import mypycify  # noqa: PLC0415 - may be missing
    except ImportError as problem:
        raise NotCompiledError("mypy is not installed") from problem
    os.environ["MYPYPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT / "analyzer")])
    settings = [
        "--config-file=",
        "--explicit-package-bases",
        "--ignore-missing-imports",
        "--follow-imports=silent",
        "--no-warn-unused-ignores",
    ]
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            extensions = mypycify(
                [*settings, *modules], separate=group_modules(modules), debug_level="0"
            )
    except (Exception, SystemExit) as problem:
        if WISH == "0":
            sys.stderr.write(said.getvalue())
        first = next((line for line in said.getvalue().splitlines() if "error:" in line), problem)
        raise NotCompiledError(f"mypyc refused the modules ({first})") from problem
    for name, (_, effort) in LIBRARIES.items():
        leave_out_tracebacks(name)
        for extension in extensions:
            if extension.name == f"{name}__mypyc":
                extension.extra_compile_args = [*extension.extra_compile_args, f"-O{effort}"]
    return extensions


def group_modules(modules: list[str]) -> list[tuple[list[str], str | None]]:
    """Return the modules of each library, and its name."""
    groups: list[tuple[list[str], str | None]] = []
    for name, (folder, _) in LIBRARIES.items():
        chosen = [module for module in modules if module.startswith(f"{folder}/")]
        if chosen:
            groups.append((chosen, name))
    return groups


def leave_out_tracebacks(library: str) -> None:
    """Let the generated code not record its own frames when an exception passes through it.

    They are of no use to a script, whose traceback the interpreter keeps itself, and cost more
    than half of a raise. `FORETELL_TRACEBACKS=1` keeps them, for looking into our own faults.
    """
    if os.environ.get("FORETELL_TRACEBACKS") == "1":
        return
    last_include = f'#include "__native_internal_{library}.h"\n'
    nothing = "#define CPy_AddTraceback(filename, function, line, globals) ((void)0)\n"
    for file in (ROOT / "build").glob(f"__native_{library}.c"):
        text = file.read_text(encoding="utf-8")
        if nothing not in text:
            file.write_text(text.replace(last_include, last_include + nothing, 1), encoding="utf-8")


class BuildTogether(build_ext):
    """Build all extensions or none: a module without the shared library could not be imported.

    What was built is kept, and taken again while its sources are the same: the wheel after the
    editable install, or an install after a change that compiles to nothing new.
    """

    def finalize_options(self) -> None:
        """Unless told otherwise, build the libraries side by side; they take about as long."""
        super().finalize_options()
        self.parallel = self.parallel or len(LIBRARIES)

    def build_extension(self, ext: Extension) -> None:
        """Build one extension, or take it as it was built before."""
        built = Path(self.get_ext_fullpath(ext.name))
        kept = KEPT / f"{ext.name}-{self.digest_of(ext)}{built.suffix}"
        if kept.exists():
            built.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(kept, built)
            return
        super().build_extension(ext)
        KEPT.mkdir(parents=True, exist_ok=True)
        for earlier in KEPT.glob(f"{ext.name}-*"):
            earlier.unlink(missing_ok=True)
        shutil.copyfile(built, kept)

    def digest_of(self, ext: Extension) -> str:
        """Return what tells apart all that may change how an extension comes out."""
        compiler = [*getattr(self.compiler, "compiler_so", []), *(ext.extra_compile_args or [])]
        linker = [*getattr(self.compiler, "linker_so", []), *(ext.extra_link_args or [])]
        tools = [version("mypy"), sys.version, *compiler, *linker, str(ext.define_macros)]
        digest = hashlib.sha256("\0".join(tools).encode())
        for file in sorted({*find_included(ext.sources), *map(Path, ext.depends)}):
            digest.update(file.read_bytes())
        return digest.hexdigest()[:16]

    def build_extensions(self) -> None:
        """Build; after a failure leave nothing behind that would be imported."""
        try:
            super().build_extensions()
        except Exception as problem:  # noqa: BLE001 - whatever the compiler's wrapper raises
            for extension in self.extensions:
                Path(self.get_ext_fullpath(extension.name)).unlink(missing_ok=True)
            if (
                self.editable_mode
            ):  # without its library, a module of an earlier build is passed over
                for library in (ROOT / "src").glob("foretell*__mypyc.*"):
                    library.unlink()
            self.extensions = []
            explain(NotCompiledError(f"compilation failed ({type(problem).__name__}, see above)"))


def find_included(sources: Iterable[str | os.PathLike[str]]) -> set[Path]:
    """Return source files, and the generated headers that they include, those in headers too."""
    found: set[Path] = set()
    pending = [Path(source) for source in sources]
    while pending:
        file = pending.pop()
        if file not in found and file.exists():
            found.add(file)
            text = file.read_text(encoding="utf-8")
            pending += [Path("build", name) for name in INCLUDE.findall(text)]
    return found


def explain(problem: NotCompiledError) -> None:
    """Say in one line that the pure form is built, or stop if the compiled one was asked for."""
    if WISH == "0":
        raise SystemExit(f"foretell: {problem}, and FORETELL_PURE=0 asks for the compiled form")
    sys.stderr.write(f"foretell: {problem}; the pure Python form is built\n")


def choose_extensions() -> list[Any]:
    """Return what is to be compiled: nothing if so wished, if it cannot be, or if nothing is built.

    A wheel takes several commands, each a run of this file; only one of them needs mypyc.
    """
    if WISH not in {"", "0"} or BUILDING.isdisjoint(sys.argv):
        return []
    try:
        return make_extensions()
    except NotCompiledError as problem:
        explain(problem)
        return []


def forget_earlier_build() -> None:
    """Remove setuptools' staging folder, so that a pure wheel holds no library of an earlier one."""
    for folder in (ROOT / "build").glob("lib*"):
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    forget_earlier_build()
    setup(ext_modules=choose_extensions(), cmdclass={"build_ext": BuildTogether})
