"""What is done with a text, and what must hold then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import foretell


def search(query: str, limit: int = 5) -> list[dict[str, Any]]:
    return [{"id": number, "title": query[:20]} for number in range(max(0, min(limit, 20)))]


def send(message: str) -> str:
    return message[:10]


TOOLS: dict[str, Callable[..., Any]] = {"search": search, "send": send}
CATALOG = foretell.ToolCatalog.from_functions(TOOLS)
BUDGET = foretell.Budget(steps=20_000, seconds=5.0, memory=32 << 20, tool_calls=50)


def attempt(text: str) -> None:
    """Analyze, decide, run; raises whatever goes wrong."""
    report = foretell.analyze(text, CATALOG)
    decision = foretell.Policy.permissive().decide(report)
    if not isinstance(decision, foretell.Allow):
        return
    outcome = foretell.run(decision.grant, tools=TOOLS, budget=BUDGET)
    assert isinstance(outcome, (foretell.Finished, foretell.Raised, foretell.Stopped))
    assert outcome.usage.steps <= 20_000 + 20_000  # straight lines may overdraw
