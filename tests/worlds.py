"""Worlds: tools made up from their schemas, and runs of scripts under our interpreter in them.

A world is decided by a catalog and a seed. Its tools answer with values of their output schemas, as
long as declared maxima admit, 50 items at most; some of them fail. Seeds 0 to 5 are corners (nothing,
one, everything, each with and without failures), the others are random. The same seed gives the
same world, whatever the order of sets.

    for run in run_in_worlds(text, catalog, range(20)):
        assert_kept(run)
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import foretell
from foretell_analyzer.automata import Letter
from foretell_analyzer.catalog.tools import Size, Tool
from tests.fourways import check_report
from tests.markers import missing_flows

MOST: Final = 50
"""The largest list that a tool gives by itself; inner lists are shorter, so that runs end soon."""
WORDS: Final = ("invoice", "urgent", "refund", "meeting", "draft", "launch", "budget", "error")
CORNERS: Final = ((0.0, 0.0), (0.0, 1.0), (0.02, 0.0), (0.02, 1.0), (1.0, 0.0), (1.0, 0.5))
"""How full results are, and how often a tool fails."""
BUDGET: Final = foretell.Budget(steps=100_000, tool_calls=1_000, seconds=None)
"""Scripts that do not end are stopped: what they did until then must be foretold as well."""


class UnavailableError(Exception):
    """What a tool raises that fails."""


@dataclass
class World:
    """Tools of a catalog, made up."""

    catalog: foretell.ToolCatalog
    seed: int
    rng: random.Random = field(init=False)
    names: int = 0

    def __post_init__(self) -> None:
        digest = zlib.crc32(self.catalog.digest.encode())
        self.rng = random.Random(digest * 1_000 + self.seed)  # noqa: S311 - no secret
        if self.seed < len(CORNERS):
            self.fill, self.failures = CORNERS[self.seed]
        else:
            self.fill = -1.0
            self.failures = self.rng.choice((0.0, 0.0, 0.05, 0.3))

    @cached_property
    def functions(self) -> dict[str, Any]:
        """The host's functions, by the names that scripts use."""
        return {tool.name: self._function(tool) for tool in self.catalog}

    def _function(self, tool: Tool) -> Any:
        if tool.is_async:

            async def later(**arguments: Any) -> Any:
                return self.answer(tool, arguments)

            return later

        def at_once(**arguments: Any) -> Any:
            return self.answer(tool, arguments)

        return at_once

    def answer(self, tool: Tool, arguments: Mapping[str, Any]) -> Any:
        """What a call of a tool gives, or raises."""
        if tool.may_raise is not False and self.rng.random() < self.failures:
            raise UnavailableError(f"{tool.name}: unavailable, see {self.token()}")
        return _Answer(self, tool, arguments).value(tool.output_schema, "", 0)

    def between(self, low: int, high: int) -> int:
        """A number: in a corner the least, the greatest or one more than the least."""
        if high <= low:
            return low
        if self.fill < 0:
            # Small numbers are more usual, and shorter runs see more of a script.
            return low + int((high - low + 1) * self.rng.random() ** 3)
        return min(high, low + (1 if 0 < self.fill < 1 else round((high - low) * self.fill)))

    def token(self) -> str:
        """A text that no other answer has, so that it can be followed (`tests.markers`)."""
        self.names += 1
        return f"v{self.names:04d}z"

    def is_lucky(self) -> bool:
        """Yes or no."""
        return self.rng.random() < 0.5


