"""Takes facts, gives the flows of a script; what they promise is told in `flows`.

Evaluation keeps with each value what it is made of and what chose it (`values.origins`); here is
only told in the report's words what it noted at calls of tools, at what is printed, and at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .diagnostics import Place
from .facts import Facts
from .flows import ANY, Flow, FlowKind, FlowSink, FlowSource
from .ir import Node
from .values.origins import ANYWHERE, INPUT, STORED, Origin

_ANYTHING = FlowSource(ANY)


def find_flows(facts: Facts) -> tuple[Flow, ...]:
    """The flows of a script, in the order of its text."""
    return _Flows(facts).found()


class _Flows:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.seen = facts.seen
        self.calls = {use.call.index: use.call for use in facts.seen.tool_uses.values()}
        self.stored = [one for one in facts.seen.stored if not _is(one, STORED)]
        self._sources: dict[tuple[str, int, str], FlowSource] = {}
        self._places: dict[int, Place] = {}

    def found(self) -> tuple[Flow, ...]:
        if not self.seen.is_complete:
            return (Flow(_ANYTHING, FlowSink("argument", ANY, ANY)),)
        flows: list[Flow] = []
        for sink, origins in self._sinks():
            flows.extend(self._into(sink, origins))
        flows.sort(key=_order)
        return tuple(flows)

    def _sinks(self) -> Iterator[tuple[FlowSink, frozenset[Origin]]]:
        """Whatever something may flow into, with what does."""
        for (_, tool), use in self.seen.tool_uses.items():
            place = self._place(use.call)
            for parameter, origins in use.origins.items():
                yield FlowSink("argument", tool, parameter, place), origins
            yield FlowSink("call", tool, "", place), use.steering
        for _, node in self.seen.unknown_calls.values():
            for tool in self.seen.escaped_tools:
                yield FlowSink("argument", tool, ANY, self._place(node)), frozenset({ANYWHERE})
        for node, origins in self.seen.shown.values():
            yield FlowSink("output", span=self._place(node)), origins
        last = self.facts.result
        if last is not None:
            yield FlowSink("result", span=self._place(last)), self.seen.result

    def _into(self, sink: FlowSink, origins: frozenset[Origin]) -> Iterator[Flow]:
        """The flows into one sink; what flows as data is not told of as control once more."""
        ways: dict[tuple[FlowSource, FlowKind], frozenset[str]] = {}
        for one in self._resolved(origins):
            source = self._source(one)
            key: tuple[FlowSource, FlowKind] = (source, "control" if one.steers else "data")
            through = frozenset(one.through)
            ways[key] = through if key not in ways else ways[key] & through
        for (source, kind), through in ways.items():
            if kind == "control" and (source, "data") in ways:
                continue
            yield Flow(source, sink, kind, tuple(sorted(through)))

    def _resolved(self, origins: Iterable[Origin]) -> list[Origin]:
        """The same, with what was stored for what comes out of objects that nobody follows."""
        found: list[Origin] = []
        for one in origins:
            if not _is(one, STORED):
                found.append(one)
                continue
            for stored in self.stored:
                steers = one.steers or stored.steers
                through = () if steers else tuple({*stored.through, *one.through})
                found.append(stored._replace(steers=steers, through=through))
        return found

    def _source(self, origin: Origin) -> FlowSource:
        if _is(origin, ANYWHERE):
            return _ANYTHING
        key = (origin.name, origin.node, origin.path)
        known = self._sources.get(key)
        if known is None:
            if origin.node == INPUT:
                known = FlowSource(input=origin.name, path=origin.path)
            else:
                # A call of an earlier snippet has no place in this one.
                call = self.calls.get(origin.node)
                place = None if call is None else self._place(call)
                known = FlowSource(origin.name, place, origin.path)
            self._sources[key] = known
        return known

    def _place(self, node: Node) -> Place:
        known = self._places.get(node.index)
        if known is None:
            known = self._places[node.index] = self.facts.place(node)
        return known


def _is(origin: Origin, mark: Origin) -> bool:
    return origin.node == mark.node and origin.name == mark.name


def _order(flow: Flow) -> tuple[object, ...]:
    sink, source = flow.sink, flow.source
    return (
        -1 if sink.span is None else sink.span.start, sink.kind, sink.tool, sink.parameter,
        -1 if source.span is None else source.span.start, source.tool, source.input, source.path,
        flow.kind,
    )  # fmt: skip
