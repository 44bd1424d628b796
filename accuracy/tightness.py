"""How close plans and bounds come to what was worked out by hand, and to what runs do.

Three numbers stand beside each other for each tool that a script may call: the bounds that are ideal,
ours, and what was seen in worlds. Of the order of calls, our automaton is compared with the
expression that was written by hand, as languages.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from accuracy.corpora import read_corpus
from foretell.outcome import Finished
from foretell_analyzer.analysis import analyze
from foretell_analyzer.automata import build, compare, read
from foretell_analyzer.bounds import Bound, Unbounded, Unknown
from foretell_analyzer.polynomials import read_polynomial
from foretell_analyzer.report import Report
from tests.corpus import estimates
from tests.worlds import run_in_worlds

Ends = tuple[float, float | None]
"""The least and the greatest number; none where nothing limits it."""

ESTIMATE_WORLDS: Final = range(30)
ADDRESSES: Final = {"inputs": {"type": "object", "required": ["addresses"], "properties": {
    "addresses": {"type": "array", "maxItems": 100, "items": {"type": "string"}}}}}  # fmt: skip
_SIZE: Final = re.compile(r"(\w+): \{[^{}]*range: \[(\d+), (\w+)\]")
_PAIR: Final = re.compile(r'(\w+): \[("[^"]+"|\w+), ("[^"]+"|\w+)\]')


@dataclass(frozen=True, slots=True)
class ToolBound:
    """How often a script calls a tool: by hand, as told by us, and in runs."""

    script: str
    tool: str
    ideal: Ends
    ours: Bound
    seen: Ends | None

    @property
    def ends(self) -> Ends:
        """Ours as two numbers."""
        high = self.ours.high
        return self.ours.low, high if isinstance(high, (int, float)) else None

    @property
    def verdict(self) -> str:
        """`equal`, or how ours differs; `WRONG` if a run was outside."""
        low, high = self.ends
        if self.seen is not None and not _within(self.seen, self.ends):
            return "WRONG"
        if self.ends == self.ideal:
            return "equal"
        return "tighter" if _within((low, high), self.ideal) else "wider"


@dataclass(frozen=True, slots=True)
class Tightness:
    """All that was compared. `sequences` has a word of `automata.compare` for each script."""

    estimates: Sequence[ToolBound]
    controlflow: Sequence[ToolBound]
    sequences: Mapping[str, str]


def judge_tightness(corpus: Path) -> Tightness:
    """Compare the estimates and the scripts of `controlflow`."""
    rows: list[ToolBound] = []
    sequences: dict[str, str] = {}
    folder = corpus / "controlflow"
    expected = {one["id"]: one for one in json.loads((folder / "expected.json").read_text("utf-8"))}
    seen = _recorded(folder / "traces.jsonl.gz")
    for sample in read_corpus(corpus, "controlflow"):
        entry = expected[sample.name]
        if entry["kind"] != "script":
            continue
        report = analyze(sample.text, sample.tools.catalog, inputs=sample.tools.inputs)
        ideal = {tool: _ideal(counts) for tool, counts in entry["counts"].items()}
        rows.extend(_rows(sample.name, report, ideal, seen[sample.name]))
        sequences[sample.name] = compared(report, entry["sequence"])
    return Tightness(tuple(_estimates(corpus / "estimates")), tuple(rows), sequences)


def compared(report: Report, written: str) -> str:
    """Whether the complete runs of our automaton are those of an expression, or more, or less."""
    assert report.order is not None
    return str(compare(report.order.trimmed(), build(read(written)).trimmed()))


def _ideal(counts: Mapping[str, Any]) -> Ends:
    low, high = counts.get("declared") or (counts["min"], counts["max"])
    return low if isinstance(low, int) else 0, high if isinstance(high, int) else None


def _rows(
    script: str,
    report: Report,
    ideal: Mapping[str, Ends],
    seen: Iterable[tuple[Counter[str], bool]],
) -> Iterator[ToolBound]:
    runs = list(seen)
    for tool in sorted({*report.tools, *ideal}):
        lows = [counts[tool] for counts, is_whole in runs if is_whole]
        highs = [counts[tool] for counts, _ in runs]
        ends = (min(lows), max(highs)) if lows else None
        yield ToolBound(
            script, tool, ideal.get(tool, (0, 0)), report.tools.get(tool, Bound(0, 0)), ends
        )


def _recorded(file: Path) -> Mapping[str, Sequence[tuple[Counter[str], bool]]]:
    """The calls of each recorded run, and whether it ended normally."""
    found: dict[str, list[tuple[Counter[str], bool]]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for run in map(json.loads, lines):
            row = (Counter(run["counts"]), run["outcome"] == "ok")
            found.setdefault(run["id"], []).append(row)
    return found


def _estimates(folder: Path) -> Iterator[ToolBound]:
    ideals = _written_estimates((folder / "estimates.yaml").read_text("utf-8"))
    for script in sorted(folder.glob("[0-9]*.py")):
        text = script.read_text("utf-8")
        report = analyze(text, estimates.catalog(), inputs=ADDRESSES)
        runs = [
            (Counter(letter.tool for letter in run.letters), isinstance(run.outcome, Finished))
            for run in run_in_worlds(text, estimates.catalog(), ESTIMATE_WORLDS, inputs=_addresses)
        ]
        yield from _rows(script.stem, report, ideals[script.name], runs)


def _addresses(seed: int) -> dict[str, Any]:
    return {"inputs": {"addresses": [f"a{number}@x.org" for number in range(seed * 12 % 101)]}}


def _written_estimates(text: str) -> Mapping[str, Mapping[str, Ends]]:
    """By script and tool: the bounds in numbers, as `numeric` or else `calls` tells them."""
    found: dict[str, dict[str, Ends]] = {}
    for block in text.split("- file: ")[1:]:
        name = block.split()[0]
        rows = found.setdefault(name, {})
        sizes = {one: (int(low), _number(high)) for one, low, high in _SIZE.findall(block)}
        for key in ("calls", "numeric"):
            line = re.search(rf"^  {key}: (.*)$", block, re.MULTILINE)
            for tool, low, high in _PAIR.findall(line[1]) if line else ():
                rows[tool] = (_end(low, sizes, 0) or 0, _end(high, sizes, 1))
    return found


def _end(text: str, sizes: Mapping[str, tuple[int, int | None]], side: int) -> int | None:
    """An end in numbers: with all sizes at their least, or at their greatest if they have one."""
    if text.strip() == "null":
        return None
    polynomial = read_polynomial(text.strip().strip('"'))
    world: dict[str, int] = {}
    for name in polynomial.names:
        size = sizes.get(name, (0, None))[side]
        if size is None:
            return None
        world[name] = size
    return int(polynomial.evaluate(world))


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() else None


def _within(inner: Ends, outer: Ends) -> bool:
    is_below = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    return inner[0] >= outer[0] and is_below


# ------------------------------------------------------------------------------ the report


def tell(found: Tightness, about: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of `reports/bounds.md`."""
    yield "# Bounds and plans against hand-written ones"
    yield ""
    yield f"Written by `{about['command']}`; not edited. *Ideal* was worked out by hand, with the maxima that tools"
    yield "declare; *ours* is what a report says; *seen* is the least in a run that ended normally and the most in"
    yield "any, of 30 worlds. `∞` is told with evidence that nothing limits it, `?` if no limit is known."
    yield ""
    for key in ("date", "commit", "python"):
        yield f"- {key}: {about[key]}"
    yield ""
    yield "| | tools of scripts | equal | tighter | wider | WRONG |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, rows in (("estimates", found.estimates), ("controlflow", found.controlflow)):
        tally = Counter(one.verdict for one in rows)
        cells = [tally[word] for word in ("equal", "tighter", "wider", "WRONG")]
        yield f"| {name} | {len(rows)} | {' | '.join(map(str, cells))} |"
    yield ""
    tally = Counter(found.sequences.values())
    words = ", ".join(
        f"{tally[word]} {word}" for word in ("equal", "wider", "narrower", "crossing")
    )
    yield f"Order of calls in controlflow, as languages: {words}, of {len(found.sequences)}."
    yield ""
    for word in ("wider", "narrower", "crossing"):
        names = sorted(name for name, one in found.sequences.items() if one == word)
        yield f"- {word}: {', '.join(names) or 'none'}"
    for title, rows in (("estimates", found.estimates), ("controlflow", found.controlflow)):
        yield ""
        yield f"## {title}"
        yield ""
        yield "| script | tool | ideal | ours | seen | |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for one in rows:
            verdict = "" if one.verdict == "equal" else one.verdict
            yield (
                f"| {one.script} | {one.tool} | {_told(*one.ideal, '∞')} | {_ours(one.ours)}"
                f" | {'none' if one.seen is None else _told(*one.seen, '')} | {verdict} |"
            )


def _ours(bound: Bound) -> str:
    high = bound.high
    if isinstance(high, (Unbounded, Unknown)):
        return _told(bound.low, None, "∞" if isinstance(high, Unbounded) else "?")
    return _told(bound.low, high, "")


def _told(low: float, high: float | None, endless: str) -> str:
    end = endless if high is None else f"{high:g}"
    return end if end == f"{low:g}" else f"{low:g} to {end}"
