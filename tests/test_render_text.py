"""What people read: plan, check, run and tools, as plain text and in colour."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.meter import Usage
from foretell.outcome import Finished, Outcome, Raised, RunError, Stopped, TraceEntry
from foretell.policy import Ask, Deny, Policy, Reason
from foretell.render import (
    Page,
    PlanView,
    outcome_for_model,
    render_check,
    render_outcome,
    render_tools,
    report_for_model,
    terminal_columns,
)
from foretell.render.safe import cut, one_line, width
from foretell_analyzer.bounds import Bound, Unbounded
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Label
from foretell_analyzer.plan import Branch, Call, Choice, Opaque, Parallel, PlannedArgument, Routine
from foretell_analyzer.plan import Sequence as Steps
from foretell_analyzer.report import Report
from foretell_analyzer.source import Script
from tests.builders import UNKNOWN, call, catalog, finding, invoices, place, report, tool

HOSTILE = "\x1b[31mred\x1b]0;title\x07 [bold]markup[/bold] \u202eevil\r\nnext\x00\x9b \ud800"


def shown(view: PlanView) -> str:
    return view.render().plain()


def test_a_plan_reads_at_a_glance() -> None:
    judged = invoices()
    decision = Policy.default().decide(judged)
    assert (
        shown(PlanView(judged, decision, columns=100, boxes=True))
        == """\
invoices.py   ASK   11 lines, 4 of 5 tools

changes     send_money 0..3    send_email 1
reads       search_email 1    parse_invoice 0..20
at most     25 calls   $0.11   9,400 steps
open        assumes search_email returns at most `limit` items

 line  what happens                                          times
    2  search_email(query="invoice", limit=20)                   1
    4  for mail in emails                                    0..20
    5  ├ parse_invoice(text ← search_email[].body)
    9  for vendor, amount in sorted(...)[:3]                  0..3
   10  ├ send_money(recipient ← parse_invoice.vendor,               ◀ ask
       │            amount ← sum of parse_invoice.amount)
   11  send_email(to="cfo@example.com", subject="Paid",          1  ◀ ask
                  body ← parse_invoice.vendor)

why ask     ask-writes (certain): `send_email` sends; called once (line 11)
            ask-writes (possible): `send_money` spends; called up to 3 times (line 10)
"""
    )


def test_without_a_terminal_no_boxes_are_drawn_and_the_graph_can_be_added() -> None:
    view = PlanView(invoices(), columns=44, with_graph=True)
    assert (
        shown(view)
        == """\
invoices.py   11 lines, 4 of 5 tools

changes     send_money 0..3    send_email 1
reads       search_email 1
            parse_invoice 0..20
at most     25 calls   $0.11   9,400 steps
open        assumes search_email returns at
            most `limit` items

 line  what happens                    times
    2  search_email(                       1
           query="invoice",
           limit=20)
    4  for mail in emails              0..20
    5    parse_invoice(
             text ← sea…ail[].body)
    9  for vendor, am…rted(...)[:3]     0..3
   10    send_money(
             recipient …ice.vendor,
             amount ← s…ice.amount)
   11  send_email(                         1
           to="cfo@example.com",
           subject="Paid",
           body ← pars…oice.vendor)

calls
    2  <module> → search_email
"""
    )


def test_branches_functions_and_what_is_not_known_are_in_the_plan() -> None:
    text = "if a:\n    archive(1)\nelse:\n    send_email(2)\nf()\narchive(3)\ng()\n"
    script = Script(text)
    plan = Steps(
        (
            Choice(
                (
                    Branch("if a", call(script, "archive(1)", id="1")),
                    Branch("else", call(script, "send_email(2)", to="2")),
                ),
                place(script, "if a"),
            ),
            Routine("f", Parallel((call(script, "archive(3)", id="3"),), place(script, "f()")),
                    place(script, "f()")),
            Opaque("`g` comes from a list", ("send_money",), place(script, "g()")),
        )
    )  # fmt: skip
    judged = report(
        script,
        plan,
        tools={
            "archive": Bound(0, 2),
            "send_email": Bound(0, 1),
            "send_money": Bound(0, UNKNOWN),
        },
    )
    assert (
        shown(PlanView(judged, columns=80))
        == """\
script.py   7 lines, 3 of 5 tools

