"""Reports made by hand, for tests of what comes after the analysis."""

from __future__ import annotations

from typing import Any

from foretell_analyzer.bounds import Bound, Unknown
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Certainty, Finding, Place, Severity, Subject
from foretell_analyzer.plan import Call, Loop, Plan, PlannedArgument, Sequence
from foretell_analyzer.report import CallEdge, CallGraph, Digests, Report
from foretell_analyzer.source import Script, Span

INVOICES = """\
import json
emails = search_email(query="invoice", limit=20)
total = {}
for mail in emails:
    invoice = parse_invoice(text=mail["body"])
    if invoice["amount"] is None:
        continue
    total[invoice["vendor"]] = total.get(invoice["vendor"], 0) + invoice["amount"]
for vendor, amount in sorted(total.items(), key=lambda row: -row[1])[:3]:
    send_money(recipient=vendor, amount=amount)
send_email(to="cfo@example.com", subject="Paid", body=json.dumps(total))
"""


def tool(name: str, *parameters: str) -> dict[str, Any]:
    properties = {parameter: {"type": "string"} for parameter in parameters}
    schema = {"type": "object", "properties": properties, "required": list(parameters)}
    return {"name": name, "description": f"{name}.", "inputSchema": schema}


def catalog(**effects: str) -> ToolCatalog:
    """Five tools; `effects` say what they do, where it is not what follows here."""
    told = {
        "search_email": "read",
        "parse_invoice": "read",
        "send_money": "spend",
        "send_email": "send",
        **effects,
    }
    tools = [
        tool("search_email", "query", "limit"),
        tool("parse_invoice", "text"),
        tool("send_money", "recipient", "amount"),
        tool("send_email", "to", "subject", "body"),
        tool("archive", "id"),
    ]
    overlay = {"tools": {name: {"effect": effect} for name, effect in told.items()}}
    return ToolCatalog.from_mcp({"tools": tools}, overlay=overlay)


def place(script: Script, snippet: str) -> Place:
    start = script.text.index(snippet)
    return Place.of(script, Span(start, start + len(snippet)))


def finding(  # noqa: PLR0913  # a finding has as many parts
    script: Script,
    snippet: str,
    rule: str = "unknown-tool",
    message: str = "`nope` is neither defined here nor a tool",
    *,
    severity: Severity = "error",
    certainty: Certainty = "must",
    code: str = "N201",
    help: str | None = None,  # noqa: A002  # as in Finding
) -> Finding:
    return Finding(
        code, rule, severity, certainty, message, place(script, snippet), help, Subject(name="nope")
    )


def call(script: Script, snippet: str, **arguments: str) -> Call:
    """A call in a plan; an argument that begins with `←` tells its origins."""
    planned = tuple(
        PlannedArgument(name, text, origins=(text[2:],))
        if text.startswith("← ")
        else PlannedArgument(name, text, is_constant=True)
        for name, text in arguments.items()
    )
    return Call(snippet.split("(", maxsplit=1)[0], planned, place(script, snippet))


def report(
    script: Script,
    plan: Plan | None = None,
    *findings: Finding,
    tools: dict[str, Bound] | None = None,
    known: ToolCatalog | None = None,
    **more: Any,
) -> Report:
    known = known or catalog()
    return Report(
        script=script,
        findings=findings,
        digests=Digests(script.digest, known.digest, "d" * 64),
        plan=Sequence() if plan is None else plan,
        tools=tools or {},
        catalog=known,
        **more,
    )


def invoices(known: ToolCatalog | None = None) -> Report:
    """The report of the invoices script, as a full analysis would give it."""
    script = Script(INVOICES, "invoices.py")
    mails = Loop(
        "for mail in emails",
        Bound(0, 20),
        call(script, 'parse_invoice(text=mail["body"])', text="← search_email[].body"),
        place(script, "for mail in emails"),
    )
    payments = Loop(
        "for vendor, amount in sorted(...)[:3]",
        Bound(0, 3),
        call(
            script,
            "send_money(recipient=vendor, amount=amount)",
            recipient="← parse_invoice.vendor",
            amount="← sum of parse_invoice.amount",
        ),
        place(script, "for vendor, amount"),
    )
    search = call(script, 'search_email(query="invoice", limit=20)', query='"invoice"', limit="20")
    mail = call(
        script,
        "send_email(to",
        to='"cfo@example.com"',
        subject='"Paid"',
        body="← parse_invoice.vendor",
    )
    return report(
        script,
        Sequence((search, mails, payments, mail)),
        tools={
            "search_email": Bound(1, 1),
            "parse_invoice": Bound(0, 20),
            "send_money": Bound(0, 3),
            "send_email": Bound(1, 1),
        },
        known=known,
        bounds={"tool_calls": Bound(2, 25), "steps": Bound(20, 9400), "price": Bound(0, 0.11)},
        assumptions=("search_email returns at most `limit` items",),
        call_graph=CallGraph(
            ("<module>", "search_email"),
            (CallEdge("<module>", "search_email", place(script, "search_email")),),
            is_complete=True,
        ),
    )


def one_call(
    text: str = "archive(id='a')\n", bound: Bound | None = None, known: ToolCatalog | None = None
) -> Report:
    """The report of a script that calls one tool."""
    script = Script(text)
    snippet = text.splitlines()[0]
    planned = call(script, snippet)
    return report(script, planned, tools={planned.tool: bound or Bound(1, 1)}, known=known)


UNKNOWN = Unknown("the number of items is not known")
