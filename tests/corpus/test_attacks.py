"""Each attack of the corpus, in both forms, in a process of its own with little memory and time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import foretell.form
from tests.confinement import Confinement, Form

SECONDS = 5.0
"""What the run may take of the processor."""

FORMS: tuple[Form, ...] = (
    ("pure", "compiled") if foretell.form.running_form() == "compiled" else ("pure",)
)
"""The pure form is always there, the other one where it is what runs."""

PLAIN = ("NoneType", "bool", "int", "float", "str", "list", "tuple", "dict", "set", "frozenset")


@pytest.fixture(scope="module")
def confinements() -> Iterator[Mapping[Form, Confinement]]:
    made: dict[Form, Confinement] = {form: Confinement(form) for form in FORMS}
    yield made
    for one in made.values():
        one.close()


@pytest.mark.parametrize("form", FORMS)
def test_an_attack_ends_as_its_header_says(
    attack: Path, form: Form, confinements: Mapping[Form, Confinement]
) -> None:
    header = attack.read_text("utf-8")
    ended = confinements[form].run(f"{header}\nresult\n")
    assert ended.how in endings(header), ended
    assert ended.seconds < SECONDS, ended
    assert ended.intact, "the host is not as it was"
    assert ended.kind in PLAIN
    assert "ESCAPED" not in ended.value + ended.stdout


def endings(header: str) -> set[str]:
    """How an attack may end. One that exhausts is stopped, unless its header admits another end."""
    kind = re.search(r"^# kind: (\S+)$", header, re.MULTILINE)
    outcome = re.search(r"^# outcome: (.*)$", header, re.MULTILINE)
    assert kind is not None
    assert outcome is not None
    if kind[1] == "escape":
        return {"Raised", "Refused"}
    if kind[1] != "dos":
        return {"Raised", "Refused", "Finished", "Stopped"}
    allowed = {"Stopped", "Refused"}
    if re.search(r"refused|RecursionError|a clean error", outcome[1]):
        allowed.add("Raised")
    if re.search(r"answer|or 1\b", outcome[1]):
        allowed.add("Finished")
    return allowed