changes     send_email 0..1    send_money 0..?
may change  archive 0..2
reads       nothing
at most     ? calls
open        send_money ?: the number of items is not known

 line  what happens                           times
    1  if a
    2    archive(id=1)
       else
    4    send_email(to=2)
    5  in f()
    5    at the same time
    6      archive(id=3)
    7  ? `g` comes from a list: send_money        ?
"""
    )


def test_a_script_with_a_mistake_shows_it_instead_of_a_plan() -> None:
    script = Script("archive(id='a')\nnope()\n", "lead.py")
    mistake = finding(script, "nope", help="did you mean `archive(id: str)`?")
    judged = report(script, call(script, "archive(id='a')"), mistake,
                    tools={"archive": Bound(1, 1)})  # fmt: skip
    decision = Policy.default().decide(judged)
    assert (
        shown(PlanView(judged, decision, columns=80))
        == """\
lead.py   DENY   2 lines, 1 of 5 tools

lead.py:2:1: error[unknown-tool]: `nope` is neither defined here nor a tool
  |
2 | nope()
  | ^^^^
  help: did you mean `archive(id: str)`?

why deny    deny-unknown (certain): `nope` is neither defined here nor a tool
            (line 2)
            help: did you mean `archive(id: str)`?
            ask-writes (certain): nobody said what `archive` does; called once
            (line 1)
"""
    )


def test_check_shows_the_line_with_carets() -> None:
    script = Script("if x:\n\tdocs = search('日本', nope)\n", "a.py")
    mistake = finding(
        script, "nope", "unknown-name", "`nope` is not defined", code="N202", certainty="may",
        help="define it",
    )  # fmt: skip
    mistake = type(mistake)(
        **{
            **{field: getattr(mistake, field) for field in mistake.__struct_fields__},
            "labels": (Label(place(script, "x"), "only then"),),
        }
    )
    assert (
        render_check([report(script, None, mistake)], 80).plain()
        == """\
a.py:2:22: possible error[unknown-name]: `nope` is not defined
  |
2 |     docs = search('日本', nope)
  |                           ^^^^
  note: line 1: only then
  help: define it

1 script, 1 error. Nothing was run.
"""
    )


def test_check_of_right_scripts_says_so() -> None:
    page = render_check([invoices(), invoices()], 80)
    assert page.plain() == "2 scripts, no findings. Nothing was run.\n"


def test_a_long_line_is_cut_around_the_mark() -> None:
    script = Script(f"x = {'a' * 300} + nope + {'b' * 300}\n")
    lines = render_check([report(script, None, finding(script, "nope"))], 60).plain().split("\n")
    assert all(width(line) <= 60 for line in lines[1:4])
    assert lines[2][lines[3].index("^") :].startswith("nope")


def test_of_very_many_findings_the_first_are_shown() -> None:
    script = Script("x = 1\n")
    judged = report(script, None, *[finding(script, "x") for _ in range(70)])
    text = render_check([judged], 80).plain()
    assert text.count("error[unknown-tool]") == 50
    assert text.endswith("and 20 more in script.py\n\n1 script, 70 errors. Nothing was run.\n")


TRACE = (
    TraceEntry("search_email", {"query": "x"}, 2, result=[]),
    TraceEntry("send_money", {}, 4, error="ValueError: no money"),
    TraceEntry("send_email", {}, 5, finished=False),
    TraceEntry("search_email", {"query": "y"}, 3, result=[]),
)
USAGE = Usage(steps=1234, tool_calls=4, price=0.5)


def test_a_finished_run_is_told_tool_by_tool() -> None:
    assert (
        render_outcome(Finished(1, "", USAGE, TRACE), 80).plain()
        == """\
 ✓ search_email   2 calls, line 2, 3
 ✗ send_money     1 call, line 4: ValueError: no money
 ✗ send_email     1 call, line 5: stopped while it was under way
finished: 4 tool calls, 1,234 steps, $0.50
"""
    )


def test_a_run_that_raised_shows_the_traceback() -> None:
    error = RunError("KeyError", "'a'", "Traceback:\n  File \"a.py\", line 2\nKeyError: 'a'\n", 2)
    assert (
        render_outcome(Raised(error, "", Usage(steps=1), ()), 80).plain()
        == """\
Traceback:
  File "a.py", line 2
