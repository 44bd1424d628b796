from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import foretell
import foretell.form
import foretell_analyzer
from foretell_analyzer.form import is_compiled
from foretell_analyzer.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("libcst", "networkx", "rich", "click", "pygments", "jsonschema_rs", "rapidfuzz")


def run_python(code: str, **environment: str) -> str:
    """Run code in a Python of its own, in the form of this process."""
    form = "1" if foretell.form.running_form() == "pure" else ""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "FORETELL_PURE": form, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("package", [foretell, foretell_analyzer])
def test_both_packages_are_typed(package: object) -> None:
    file = getattr(package, "__file__", None)
    assert file is not None
    assert Path(file).with_name("py.typed").exists()


def test_the_version_has_one_source() -> None:
    assert foretell.__version__ == VERSION
    assert importlib.metadata.version("foretell") == VERSION
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert settings["project"]["dynamic"] == ["version"]


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text()


def test_importing_foretell_is_light() -> None:
    shown = run_python("import json, sys, foretell; print(json.dumps(sorted(sys.modules)))")
    packages = {name.partition(".")[0] for name in json.loads(shown)}
    assert packages.isdisjoint(HEAVY), sorted(packages.intersection(HEAVY))


FORM = """
import sys
import foretell.form
import foretell.interpreter
print(foretell.form.running_form())
print([name for name, module in sys.modules.items()
       if name.partition(".")[0].startswith("foretell")
       and str(getattr(module, "__file__", "")).endswith((".so", ".pyd"))])
"""


def test_the_pure_form_loads_no_compiled_module() -> None:
    assert run_python(FORM, FORETELL_PURE="1") == "pure\n[]\n"


def test_the_compiled_form_runs_unless_the_pure_one_is_wished() -> None:
    shown = run_python(FORM, FORETELL_PURE="0").splitlines()[0]
    assert shown == ("compiled" if is_compiled() else "pure")


def test_every_module_that_is_to_be_compiled_is_listed_by_its_place() -> None:
    rows = (ROOT / "compiled_modules.txt").read_text().splitlines()
    entries = [row.removeprefix("!") for row in rows if row and not row.startswith("#")]
    assert [entry for entry in entries if not (ROOT / entry).exists()] == []
