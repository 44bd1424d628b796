"""The corpus lies outside of the repository; `make corpus` says where."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest


def find_corpus() -> Path:
    """Return the folder of the corpus, which must have been named."""
    named = os.environ.get("FORETELL_CORPUS")
    if not named:
        raise pytest.UsageError("FORETELL_CORPUS does not name the corpus: run `make corpus`")
    return Path(named).resolve()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each script of the corpus to tests that take one."""
    for name, pattern in (
        ("script", "**/*.py"),
        ("mistake", "mistakes/scripts/*.py"),
        ("attack", "attacks/*.py"),
    ):
        if name in metafunc.fixturenames:
            corpus = find_corpus()
            files = sorted(corpus.glob(pattern))
            ids = [path.relative_to(corpus).as_posix() for path in files]
            metafunc.parametrize(name, files, ids=ids)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of the corpus."""
    return find_corpus()


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[object], None]:
    """Return what shows a line at the end of the run, whether or not the test passes."""
    return lambda line: record_property("told", str(line))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests told, wherever they ran."""
    told = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "told"
    ]
    if told:
        terminalreporter.section("the corpus")
    for line in sorted(dict.fromkeys(told)):
        terminalreporter.line(line)
