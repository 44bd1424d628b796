"""Reports, decisions and outcomes as text for people, text for models, and JSON."""

from .decision import verdict_line, write_reasons
from .difference import fixed_line, write_difference
from .findings import render_check, write_findings
from .flowchart import flowchart
from .flowchart_text import to_dot, to_mermaid
from .json_form import (
    compact,
    decision_to_dict,
    outcome_to_dict,
    plain_value,
    to_json,
    write_json,
)
from .outcome import render_outcome
from .page import Page, encodable, is_terminal, terminal_columns
from .plan import PlanView
from .repair import outcome_for_model, report_for_model
from .safe import cut, one_line, pad, pad_left, shown_lines, width
from .tools import render_tools, tools_to_dict

__all__ = [
    "Page",
    "PlanView",
    "compact",
    "cut",
    "decision_to_dict",
    "encodable",
    "fixed_line",
    "flowchart",
    "is_terminal",
    "one_line",
    "outcome_for_model",
    "outcome_to_dict",
    "pad",
    "pad_left",
    "plain_value",
    "render_check",
    "render_outcome",
    "render_tools",
    "report_for_model",
    "shown_lines",
    "terminal_columns",
    "to_dot",
    "to_json",
    "to_mermaid",
    "tools_to_dict",
    "verdict_line",
    "width",
    "write_difference",
    "write_findings",
    "write_json",
    "write_reasons",
]