KeyError: 'a'
raised KeyError at line 2: 0 tool calls, 1 step
"""
    )


def test_a_stopped_run_tells_the_limit() -> None:
    error = RunError("Stop", "no steps left", "", 3)
    held = Finished(None, "", Usage(steps=2, memory=5_000_000), ())
    assert (
        render_outcome(held, 80).plain().endswith("finished: 0 tool calls, 2 steps, 4.8 MB held\n")
    )
    assert render_outcome(Stopped("steps", error, "", Usage(), ()), 80).plain() == (
        "stopped by steps at line 3: no steps left; 0 tool calls, 0 steps\n"
    )


def test_a_catalog_is_listed_as_it_was_understood() -> None:
    tools = {**tool("send-mail", "to"), "annotations": {"readOnlyHint": False}}
    known = ToolCatalog.from_mcp({"tools": [tools]}, overlay={"tools": {"send_mail": {
        "effect": ["send"], "price": 0.5, "latency": 2, "idempotent": True}}})  # fmt: skip
    assert (
        render_tools(known, 90).plain()
        == """\
send_mail(to: str)
    send; its server calls it `send-mail`; hints: not read-only; $0.5 a call; 2 s; may be repeated
    send-mail.

note[renamed-tool]: `send-mail` is no name in Python; scripts call it `send_mail`; nothing
    to do, if the model is told so
