"""Amounts of a plan: numbers that are never rounded to the wrong side, readings, relations."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.render import PlanView
from foretell.render.amounts import end_text, low_text
from foretell_analyzer.analysis import analyze
from foretell_analyzer.bounds import Bound, Reading, Unbounded, Unknown
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.report import Report
from tests.builders import invoices, one_call

CATALOG: Final = ToolCatalog.from_mcp(
    {
        "tools": [
            {"name": name, "inputSchema": {"type": "object", "properties": {}}}
            for name in ("read", "send", "log")
        ]
    },
    overlay={
        "tools": {
            "read": {"effect": "read"}, "send": {"effect": "send"}, "log": {"effect": "write"},
        }
    },
)  # fmt: skip


@given(st.one_of(st.integers(0, 10**9), st.floats(0, 1e9), st.floats(0, 1e-3)))
def test_an_upper_end_is_not_rounded_down_nor_a_lower_one_up(value: float) -> None:
    exact = Fraction(repr(value))
    high, low = (Fraction(text.replace(",", "")) for text in (end_text(value), low_text(value)))
    assert low <= exact <= high
    assert high - low <= max(Fraction(1, 100), exact / 10)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (9400, "9,400"), (0.11, "0.11"), (0.0031, "0.0031"), (0.00312, "0.0032"), (37.0, "37"),
        (1234.561, "1,234.57"), (100.0, "100"), (Unbounded("w"), "∞"), (Unknown("w"), "?"), (0, "0"),
    ],
)  # fmt: skip
def test_an_end_as_people_read_it(end: float | Unbounded | Unknown, told: str) -> None:
    assert end_text(end) == told


def shown(report: Report) -> str:
    return PlanView(report, columns=90, with_readings=True).render().plain()


def test_a_guess_stands_beside_the_bound_where_it_is_another_number() -> None:
    readings = {
        "price": Reading("0.005*n", 0.06, ("n = 12, assumed",)), "tool_calls": Reading("25", 25),
        "calls:parse_invoice": Reading("len(search_email@2)", 9, ("n = 12, assumed",)),
    }  # fmt: skip
    told = shown(replace(invoices(), readings=readings))
    assert "at most     25 calls   $0.11 (about $0.06)   9,400 steps\n" in told
    assert told[told.index("bounds  ") :] == (
        "bounds                  at least      at most  over sizes              about\n"
        "calls of search_email          1            1  -                           -\n"
        "calls of parse_invoice         0           20  len(search_email@2)         9\n"
        "calls of send_money            0            3  -                           -\n"
        "calls of send_email            1            1  -                           -\n"
        "tool calls               2 calls     25 calls  25                   25 calls\n"
        "price                         $0        $0.11  0.005*n                 $0.06\n"
        "steps                   20 steps  9,400 steps  -                           -\n"
        "n = 12, assumed\n"
    )


def test_why_there_is_no_number_is_told_once() -> None:
    told = shown(one_call(bound=Bound(0, Unknown("nobody knows"))))
    assert told.endswith("calls of archive, tool calls: nobody knows\n")


def test_what_holds_of_numbers_of_calls_stands_below_the_order_of_calls() -> None:
    told = shown(analyze("while x:\n    read()\n    send()\n", CATALOG, inputs={"x": bool}))
    assert "in short    (read send)*\n            send <= read\n" in told
