"""Every entry of the dialect's table is called (or read), in CPython and by us, and judged."""

from __future__ import annotations

import re

import pytest

import foretell
from foretell_analyzer.dialect import load_dialect
from tests.alike import run_by_python, run_by_us
from tests.example_calls import module_examples, program, type_examples

DIALECT = load_dialect()
ADDRESS = re.compile(r" at 0x[0-9a-f]+")

DIFFERENT = {
    "logging.Handler.handleError": "what fails while logging is told in the output, without frames",
    "logging.Handler.release": "there is one thread, so there are no locks",
    "sys._OutputStream.encoding": "the stream of the tests has none",
}
"""Examples that come out otherwise on purpose, and why."""


def examples(key: str) -> list[tuple[str, str]]:
    """The examples of a module (`module json`) or of a type (`type json.JSONEncoder`)."""
    kind, _, name = key.partition(" ")
    return list(module_examples(name) if kind == "module" else type_examples(name))


KEYS = [f"module {name}" for name in ("builtins", *DIALECT.modules)] + [
    f"type {name}" for name in DIALECT.types if list(type_examples(name))
]


def told(text: str) -> dict[str, str]:
    """What a program tells of each example, by name."""
    lines: dict[str, str] = {}
    for line in text.splitlines():
        name, _, rest = line.partition(" ")
        lines[name] = ADDRESS.sub("", rest)
    return lines


@pytest.mark.filterwarnings("ignore")  # some examples are deprecated, some coroutines left
@pytest.mark.parametrize("key", KEYS)
def test_an_entry_does_what_it_does_in_cpython(key: str) -> None:
    chosen = [each for each in examples(key) if each[0] not in DIFFERENT]
    text = program(chosen, in_loop=key.startswith("type asyncio."))
    expected, ours = run_by_python(text), run_by_us(text)
    assert ours.traceback == "" == expected.traceback
    assert told(ours.stdout) == told(expected.stdout)
    assert {name for name, _ in chosen} <= told(ours.stdout).keys()


@pytest.mark.parametrize("name", sorted(DIFFERENT))
def test_what_differs_on_purpose_runs(name: str) -> None:
    owner = name.rpartition(".")[0]
    text = program([each for each in type_examples(owner) if each[0] == name])
    assert run_by_us(text).traceback == ""


@pytest.mark.parametrize("key", KEYS)
def test_an_entry_is_known_to_the_checker(key: str) -> None:
    text = program(examples(key), in_loop=key.startswith("type asyncio."))
    report = foretell.analyze(text, foretell.ToolCatalog.from_stub(""))
    unknown = [each.message for each in report.findings if each.code.startswith("unknown-")]
    assert unknown == []


def test_every_entry_has_an_example() -> None:
    names = {f"builtins.{name}" for name in DIALECT.builtins}
    for module in DIALECT.modules:
        names |= {f"{module}.{name}" for name in DIALECT.modules[module].members}
    for key, entry in DIALECT.types.items():
        names |= {f"{key}.{name}" for name in entry.members if not name.startswith("__")}
    assert names <= {name for key in KEYS for name, _ in examples(key)}