1 tool, 1 note
"""
    )


def test_a_model_is_told_each_mistake_in_a_line() -> None:
    script = Script("a = 1\nb = 2\nc = 3\n")
    mistakes = [
        finding(script, "c", "unknown-argument", "parse_invoice has no `body`",
                help="it takes text: str"),
        finding(script, "a", help="did you mean `send_money(recipient: str)`?"),
        finding(script, "b", "possibly-unbound", "`b` may be unbound", certainty="may"),
    ]  # fmt: skip
    judged = report(script, None, *mistakes)
    assert report_for_model(judged, Policy.default().decide(judged)) == (
        "not run, 2 mistakes:\n"
        "L1 unknown-tool: nope;"
        " did you mean `send_money(recipient: str)`?\n"
        "L3 unknown-argument: parse_invoice has no `body`; it takes text: str"
    )
    possible = report(script, None, mistakes[2])
    assert report_for_model(possible) == (
        "1 possible mistake:\nL2 possibly-unbound: `b` may be unbound"
    )
    assert report_for_model(invoices()) == "no mistakes found"


def test_a_model_is_told_what_the_policy_says() -> None:
    judged = invoices()
    assert report_for_model(judged, Policy.default().decide(judged)) == (
        "not run, a person has to approve:\n"
        "L11 ask-writes: `send_email` sends; called once\n"
        "L10 ask-writes: `send_money` spends; called up to 3 times"
    )
    denied = Deny((Reason("no", "deny", "certain", "not today"),))
    assert report_for_model(judged, denied) == "not run, denied:\nno: not today"


def test_five_mistakes_are_told_in_600_characters() -> None:
    script = Script("".join(f"fetch_{index}(x=1)\n" for index in range(9)))
    mistakes = [
        finding(script, f"fetch_{index}", message=f"`fetch_{index}` is neither defined here nor a tool",
                help="did you mean `search_email(query: str, limit: int)`?")
        for index in range(9)
    ]  # fmt: skip
    assert len(report_for_model(report(script, None, *mistakes[:5]))) < 600
    assert report_for_model(report(script, None, *mistakes)).endswith("\nand 4 more")


def test_a_model_is_told_how_a_run_ended() -> None:
    error = RunError("Stop", "more than 1000 steps", "", 10)
    assert outcome_for_model(Stopped("steps", error, "", USAGE, TRACE)) == (
        "stopped by steps at L10: more than 1000 steps."
        " Done so far: search_email 2, send_money 0, send_email 0"
    )
    raised = RunError("KeyError", "'a'", "", 2)
    assert outcome_for_model(Raised(raised, "hello\n", USAGE, ())) == (
        "raised KeyError at L2: 'a'. No tool was called\nprinted:\nhello"
    )
    assert outcome_for_model(Finished({"a": (1, 2)}, "", USAGE, ())) == 'finished: {"a": [1, 2]}'
    assert outcome_for_model(Finished("x" * 9_000, "y" * 9_000, USAGE, ())).count("…") == 2


def visible(text: str) -> bool:
    return all(one.isprintable() or one in "\n\u200c\u200d" for one in text)


ANY_TEXT = st.one_of(
    st.text(st.characters()),
    st.text(st.sampled_from("\x1b[]31m0;\x07\x00\x9b\u202e\u2028\u200b\ud800a日[/b]")),
)


def hostile_report(text: str) -> Report:
    script = Script(f"{text}\nnope(1)\n{text}", text)
    mistake = finding(script, "nope", "unknown-tool", text, certainty="may", help=text)
    planned = Call(text, (PlannedArgument(text, text, origins=(text,)),), mistake.span)
    unbounded = Bound(0, Unbounded(text, mistake.span))
    return report(
        script,
        Steps((planned, Opaque(text, (text,), mistake.span))),
        mistake,
        tools={text: unbounded},
        known=catalog(),
        assumptions=(text,),
    )


@given(ANY_TEXT, st.integers(40, 120))
def test_no_text_of_a_script_reaches_the_terminal_as_it_is(text: str, columns: int) -> None:
    judged = hostile_report(text)
    decision = Policy.default().decide(judged)
    pages = [
        PlanView(judged, decision, columns=columns, boxes=True, with_graph=True).render(),
        render_check([judged], columns),
        *[render_outcome(outcome, columns) for outcome in hostile_outcomes(text)],
    ]
    for page in pages:
        assert visible(page.plain())


@given(ANY_TEXT)
def test_no_text_of_a_script_reaches_the_model_as_it_is(text: str) -> None:
    judged = hostile_report(text)
    assert visible(report_for_model(judged, Policy.default().decide(judged)))
    for outcome in hostile_outcomes(text):
        assert visible(outcome_for_model(outcome))


def hostile_outcomes(text: str) -> list[Outcome]:
    trace = (TraceEntry(text, {text: text}, 1, error=text),)
    error = RunError(text, text, text, 1)
    return [
        Finished(text, text, USAGE, trace),
        Raised(error, text, USAGE, trace),
        Stopped("steps", error, text, USAGE, trace),
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_changes_nothing_but_the_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    page = render_check([hostile_report(HOSTILE)], 80)
    coloured, plain = Terminal(), io.StringIO()
    page.write(coloured)
    page.write(plain)
    assert "\x1b[" in coloured.getvalue()
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured.getvalue()) == plain.getvalue()
    assert "[bold]markup[/bold]" in plain.getvalue()


def test_no_color_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    Page().write(stream)
    page = Page()
    page.line(("x", "bad"))
    page.write(stream)
    assert stream.getvalue() == "x\n"


def test_a_stream_that_lacks_characters_gets_escapes() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    page = Page()
    page.line("a ← b")
    page.write(stream)
    assert raw.getvalue() == b"a \\u2190 b\n"


@pytest.mark.parametrize(("told", "columns"), [("57", 57), ("3", 40), ("wide", 100), ("", 100)])
def test_the_width_is_that_of_columns(
    monkeypatch: pytest.MonkeyPatch, told: str, columns: int
) -> None:
    def no_terminal(*_: Any) -> Any:
        raise OSError

    monkeypatch.setattr("os.get_terminal_size", no_terminal)
    monkeypatch.setenv("COLUMNS", told)
    assert terminal_columns() == columns


@given(st.text(st.characters()), st.integers(1, 30))
def test_a_cut_text_fits(text: str, columns: int) -> None:
    assert width(cut(one_line(text), columns)) <= columns


def test_what_is_cut_is_the_middle() -> None:
    assert cut("abcdefghij", 7) == "abc…hij"
    assert cut("abc", 3) == "abc"
    assert cut("日本日本日本", 6) == "日…本"


def test_writing_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    page = Page()
    page.gap()
    page.line("x")
    page.write()
    assert capsys.readouterr().out == "x\n"
    assert sys.stdout is not None


def test_an_ask_shows_who_decides() -> None:
    judged = invoices()
    decision = Policy.default().decide(judged)
    assert isinstance(decision, Ask)
    allowed = decision.approve(by="Ada")
    assert shown(PlanView(judged, allowed, columns=90)).startswith("invoices.py   ALLOW   11 lines")
    assert replace(allowed.grant).approved_by == "Ada"
