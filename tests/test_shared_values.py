"""A value shared by its own parts is small, but what looks at all of it would never end: it is charged.

`t` is a tuple of 61 objects, in which the innermost is reached in 2 ** 60 ways.
"""

from __future__ import annotations

import pytest

import foretell

CATALOG = foretell.ToolCatalog.from_stub("def take(value: Any = None) -> int: ...\n")
PRELUDE = """\
import collections, enum, functools, itertools, operator, statistics
t = ()
for i in range(60):
    t = (t, t)
q = [t]
d = {1: 2}
s = {1}
P = collections.namedtuple("P", "a")
"""

KEYS = [
    "{t: 1}", "{t}", "{1, t}", "{t: 1 for _ in q}", "{t for _ in q}", "{k for k in q}", "d[t]", "d[t] = 1", "del d[t]",
    "d[t] += 1", "t in d", "t in s", "d.get(t)", "d.pop(t, 1)", "d.setdefault(t, 1)", "s.add(t)", "s.discard(t)",
    "set(q)", "set(iter(q))", "frozenset(q)", "dict([(t, 1)])", "dict(zip(q, q))", "dict.fromkeys(q)",
    "d.update([(t, 1)])", "s.update(q)", "s.union(q)", "s.intersection(q)", "s.difference(q)", "s.isdisjoint(q)",
    "s.issubset(q)", "s.issuperset(q)", "s.symmetric_difference(q)", "hash(t)", "hash(P(t))", "hash(frozenset([P(t)]))",
    "t.__hash__()", "tuple.__hash__(t)", "object.__hash__(t)", "collections.Counter(q)", "collections.Counter().update(q)",
    "collections.defaultdict(list)[t]", "collections.ChainMap(d)[t]", "t in collections.ChainMap(d)",
    "collections.ChainMap(d).get(t)", "functools.cache(lambda x: 1)(t)", "operator.getitem(d, t)",
    "operator.contains(d, t)", "operator.itemgetter(t)(d)", "operator.setitem(d, t, 1)", "statistics.mode(q)",
    "statistics.multimode(q)", "enum.Enum('E', {'a': t})", "class E(enum.Enum):\n    A = t",
    "class E(enum.Enum):\n    A = 1\nE(t)",
]  # fmt: skip

LOOKED_THROUGH = [
    "str(t)", "repr(t)", "print(t)", "f'{t}'", "'%s' % (t,)", "repr(slice(t, t))", "repr(collections.ChainMap({1: t}))",
    "repr({1: t}.values())", "repr({1: t}.items())", "repr(P(t))", "repr(functools.partial(len, t))", "str(ValueError(t))",
    "raise ValueError(t)", "try:\n    raise ValueError(t)\nexcept ValueError:\n    raise KeyError(1)",
    "raise ExceptionGroup('', [ValueError(t)])", "assert False, t", "isinstance(1, t)", "issubclass(int, t)",
    "t == tuple(list(t))[:1] + ((t[0][0], t[0][1]),)", "tuple.__repr__(t)", "tuple.__eq__(t, (t[1], (t[0][0], t[0][1])))",
]  # fmt: skip


@pytest.mark.parametrize("text", [*KEYS, *LOOKED_THROUGH])
def test_looking_at_all_of_it_takes_steps(text: str) -> None:
    report = foretell.analyze(PRELUDE + text, CATALOG)
    decision = foretell.Policy.permissive().decide(report)
    assert isinstance(decision, foretell.Allow), decision.reasons
    budget = foretell.Budget(steps=50_000, seconds=None)
    outcome = foretell.run(decision.grant, tools={"take": max}, budget=budget)
    assert isinstance(outcome, (foretell.Stopped, foretell.Raised))
    if isinstance(outcome, foretell.Stopped):
        assert outcome.limit == "steps"


@pytest.mark.parametrize("value", ["t", "q", "{1: t}", "[q, q]"])
def test_it_crosses_the_border_as_it_is(value: str) -> None:
    seen: list[object] = []

    def take(value: object = None) -> int:
        seen.append(value)
        return 1

    decision = foretell.Policy.permissive().decide(
        foretell.analyze(f"{PRELUDE}take({value})\nt", CATALOG)
    )
    assert isinstance(decision, foretell.Allow)
    outcome = foretell.run(decision.grant, tools={"take": take})
    assert isinstance(outcome, foretell.Finished)
    assert len(seen) == 1
    assert foretell.outcome_for_model(outcome).startswith("finished: [[[[")
