"""Plans as Mermaid and DOT: what is drawn, read back by readers of our own, hostile words in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.render import flowchart, to_dot, to_mermaid
from foretell.render.flowchart import Arrow, Box, Group
from foretell.render.outline import Item, calls_of, outline
from foretell_analyzer.analysis import analyze
from foretell_analyzer.bounds import Bound
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.plan import (
    Branch,
    Call,
    Choice,
    Loop,
    Opaque,
    Parallel,
    Plan,
    PlannedArgument,
    Routine,
)
from foretell_analyzer.plan import Sequence as Steps
from foretell_analyzer.source import Script
from tests.builders import finding, report

CATALOG: Final = ToolCatalog.from_stub(
    "def read(x: str) -> list[str]: ...\ndef send(x: str) -> None: ...\n"
)
WAYS: Final = """\
def deliver(text):
    if text:
        send(text)
for one in read("a"):
    deliver(one)
send("end")
"""


@dataclass
class Drawn:
    """What a reader found: lines of each box, arrows, and the members of each group by title."""

    boxes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    arrows: list[tuple[str, str, str]] = field(default_factory=list)
    groups: list[tuple[str, list[str]]] = field(default_factory=list)


# ------------------------------------------------------------------------------ readers

_TEXT = r'"((?:[^"#]|#\w+;)*)"'
_SIDES = {"([": "])", "[": "]", "{{": "}}", "{": "}", "[/": "/]", ">": "]", "[[": "]]"}
_MERMAID_BOX = re.compile(rf"(n\d+)(\(\[|\[\[|\[/|\[|\{{\{{|\{{|>){_TEXT}(\S+)")
_MERMAID_ARROW = re.compile(rf"(n\d+) -->(?:\|{_TEXT}\|)? (n\d+)")
_MERMAID_GROUP = re.compile(rf"subgraph (g\d+) \[{_TEXT}\]")


def decoded(text: str) -> str:
    assert not re.search(r"[&<>{}|`;]", re.sub(r"#\w+;", "", text)), text
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", re.sub(r"#([a-z]+);", r"&\1;", text)))


def read_mermaid(text: str) -> Drawn:
    """Read a flowchart a statement a line, as Mermaid's own grammar ends statements at lines."""
    first, *rows = text.removesuffix("\n").split("\n")
    assert first == "flowchart TD"
    drawn, open_groups = Drawn(), list[list[str]]()
    for row in map(str.strip, rows):
        if box := _MERMAID_BOX.fullmatch(row):
            assert _SIDES[box[2]] == box[4]
            drawn.boxes[box[1]] = tuple(map(decoded, box[3].split("<br/>")))
            for members in open_groups:
                members.append(box[1])
        elif arrow := _MERMAID_ARROW.fullmatch(row):
            drawn.arrows.append((arrow[1], arrow[3], decoded(arrow[2] or "")))
        elif group := _MERMAID_GROUP.fullmatch(row):
            open_groups.append([])
            drawn.groups.append((decoded(group[2]), open_groups[-1]))
        else:
            assert row == "end", row
            open_groups.pop()
    assert not open_groups
    return drawn


_DOT_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|->|[A-Za-z_]\w*|[{}\[\];,=])', re.DOTALL)
_DOT_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def dot_tokens(text: str) -> Iterator[str]:
    position = 0
    while text[position:].strip():
        token = _DOT_TOKEN.match(text, position)
        assert token, text[position : position + 40]
        yield token[1]
        position = token.end()


def dot_lines(quoted: str) -> tuple[str, ...]:
    """The lines of a label: `\\n` ends one, entities are replaced, as Graphviz does it."""
    lines = _DOT_ESCAPE.sub(lambda one: "\n" if one[1] == "n" else one[1], quoted[1:-1])
    return tuple(map(html.unescape, lines.split("\n")))


