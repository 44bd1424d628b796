"""Each attack of the corpus, in a process of its own with little memory and time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS = 5.0
"""What the whole process may take of the processor."""

HANGS = 30.0

PLAIN = ("NoneType", "bool", "int", "float", "str", "list", "tuple", "dict", "set", "frozenset")


def test_an_attack_ends_as_its_header_says(attack: Path) -> None:
    command = [sys.executable, "-m", "tests.corpus.attack_run", str(attack)]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=HANGS, check=False, cwd=root
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    ended: dict[str, Any] = json.loads(done.stdout)
    assert ended["seconds"] < SECONDS
    assert ended["host"], "the host's data changed"
    assert ended.get("kind", "NoneType") in PLAIN
    told = (ended.get("value", ""), ended.get("stdout", ""))
    assert not any("ESCAPED" in one for one in told)
    header = attack.read_text("utf-8")
    found = re.search(r"^# kind: (\S+)$", header, re.MULTILINE)
    assert found is not None
    assert ended["as"] in endings(found[1], header), ended


def endings(kind: str, header: str) -> set[str]:
    """How an attack may end. One that exhausts is stopped, unless its header admits another end."""
    if kind == "escape":
        return {"Raised", "Refused"}
    if kind != "dos":
        return {"Raised", "Refused", "Finished", "Stopped"}
    found = re.search(r"^# outcome: (.*)$", header, re.MULTILINE)
    assert found is not None
    allowed = {"Stopped", "Refused"}
    if re.search(r"refused|RecursionError|a clean error", found[1]):
        allowed.add("Raised")
    if re.search(r"answer|or 1\b", found[1]):
        allowed.add("Finished")
    return allowed