@dataclass(frozen=True)
class _Answer:
    """One answer of a tool, made from its output schema."""

    world: World
    tool: Tool
    arguments: Mapping[str, Any]

    def value(self, schema: Any, path: str, depth: int) -> Any:
        """A value of a schema at a path of the result."""
        schema = self._chosen(schema, depth)
        if not isinstance(schema, Mapping) or not schema:
            return self._anything(depth)
        if "const" in schema or "enum" in schema:
            return self.world.rng.choice(list(schema.get("enum", [schema.get("const")])))
        match schema.get("type"):
            case "object":
                return self._object(schema, path, depth)
            case "array":
                return self._array(schema, path, depth)
            case kind:
                makers = {
                    "string": lambda: self._string(schema, path),
                    "integer": lambda: self._integer(schema),
                    "number": lambda: self._number(schema),
                    "boolean": self.world.is_lucky,
                }
                return makers.get(str(kind), lambda: None)()

    def _chosen(self, schema: Any, depth: int) -> Any:
        """A schema without references and alternatives: one of them is taken."""
        while isinstance(schema, Mapping):
            branches = schema.get("anyOf") or schema.get("oneOf")
            if "$ref" in schema:
                schema = self._target(str(schema["$ref"]))
            elif branches:
                nothing = [one for one in branches if one == {"type": "null"}]
                schema = self.world.rng.choice(nothing if depth > 4 and nothing else list(branches))
            elif isinstance(schema.get("type"), list):
                schema = {**schema, "type": self.world.rng.choice(schema["type"])}
            else:
                break
        return schema

    def _target(self, reference: str) -> Any:
        found: Any = self.tool.output_schema
        for step in reference.removeprefix("#").split("/")[1:]:
            found = found[step]
        return found

    def _object(self, schema: Mapping[str, Any], path: str, depth: int) -> Any:
        required = set(schema.get("required", ()))
        made = {
            key: self.value(inner, f"{path}.{key}" if path else key, depth + 1)
            for key, inner in schema.get("properties", {}).items()
            if key in required or self.world.is_lucky()
        }
        more = schema.get("additionalProperties")
        if isinstance(more, Mapping):
            for _ in range(self.world.between(0, _most(depth))):
                made[self.world.token()] = self.value(more, path, depth + 1)
        return made

    def _array(self, schema: Mapping[str, Any], path: str, depth: int) -> Any:
        firsts = schema.get("prefixItems", ())
        if firsts:
            return [self.value(one, path, depth + 1) for one in firsts]
        high = min(_most(depth), self._limit(path), schema.get("maxItems", MOST))
        low = min(schema.get("minItems", 0), high)
        items = schema.get("items")
        return [
            self.value(items, f"{path}[]", depth + 1) for _ in range(self.world.between(low, high))
        ]

    def _limit(self, path: str) -> int:
        """How long what stands at a path may be, as declared."""
        declared = next((one for one in self.tool.sizes if one.path == path), Size(path))
        limit = declared.at_most
        if isinstance(limit, str):
            parameter = self.tool.parameter(limit)
            default = parameter.default if parameter is not None else None
            limit = self.arguments.get(limit, default)
        return max(0, limit) if isinstance(limit, int) else MOST

    def _string(self, schema: Mapping[str, Any], path: str) -> str:
        if schema.get("contentMediaType") == "application/json":
            return json.dumps(self._anything(0))
        if schema.get("format") == "date":
            return f"2026-{self.world.rng.randint(1, 12):02d}-{self.world.rng.randint(1, 28):02d}"
        if schema.get("format") == "date-time":
            return f"2026-03-{self.world.rng.randint(1, 28):02d}T08:30:00"
        words = [self.world.rng.choice(WORDS) for _ in range(self.world.between(0, 6))]
        text = " ".join([*words, self.world.token()])
        return text[: min(self._limit(path) if self._is_limited(path) else 200, 200)]

    def _is_limited(self, path: str) -> bool:
        return any(one.path == path and one.at_most is not None for one in self.tool.sizes)

    def _integer(self, schema: Mapping[str, Any]) -> int:
        low = int(schema.get("minimum", 0))
        return self.world.rng.randint(low, max(low, int(schema.get("maximum", 99))))

    def _number(self, schema: Mapping[str, Any]) -> float:
        low = float(schema.get("minimum", 0.0))
        return round(self.world.rng.uniform(low, max(low, float(schema.get("maximum", 1.0)))), 3)

    def _anything(self, depth: int) -> Any:
        """Some plain value, for what no schema describes."""
        rng = self.world.rng
        kinds = (
            ("null", "text", "number", "bool") if depth > 1 else ("list", "dict", "text", "null")
        )
        match rng.choice(kinds):
            case "list":
                return [self._anything(depth + 1) for _ in range(self.world.between(0, 4))]
            case "dict":
                keys = ("items", "id", "title", "next", "number", "body")
                return {key: self._anything(depth + 1) for key in keys if self.world.is_lucky()}
            case "text":
                return self._string({}, "?")
            case "number":
                return rng.randint(0, 99)
            case "bool":
                return self.world.is_lucky()
            case _:
                return None


def _most(depth: int) -> int:
    return (MOST, MOST, 8, 4)[depth] if depth < 4 else 0 if depth > 6 else 2


@dataclass(frozen=True, slots=True)
class WorldRun:
    """One run of a script in a world, beside what was foretold of it."""

    seed: int
    report: foretell.Report
    outcome: foretell.Outcome

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The calls that were begun, in order."""
        return tuple(Letter(entry.tool, entry.line) for entry in self.outcome.trace)

    @property
    def ended(self) -> bool:
        """Did the script come to its end by itself? Lower bounds are promised of such runs."""
        return isinstance(self.outcome, foretell.Finished)


def run_in_worlds(
    text: str,
    catalog: foretell.ToolCatalog,
    seeds: Iterable[int],
    *,
    inputs: Callable[[int], Mapping[str, Any]] = lambda _: {},
    budget: foretell.Budget = BUDGET,
) -> Iterator[WorldRun]:
    """Analyze a script once, and run it in a world for each seed, with inputs for the seed."""
    kinds = {name: type(value).__name__ for name, value in inputs(0).items()}
    report = foretell.analyze(text, catalog, inputs=kinds)
    grant = foretell.Policy.permissive().decide(report).grant
    for seed in seeds:
        outcome = foretell.run(
            grant, tools=World(catalog, seed).functions, inputs=inputs(seed), budget=budget
        )
        yield WorldRun(seed, report, outcome)


def assert_kept(run: WorldRun) -> None:
    """Raise if a run is not one that its report promised; the message tells the seed."""
    try:
        check_report(run.report, run.outcome)
        unforeseen = missing_flows(run.report, run.outcome)
        assert unforeseen == [], f"flows that were not foretold: {unforeseen[:5]}"
    except AssertionError as error:
        calls = " ".join(map(str, run.letters[:60]))
        raise AssertionError(f"seed {run.seed}: {error}; calls: {calls}") from None