class DotReader:
    """The part of the DOT grammar that we write, read by descent."""

    def __init__(self, text: str) -> None:
        self.tokens = [*dot_tokens(text), ""]
        self.drawn = Drawn()
        self.open: list[list[str]] = []

    def take(self, *wanted: str) -> str:
        token = self.tokens.pop(0)
        assert not wanted or token in wanted, (token, wanted)
        return token

    def read(self) -> Drawn:
        self.take("digraph")
        self.take("plan")
        self.block()
        self.take("")
        return self.drawn

    def block(self) -> None:
        self.take("{")
        while self.tokens[0] != "}":
            self.statement()
        self.take("}")

    def statement(self) -> None:
        name = self.take()
        if name == "subgraph":
            assert self.take().startswith("cluster_")
            self.open.append([])
            self.drawn.groups.append(("", self.open[-1]))
            position = len(self.drawn.groups) - 1
            self.block()
            assert self.drawn.groups[position][0]
            self.open.pop()
            return
        if name == "label":
            self.take("=")
            (title,) = dot_lines(self.take())
            self.drawn.groups[-1] = (title, self.open[-1])
        elif self.tokens[0] == "->":
            self.take("->")
            target = self.take()
            (label,) = self.attributes().get("label", ("",))
            self.drawn.arrows.append((name, target, label))
        else:
            found = self.attributes()
            if name != "node":
                self.drawn.boxes[name] = found["label"]
                for members in self.open:
                    members.append(name)
        self.take(";")

    def attributes(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        if self.tokens[0] != "[":
            return found
        while self.take("[", ",", "]") != "]":
            if self.tokens[0] == "]":
                continue
            key = self.take()
            self.take("=")
            value = self.take()
            found[key] = dot_lines(value) if value.startswith('"') else (value,)
        return found


def read_dot(text: str) -> Drawn:
    return DotReader(text).read()


def expected(root: Group, arrows: tuple[Arrow, ...]) -> Drawn:
    drawn = Drawn(arrows=[(f"n{a.source}", f"n{a.target}", a.label) for a in arrows])

    def enter(group: Group, around: list[list[str]]) -> None:
        for member in group.members:
            if isinstance(member, Box):
                drawn.boxes[f"n{member.number}"] = member.label
                for members in around:
                    members.append(f"n{member.number}")
            else:
                drawn.groups.append((member.title, []))
                enter(member, [*around, drawn.groups[-1][1]])

    enter(root, [])
    return drawn


# ------------------------------------------------------------------------------- what is drawn


def test_a_plan_in_mermaid() -> None:
    assert to_mermaid(flowchart(analyze(WAYS, CATALOG))) == (
        "flowchart TD\n"
        '  n0(["script.py"])\n'
        '  n1["read<br/>x=#quot;a#quot;<br/>line 4"]\n'
        '  n2{{"for one in read(#quot;a#quot;)<br/>0..? times<br/>line 4"}}\n'
        '  subgraph g1 ["in deliver() line 5"]\n'
        '    n3{"line 2"}\n'
        '    n4["send<br/>x ← read#91;#93;<br/>line 3"]\n'
        "  end\n"
        '  n5["send<br/>x=#quot;end#quot;<br/>line 6"]\n'
        '  n6(["end"])\n'
        "  n0 --> n1\n"
        "  n1 --> n2\n"
        '  n2 -->|"each"| n3\n'
        '  n3 -->|"if text"| n4\n'
        "  n4 --> n2\n"
        '  n3 -->|"else"| n2\n'
        '  n2 -->|"then"| n5\n'
        "  n5 --> n6\n"
    )


def test_a_plan_in_dot() -> None:
    chart = flowchart(analyze(WAYS, CATALOG))
    rows = to_dot(chart).splitlines()
    assert rows[:2] == ["digraph plan {", "  node [shape=box];"]
    assert '  n1 [shape=box, label="read\\nx=\\"a\\"\\nline 4"];' in rows
    assert "  subgraph cluster_1 {" in rows
    assert '  n3 -> n4 [label="if text"];' in rows
    assert read_dot(to_dot(chart)) == read_mermaid(to_mermaid(chart))


def test_findings_stand_in_place_of_a_plan_that_cannot_happen() -> None:
    drawn = read_dot(to_dot(flowchart(analyze("nope(1)\nread('a')\n", CATALOG))))
    assert list(drawn.boxes.values()) == [
        ("script.py",),
        ("line 1: error[unknown-tool]", "`nope` is neither defined here nor a tool"),
    ]
    assert drawn.arrows == [("n0", "n1", "")]


def test_parts_at_the_same_time_fork_and_join() -> None:
    here = Place(1, 0, 1, 1, 0, 1)
    both = Parallel((Call("a", (), here), Opaque("lost", ("b",), here)), here)
    drawn = read_mermaid(to_mermaid(flowchart(report(Script("x\n"), both))))
    assert drawn.boxes["n4"] == ("all done",)
    assert drawn.arrows == [
        ("n0", "n1", ""), ("n1", "n2", ""), ("n1", "n3", ""), ("n2", "n4", ""), ("n3", "n4", ""),
        ("n4", "n5", ""),
    ]  # fmt: skip


# --------------------------------------------------------------------------------- any words

SIGNS: Final = (
    '"', "\\", 'a\\"]', "a\nb", "a\\nb", "end", "`x`", "&lt;", "#quot;", "%%{init: {}}%%", "]]",
    "\x1b[31m", "\u202e", "<script>", "style x:#1;", "-->", "{}|;", "\u2028", "\ud800",
)  # fmt: skip
WORDS: Final = st.one_of(
    st.text(st.characters(), min_size=1, max_size=12),
    st.sampled_from(SIGNS),
)


@st.composite
def places(draw: st.DrawFn) -> Place:
    line = draw(st.integers(1, 9))
    return Place(line, 0, line, 1, 0, 1)


def arguments() -> st.SearchStrategy[tuple[PlannedArgument, ...]]:
    one = st.builds(PlannedArgument, WORDS, WORDS, st.booleans(), WORDS, st.tuples(WORDS))
    return st.lists(one, max_size=2).map(tuple)


def plans() -> st.SearchStrategy[Plan]:
    def larger(inner: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
        several = st.lists(inner, max_size=3).map(tuple)
        branches = st.lists(st.builds(Branch, WORDS, inner), min_size=1, max_size=3).map(tuple)
        times = st.sampled_from([Bound(0, 3), Bound(2, 2)])
        return st.one_of(
            st.builds(Steps, several),
            st.builds(Choice, branches, places()),
            st.builds(Loop, WORDS, times, inner, places()),
            st.builds(Parallel, several, places()),
            st.builds(Routine, WORDS, inner, places()),
        )

    leaves = st.one_of(
        st.builds(Call, WORDS, arguments(), places()),
        st.builds(Opaque, WORDS, st.lists(WORDS, max_size=2).map(tuple), places()),
    )
    return st.recursive(leaves, larger, max_leaves=6)


@given(plans(), WORDS)
def test_whatever_the_words_are_both_forms_say_what_the_chart_says(plan: Plan, name: str) -> None:
    chart = flowchart(report(Script("x\n", name), plan))
    told = expected(chart.root, chart.arrows)
    assert read_dot(to_dot(chart)) == told
    assert read_mermaid(to_mermaid(chart)) == told
    assert {arrow.target for arrow in chart.arrows} == set(range(1, len(told.boxes)))


@given(WORDS)
def test_a_finding_cannot_break_out(message: str) -> None:
    script = Script("nope()\n")
    chart = flowchart(report(script, None, finding(script, "nope", message=message)))
    assert read_dot(to_dot(chart)) == read_mermaid(to_mermaid(chart))


# ----------------------------------------------------------------------------------- folding


def long_plan(count: int) -> Plan:
    here = Place(1, 0, 1, 1, 0, 1)
    return Steps(tuple(Call(f"tool{one % 7}", (), here) for one in range(count)))


def weight(items: tuple[Item, ...]) -> int:
    return sum(1 + weight(item.items) for item in items)


@given(st.lists(plans(), max_size=6), st.integers(3, 30))
def test_an_outline_keeps_to_its_room(parts: list[Plan], most: int) -> None:
    whole = report(Script("x\n"), Steps(tuple(parts)))
    everything = outline(whole, most=10_000, deepest=100)
    kept = outline(whole, most=most, deepest=100)
    assert weight(kept) <= most
    if weight(everything) <= most:
        assert kept == everything
    else:
        assert "… " in str(kept)


def test_a_plan_of_thousands_of_calls_is_folded_and_says_so() -> None:
    chart = flowchart(report(Script("x\n"), long_plan(5_000)))
    *_, last, end = expected(chart.root, chart.arrows).boxes.values()
    assert last == (
        "… 4,601 more steps: 4,601 calls of tool0, tool1, tool2 and 4 others",
        "line 1",
    )
    assert end == ("end",)


@pytest.mark.parametrize("depth", [30, 3_000])
def test_what_is_nested_too_deep_is_folded_and_says_so(depth: int) -> None:
    here = Place(1, 0, 1, 1, 0, 1)
    plan: Plan = Call("inner", (), here)
    for _ in range(depth):
        plan = Routine("f", plan, here)
    items = outline(report(Script("x\n"), plan), most=100, deepest=24)
    assert calls_of(items) == []
    while items[0].items:
        items = items[0].items
    assert items[0].text == "… nested too deep to be shown: 1 call of inner"
