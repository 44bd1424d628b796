"""The pages of docs/limitations: what they show is what happens, and CPython does otherwise."""

from __future__ import annotations

import builtins
import importlib
import re
from pathlib import Path

import pytest

from foretell_analyzer.dialect import load_dialect
from tests.alike import run_by_python, run_by_us

PAGES = Path(__file__).parent.parent / "docs" / "limitations"
FENCES = re.compile(r"```python\n(.*?)```\n\n```output\n(.*?)```", re.DOTALL)
STOP = re.compile(r"^foretell\.interpreter\.stops\.Stop: ", re.MULTILINE)

EXAMPLES = [
    pytest.param(text, output, id=page.stem)
    for page in sorted(PAGES.glob("*.md"))
    for text, output in FENCES.findall(page.read_text(encoding="utf-8"))
]


def seen(stdout: str, traceback: str) -> str:
    """What is printed, and the last line of a traceback."""
    last = traceback.rstrip("\n").rpartition("\n")[2]
    return stdout + (STOP.sub("stopped: ", last) + "\n" if last else "")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("text", "output"), EXAMPLES)
def test_a_page_shows_what_happens_here_and_not_in_cpython(text: str, output: str) -> None:
    ours = run_by_us(text)
    assert seen(ours.stdout, ours.traceback) == output
    theirs = run_by_python(text)
    assert (theirs.stdout, theirs.traceback) != (ours.stdout, ours.traceback)


def test_every_page_but_the_lists_has_an_example() -> None:
    pages = {page.stem for page in PAGES.glob("*.md")} - {"README", "missing-names"}
    assert pages == {str(example.id) for example in EXAMPLES}


def test_every_page_is_linked() -> None:
    text = (PAGES / "README.md").read_text(encoding="utf-8")
    for page in PAGES.glob("*.md"):
        if page.stem != "README":
            assert f"({page.name})" in text, page.name


def listed() -> dict[str, set[str]]:
    """The names on the page of missing ones, by module."""
    text = (PAGES / "missing-names.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {row[0][2:]: set(re.findall(r"`([^`]+)`", row[1])) for row in rows[2:]}


def missing(name: str) -> set[str]:
    """The public names of CPython's module that the table lacks."""
    dialect = load_dialect()
    if name == "builtins":
        keywords = {"None", "True", "False"}
        return {each for each in dir(builtins) if each[0] != "_"} - keywords - set(dialect.builtins)
    module = importlib.import_module(name)
    public = [each for each in getattr(module, "__all__", None) or dir(module) if each[0] != "_"]
    names = {each for each in public if type(getattr(module, each)).__name__ != "module"}
    return names - set(dialect.modules[name].members)


@pytest.mark.filterwarnings("ignore")
def test_the_names_that_are_missing_are_those_of_the_page() -> None:
    names = ["builtins", *load_dialect().modules]
    assert listed() == {name: missing(name) for name in names if missing(name)}
