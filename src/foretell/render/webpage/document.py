"""The whole page: verdict, what a person asks first, the plan beside the script, flows, bounds.

It is one file that loads nothing and runs no script; its policy for browsers says so, and admits the
one style sheet that is in it by its digest. Every text of script, catalog or policy goes through
`markup`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Final

from foretell.policy.decision import Decision, Reason
from foretell.policy.facts import CalledTool
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Finding
from foretell_analyzer.report import Report
from foretell_analyzer.version import VERSION

from ..amounts import Glance, count_text, glance, head_text
from ..outline import calls_of, outline
from .diagram import Diagram, Tones, draw
from .listing import Lines, Mark, list_script
from .markup import Markup, element, joined
from .tables import bounds_table, flows_table, line_link

_MOST: Final = 250
_LEVELS: Final = 10
_FINDINGS: Final = 100
_SHORT: Final = 400


def plan_page(
    report: Report, decision: Decision | None = None, catalog: ToolCatalog | None = None
) -> str:
    """The page, as the text of an HTML file."""
    seen = glance(report, catalog)
    blocked = report.plan is None or any(one.blocks for one in report.findings)
    items = () if blocked else outline(report, most=_MOST, deepest=_LEVELS)
    marks = _reason_marks(decision)
    tones = Tones(_tool_tones(seen), marks)
    diagram = draw(items, report.flows, tones, report.in_short or "the calls in order")
    calls = [
        Mark(call.place.start, call.place.end, f"call {tones.tools.get(call.tool, '')}".strip())
        for call in calls_of(items)
        if call.place is not None and not call.place.script
    ]
    faults = [
        Mark(one.span.start, one.span.end, one.severity)
        for one in report.findings
        if not one.span.script
    ]
    lines = Lines({} if blocked else diagram.lines, _line_classes(report, marks))
    listing = list_script(report.script, faults + calls, lines)
    main = [*_first(report, decision, seen, blocked=blocked)]
    plan = element(
        "section",
        _plan(items_shown=bool(items), diagram=diagram),
        class_="plan-part",
        aria_labelledby="plan-heading",
    )
    script = _section("Script", "script", listing)
    main.append(element("div", *([] if blocked else [plan]), script, class_="beside"))
    if not blocked:
        main.append(_section("Flows", "flows", flows_table(report)))
        main.append(_section("Bounds", "bounds", bounds_table(report)))
    return _document(report, decision, joined(main), diagram.style, catalog)


def _document(
    report: Report,
    decision: Decision | None,
    main: Markup,
    more_style: str,
    catalog: ToolCatalog | None,
) -> str:
    verdict = "" if decision is None else decision.verdict
    title = f"{verdict.upper()} {report.script.name}".strip()
    style = _style_sheet() + more_style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(style)),
    )
    badge = [element("span", verdict.upper(), class_=f"verdict {verdict}")] if verdict else []
    header = element(
        "header",
        element("h1", element("span", report.script.name, class_="name"), " ", *badge),
        element("p", head_text(report, catalog)),
    )
    body = element(
        "body",
        element("a", "To the plan", href="#main", class_="skip"),
        header,
        element("main", main, id="main"),
        _footer(report),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


@cache
def _style_sheet() -> str:
    return (
        resources.files("foretell.render.webpage").joinpath("page.css").read_text(encoding="utf-8")
    )


def _section(title: str, name: str, *content: Markup) -> Markup:
    heading = element("h2", title, id=f"{name}-title")
    return element(
        "section", heading, *content, class_=f"{name}-part", aria_labelledby=f"{name}-title"
    )


# ------------------------------------------------------------------------- what comes first


def _first(
    report: Report,
    decision: Decision | None,
    seen: Glance,
    *,
    blocked: bool,
) -> Iterator[Markup]:
    if not blocked:
        yield _at_a_glance(seen, _in_short(report))
    if decision is not None and decision.reasons:
        reasons = element("ul", [_reason(one) for one in decision.reasons])
        yield _section(f"Why {decision.verdict}", "reasons", reasons)
    if report.findings:
        shown = [_finding(report, one) for one in report.findings[:_FINDINGS]]
        content = [element("ul", shown)]
        if len(report.findings) > _FINDINGS:
            content.append(element("p", f"and {len(report.findings) - _FINDINGS:,} more"))
        yield _section("Findings", "findings", *content)


def _at_a_glance(seen: Glance, short: list[Markup]) -> Markup:
    rows: list[Markup] = []
    for label, tools, tone in (
        ("changes", seen.changes, "changes"),
        ("may change", seen.may_change, "unknown"),
        ("reads", seen.reads, "reads"),
    ):
        if tools or label != "may change":
            rows += [element("dt", label), element("dd", *_tools(tools, tone))]
    rows += [element("dt", "at most"), element("dd", [_chip(one) for one in seen.most])]
    open_points = [element("span", one, class_="point") for one in seen.open]
    rows += [element("dt", "open"), element("dd", open_points or "nothing")]
    if short:
        rows += [element("dt", "in short"), element("dd", short)]
    return _section("At a glance", "glance", element("dl", rows))


def _in_short(report: Report) -> list[Markup]:
    """The order of calls as one expression, where it is short, and what holds of their numbers."""
    told = [report.in_short] if 0 < len(report.in_short) <= _SHORT else []
    told += map(str, report.relations)
    return [element("code", one, class_="point") for one in told]


def _tools(tools: Iterable[CalledTool], tone: str) -> Iterator[Markup | str]:
    found = False
    for tool in tools:
        found = True
        count = element("span", count_text(tool.calls), class_="count")
        yield element("span", element("b", tool.name), " ", count, class_=f"tool {tone}")
    if not found:
        yield "nothing"


def _chip(text: str) -> Markup:
    return element("span", text, class_="amount-chip")


def _reason(reason: Reason) -> Markup:
    path: list[Markup | str] = []
    for index, line in enumerate(reason.witness):
        path += [" → " if index else " ", element("a", f"line {line}", href=f"#L{line}")]
    cure = [element("p", "help: ", reason.help, class_="help")] if reason.help else []
    return element(
        "li",
        element("b", reason.rule),
        f" ({reason.certainty}): {reason.message}",
        *path,
        *cure,
        class_=reason.effect,
    )


def _finding(report: Report, finding: Finding) -> Markup:
    kind = finding.severity if finding.certainty == "must" else f"possible {finding.severity}"
    notes = [
        element("p", "note: ", label.message, " ", line_link(label.span), class_="help")
        for label in finding.labels
    ]
    if finding.help:
        notes.append(element("p", "help: ", finding.help, class_="help"))
    source = "" if finding.span.script else report.script.line(finding.span.line).strip()
    excerpt = [element("pre", element("code", source[:200]))] if source else []
    return element(
        "li",
        element("b", f"{kind}[{finding.rule}]"),
        " ",
        line_link(finding.span),
        f": {finding.message}",
        *excerpt,
        *notes,
        class_=finding.severity,
    )


def _plan(diagram: Diagram, *, items_shown: bool) -> Markup:
    heading = element("h2", "Plan", id="plan-heading")
    if not items_shown:
        return joined((heading, element("p", "No tool is called.")))
    told = (
        "Each box leads to its line. Point at a call to see what it gets and where its result goes."
    )
    scrolled = element(
        "div", diagram.svg, class_="diagram", tabindex="0", role="region",
        aria_labelledby="plan-heading",
    )  # fmt: skip
    return joined((heading, element("p", told, class_="hint"), scrolled))


# ----------------------------------------------------------------------------------- colours


def _tool_tones(seen: Glance) -> dict[str, str]:
    tones = dict.fromkeys((one.name for one in seen.reads), "reads")
    tones.update(dict.fromkeys((one.name for one in seen.changes), "changes"))
    tones.update(dict.fromkeys((one.name for one in seen.may_change), "unknown"))
    return tones


def _reason_marks(decision: Decision | None) -> dict[int, str]:
    """The gravest effect that a reason has on each line."""
    marks: dict[int, str] = {}
    for reason in reversed(decision.reasons if decision else ()):
        for line in reason.witness:
            marks[line] = reason.effect
    return marks


def _line_classes(report: Report, marks: dict[int, str]) -> dict[int, str]:
    classes = {
        one.span.line: f"has-{one.severity}" for one in report.findings if not one.span.script
    }
    for line, effect in marks.items():
        classes[line] = " ".join(filter(None, (classes.get(line), effect)))
    return classes


def _footer(report: Report) -> Markup:
    digests = report.digests
    told = f"foretell {VERSION}. Nothing was run."
    return element(
        "footer",
        element("p", told),
        element("p", "script ", element("code", digests.script), class_="digest"),
        element("p", "tools ", element("code", digests.catalog), class_="digest"),
    )
