"""Hypothesis profiles, case files, and the form that the tests run in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import foretell.form
from tests.collector import CaseFile

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=500, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("again", settings.get_profile("ci"), max_examples=50)
settings.register_profile(
    "deep",
    max_examples=int(os.environ.get("EXAMPLES", "20000")),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="rewrite the snapshots of case files; read the difference before committing it",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-cases") and hasattr(config, "workerinput"):
        raise pytest.UsageError("--update-cases writes files: run it without -n")
    stale = find_stale_modules()
    if foretell.form.running_form() == "compiled" and stale:
        raise pytest.UsageError(
            f"compiled before its last change: {stale[0]}; run `make test`, or set FORETELL_PURE=1"
        )


def pytest_report_header() -> str:
    return f"foretell: {foretell.form.running_form()} form"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    if file_path.suffix == ".md" and CASES in file_path.parents:
        return CaseFile.from_parent(parent, path=file_path)
    return None


def find_stale_modules() -> list[str]:
    """Return the modules of this folder that are newer than what was compiled from them."""
    stale: list[str] = []
    for folder in (ROOT / "src", ROOT / "analyzer"):
        for library in folder.rglob("*.so"):
            source = library.with_name(library.name.partition(".")[0] + ".py")
            if source.exists() and source.stat().st_mtime > library.stat().st_mtime:
                stale.append(str(source.relative_to(ROOT)))
    return sorted(stale)
