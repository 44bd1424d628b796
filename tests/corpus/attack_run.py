"""Runs one attack in a process of its own: `python -m tests.corpus.attack_run FILE`.

Limits the address space to 1 GB first, prints one line of JSON: how the script ended, and whether
the host is as it was.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import foretell

ADDRESS_SPACE = 1 << 30
SECONDS = 3.0
ROWS = 2_000


def main(path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    records = [{"id": number, "name": f"record {number}"} for number in range(ROWS)]
    sent: list[str] = []

    def add(a: int, b: int) -> int:
        return a + b

    def get_records() -> list[dict[str, Any]]:
        return records

    def get_user(user_id: int) -> dict[str, Any]:
        return {"id": user_id, "name": "Ada"}

    def send(message: str) -> str:
        sent.append(message)
        return "sent"

    tools: dict[str, Callable[..., Any]] = {
        "add": add,
        "get_records": get_records,
        "get_user": get_user,
        "send": send,
    }
    catalog = foretell.ToolCatalog.from_functions(tools.values())
    pi = math.pi
    text = path.read_text("utf-8") + "\nresult\n"
    report = foretell.analyze(text, catalog)
    decision = foretell.Policy.permissive().decide(report)
    ended: dict[str, Any]
    if isinstance(decision, foretell.Allow):
        budget = foretell.Budget(seconds=SECONDS)
        outcome = foretell.run(decision.grant, tools=tools, budget=budget)
        error = None if outcome.error is None else outcome.error.type
        ended = {"as": type(outcome).__name__, "error": error, "calls": outcome.usage.tool_calls}
        # Not its repr: a value that shares its parts may be short here and endless as text.
        ended["kind"] = type(outcome.value).__name__
        ended["value"] = outcome.value[:200] if type(outcome.value) is str else ""
        ended["stdout"] = outcome.stdout[:200]
    else:
        ended = {"as": "Refused", "error": report.findings[0].rule}
    names = [row["name"] for row in records]
    ended["host"] = names == [f"record {n}" for n in range(ROWS)] and math.pi == pi
    used = resource.getrusage(resource.RUSAGE_SELF)
    ended["seconds"] = used.ru_utime + used.ru_stime
    sys.stdout.write(json.dumps(ended))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
