"""The page of a plan: strict markup, nothing that runs, hostile words, a diagram without overlaps."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.policy import Deny, Policy, Reason
from foretell.render.outline import Items, outline
from foretell.render.safe import one_line, width
from foretell.render.webpage import plan_page
from foretell.render.webpage.layout import CHARACTER, Frame, lay_out
from foretell_analyzer.analysis import analyze
from foretell_analyzer.bounds import Bound, Unbounded
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.flows import Flow, FlowSink, FlowSource
from foretell_analyzer.plan import Call, Choice, Loop, Opaque, Parallel, Plan
from foretell_analyzer.plan import Sequence as Steps
from foretell_analyzer.report import Report
from foretell_analyzer.source import Script
from tests.builders import UNKNOWN, finding, invoices, one_call, report
from tests.test_flowcharts import CATALOG, SIGNS, WORDS, plans

ROOT = Path(__file__).parent.parent
STYLE = ROOT / "src" / "foretell" / "render" / "webpage" / "page.css"

VOID: Final = {"meta", "wbr"}
EMPTY: Final = {"rect", "path"}
TAGS: Final = {
    *VOID, *EMPTY,
    "html", "head", "title", "style", "body", "a", "header", "h1", "h2", "span", "p", "main",
    "section", "dl", "dt", "dd", "b", "ul", "li", "pre", "code", "div", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "footer", "svg", "desc", "defs", "marker", "g",
    "text", "tspan",
}  # fmt: skip
ATTRIBUTES: Final = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "role",
    "tabindex", "scope", "xmlns", "viewbox", "width", "height", "x", "y", "rx", "d", "refx",
    "refy", "markerwidth", "markerheight", "orient", "marker-end",
}  # fmt: skip


@dataclass
class Strict(HTMLParser):
    """Reads a page and refuses whatever is not exactly closed, known and within the page."""

    ids: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    tags: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    policy: str = ""
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert tag in TAGS, tag
        assert len(found) == len(attrs)
        self.tags[tag] += 1
        for name, value in found.items():
            assert name in ATTRIBUTES or name.startswith("aria-"), name
            assert value is not None
            assert_harmless(value)
        if identity := found.get("id"):
            self.ids[identity] += 1
        if "href" in found:
            self.links.append(found["href"] or "")
        self.links += [f"#{one}" for one in (found.get("aria-labelledby") or "").split()]
        self.classes |= set((found.get("class") or "").split())
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"] or ""
        if tag == "th":
            assert found.get("scope") in {"row", "col"}
        if tag == "div" and "row" in (found.get("class") or "").split():
            self.rows.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in EMPTY
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["style"]:
            self.styles.append(data)
            return
        assert_harmless(data.replace("\n", ""))
        self.texts.append(data)
        if self.rows and "code" in self.open and not {"table", "footer"} & set(self.open):
            self.rows[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def assert_harmless(text: str) -> None:
    bad = [one for one in text if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"}]
    bad += [one for one in text if unicodedata.bidirectional(one) in BIDI]
    assert bad == []


BIDI: Final = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


def read(page: str) -> Strict:
    assert page.startswith("<!doctype html>\n<html lang=")
    page.encode("utf-8")
    parser = Strict()
    parser.feed(page.removeprefix("<!doctype html>"))
    parser.close()
    assert parser.open == []
    assert [one for one, count in parser.ids.items() if count > 1] == []
    assert {one for one in parser.links if one[:1] != "#" or one[1:] not in parser.ids} == set()
    assert (parser.tags["h1"], parser.tags["main"], len(parser.styles)) == (1, 1, 1)
    digest = base64.b64encode(hashlib.sha256(parser.styles[0].encode()).digest()).decode()
    assert parser.policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\((?!#)|@import|expression", parser.styles[0])
    return parser


def judged(one: Report) -> str:
    return plan_page(one, Policy.shipped("default").decide(one, one.catalog), one.catalog)


# ---------------------------------------------------------------------------- what is shown


def test_the_page_tells_what_a_person_asks_first_first() -> None:
    page = read(judged(invoices()))
    told = " ".join("".join(page.texts).split())
    order = ["invoices.py ASK", "changes", "reads", "at most", "open", "Why ask", "Plan", "Script",
             "Flows", "Bounds", "Nothing was run."]  # fmt: skip
    places = [told.index(word) for word in order]
    assert places == sorted(places)
    assert "25 calls$0.119,400 steps" in told
    assert "assumes search_email returns at most `limit` items" in told


def test_boxes_lead_to_lines_and_lines_to_boxes() -> None:
    page = read(judged(invoices()))
    assert {"#L2", "#L4", "#L5", "#L9", "#L10", "#L11"} <= set(page.links)
    boxes = {one for one in page.links if re.fullmatch(r"#n\d+", one)}
    assert len(boxes) == 6
    assert page.rows == invoices().script.text.splitlines()


def test_flows_are_arrows_and_rows() -> None:
    text = 'for one in read("a"):\n    send(one)\n'
    page = plan_page(analyze(text, CATALOG))
    found = read(page)
    assert {"flow", "f0"} <= found.classes
    assert ".n0:is(:hover,:focus-visible)~.f0" in found.styles[0]
    assert ".n2:is(:hover,:focus-visible)~.f0{opacity:1}" in found.styles[0]
    assert "read[]" in found.texts
    assert "f1" not in found.classes


def test_a_script_with_a_mistake_shows_it_and_no_plan() -> None:
    page = read(judged(analyze("nope(1)\nread('a')\n", CATALOG)))
    assert page.tags["svg"] == 0
    assert "`nope` is neither defined here nor a tool" in "".join(page.texts)
    assert {"has-error", "error"} <= page.classes


def test_bounds_that_are_not_numbers_say_why() -> None:
    endless = Unbounded("it never ends", Place(1, 0, 1, 1, 0, 1))
    told = "".join(read(judged(one_call(bound=Bound(0, endless)))).texts)
    assert "∞ it never ends line 1" in told
    assert f"? {UNKNOWN.why}" in "".join(read(judged(one_call(bound=Bound(0, UNKNOWN)))).texts)


def test_a_script_without_calls_says_so() -> None:
    assert "No tool is called." in read(judged(analyze("x = 1\n", CATALOG))).texts


def test_a_large_plan_is_folded() -> None:
    here = Place(1, 0, 1, 1, 0, 1)
    plan = Steps(tuple(Call(f"tool{one}", (), here) for one in range(3_000)))
    page = read(plan_page(report(Script("x\n"), plan)))
    assert page.tags["svg"] == 1
    assert any("… 2,751 more steps: 2,751 calls of" in text for text in page.texts)


# ---------------------------------------------------------------------------- hostile words


@pytest.mark.parametrize(
    "sign", [*SIGNS, "'\"><script>alert(1)</script>", "</style>", "<!--", "]]>"]
)
def test_no_word_becomes_markup(sign: str) -> None:
    text = f'send({sign!r})\nx = """{sign}"""\n'
    page = read(plan_page(analyze(text, CATALOG, name=sign)))
    assert page.rows[0] == one_line(text.split("\n", maxsplit=1)[0])
    script = Script("nope()\n", sign)
    fault = finding(script, "nope", rule=sign, message=sign, help=sign)
    deny = Deny((Reason(sign, "deny", "certain", sign, help=sign, witness=(1,)),))
    told = "".join(read(plan_page(report(script, None, fault), deny)).texts)
    assert told.count(one_line(sign)) >= 6


@given(plans(), WORDS, WORDS)
def test_whatever_the_words_are_the_page_is_strict(plan: Plan, name: str, text: str) -> None:
    source = FlowSource(name, Place(1, 0, 1, 1, 0, 1), f".{text}")
    flow = Flow(source, FlowSink("argument", text, name), through=(name,))
    bounds = {name: Bound(0, Unbounded(text))}
    lines = "x\n" * 9
    one = report(
        Script(lines, name), plan, tools=bounds, bounds=bounds, flows=(flow,), assumptions=(text,)
    )
    page = read(plan_page(one))
    assert page.tags["svg"] <= 1
    assert page.rows == ["x"] * 9


@given(st.text(st.characters(), max_size=80), st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_whole_script_is_shown_whatever_it_is(text: str, end: str) -> None:
    script = Script(text.replace("\n", end) + "y")
    fault = finding(script, "y", message="here")
    rows = read(plan_page(report(script, None, fault))).rows
    lines = [script.line(number + 1) for number in range(len(script.line_starts))]
    assert [row.rstrip(" ") for row in rows] == [one_line(line).rstrip(" ") for line in lines]


def test_a_very_long_line_is_shown_whole() -> None:
    text = f"send('{'<' * 100_000}')\n"
    page = read(plan_page(analyze(text, CATALOG)))
    assert page.rows == [text.rstrip("\n")]


# -------------------------------------------------------------------------------- the diagram


def overlap(one: Frame, other: Frame) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def inside(inner: Frame, outer: Frame) -> bool:
    return (
        outer.x <= inner.x
        and inner.x + inner.width <= outer.x + outer.width + 0.01
        and outer.y <= inner.y
        and inner.y + inner.height <= outer.y + outer.height + 0.01
    )


def assert_clear(items: Items) -> None:
    layout = lay_out(items, lambda item: item.times)
    by_item = {id(frame.item): frame for frame in layout.frames}

    def check(level: Items) -> None:
        for one, other in combinations((by_item[id(item)] for item in level), 2):
            assert not overlap(one, other)
        for item in level:
            assert all(inside(by_item[id(one)], by_item[id(item)]) for one in item.items)
            check(item.items)

    check(items)
    for frame in layout.frames:
        assert frame.x >= 0
        assert frame.x + frame.width <= layout.width + 0.01
        assert frame.y + frame.height <= layout.height + 0.01
        assert all(width(line) * CHARACTER <= frame.width for line in frame.head + frame.body)
        if frame.aside and frame.head:
            assert (width(frame.head[0]) + width(frame.aside)) * CHARACTER <= frame.width


@given(st.lists(plans(), max_size=4))
def test_boxes_do_not_overlap_and_hold_what_is_in_them(parts: list[Plan]) -> None:
    assert_clear(outline(report(Script("x\n"), Steps(tuple(parts))), most=100, deepest=10))


def test_ways_stand_side_by_side_where_there_is_room() -> None:
    here = Place(1, 0, 1, 1, 0, 1)
    short = Parallel((Call("a", (), here), Call("b", (), here)), here)
    layout = lay_out(outline(report(Script("x\n"), short), most=9, deepest=9), lambda _: "")
    _, left, _, right, _ = layout.frames
    assert left.y == right.y
    many = Parallel(tuple(Call("a" * 30, (), here) for _ in range(3)), here)
    layout = lay_out(outline(report(Script("x\n"), many), most=9, deepest=9), lambda _: "")
    assert len({frame.y for frame in layout.frames if frame.item.kind == "lane"}) == 3


def test_deep_plans_grow_wider_and_stay_clear() -> None:
    here = Place(1, 0, 1, 1, 0, 1)
    plan: Plan = Steps((Opaque("lost", ("b",), here), Call("send", (), here)))
    for depth in range(30):
        plan = Loop(f"for x{depth} in many", Bound(0, 3), Steps((plan, Choice((), here))), here)
    assert_clear(outline(report(Script("x\n"), plan), most=250, deepest=20))


# ---------------------------------------------------------------------------------- to be read


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_in_light_and_in_dark() -> None:
    themes = re.findall(r":root\{(.*?)\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", theme))
        grounds = ["paper", "card", "soft", "changes-soft", "reads-soft", "unknown-soft"]
        texts = ["ink", "faint", "keyword", "string", "number", "link", "warn", "bad"]
        pairs = [(text, ground) for text in texts for ground in grounds]
        pairs += [(tone, f"{tone}-soft") for tone in ("changes", "reads", "unknown")]
        pairs += [("good", "paper")]
        weak = [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
        assert weak == []


def test_the_page_is_for_phones_printers_and_dark_rooms() -> None:
    text = STYLE.read_text(encoding="utf-8")
    for wanted in ("prefers-color-scheme:dark", "@media print", ":focus-visible", "reduced-motion"):
        assert wanted in text
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in judged(
        invoices()
    )
