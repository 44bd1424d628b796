"""What a policy says of a script holds for its runs, by a plain checker that only reads traces.

A rule that is cleared is broken by no run, one that is certainly broken by every run that ends
normally, and with guards on no run breaks one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import foretell
from foretell.outcome import TraceEntry
from foretell.policy import Policy
from tests.toolbox import ANSWERS, STUBS, Toolbox
from tests.wide_programs import WideWriter

CATALOG: Final = foretell.ToolCatalog.from_stub(STUBS)
BUDGET: Final = foretell.Budget(steps=50_000, tool_calls=200, seconds=None)
PASSING: Final = """\
default = "allow"
[[rule]]
id = "unknown-passes"
kind = "unknown"
effect = "allow"
[[rule]]
id = "findings-pass"
kind = "finding"
effect = "allow"
"""
Calls = Sequence[TraceEntry]


def alike(one: object, other: object) -> bool:
    """Are two values the same in JSON?"""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def breaks_values(tool: str, name: str, admitted: list[object]) -> Callable[[Calls], bool]:
    def is_broken(calls: Calls) -> bool:
        return any(
            not any(alike(one.arguments[name], value) for value in admitted)
            for one in calls
            if one.tool == tool and name in one.arguments
        )

    return is_broken


def is_over(value: Any) -> bool:
    try:
        return bool(value > 1)
    except TypeError:
        return True


def breaks_condition(calls: Calls) -> bool:
    return any(one.tool == "count" and is_over(one.arguments.get("n")) for one in calls)


def breaks_before(then: str, before: str) -> Callable[[Calls], bool]:
    def is_broken(calls: Calls) -> bool:
        names = [one.tool for one in calls]
        return then in names and before not in names[: names.index(then)]

    return is_broken


def breaks_after(then: str, first: str, between: str) -> Callable[[Calls], bool]:
    def is_broken(calls: Calls) -> bool:
        names = [one.tool for one in calls]
        return any(
            name == then
            and first in names[:index]
            and between not in names[len(names[:index]) - names[:index][::-1].index(first) : index]
            for index, name in enumerate(names)
        )

    return is_broken


def breaks_once(tool: str, name: str) -> Callable[[Calls], bool]:
    def is_broken(calls: Calls) -> bool:
        seen: list[object] = []
        for one in calls:
            if one.tool == tool and name in one.arguments:
                value = one.arguments[name]
                if any(alike(value, other) for other in seen):
                    return True
                seen.append(value)
        return False

    return is_broken


def breaks_limit(tool: str, most: int) -> Callable[[Calls], bool]:
    return lambda calls: sum(one.tool == tool for one in calls) > most


RULES: Final[dict[str, tuple[str, Callable[[Calls], bool]]]] = {
    "values": (
        'kind = "argument"\ntool = "send"\nargument = "to"\none_of = ["a", 1]',
        breaks_values("send", "to", ["a", 1]),
    ),
    "keys": (
        'kind = "argument"\nargument = "key"\nschema = { enum = ["a", "b", 1, true] }',
        breaks_values("lookup", "key", ["a", "b", 1, True]),
    ),
    "condition": ('kind = "call"\ntool = "count"\nwhen = "n > 1"', breaks_condition),
    "before": (
        'kind = "order"\ntool = "send"\nrequires_before = "lookup"',
        breaks_before("send", "lookup"),
    ),
    "after": (
        'kind = "order"\ntool = "send"\nafter = "lookup"\nunless_between = "count"',
        breaks_after("send", "lookup", "count"),
    ),
    "once": (
        'kind = "order"\ntool = "lookup"\nat_most_once_per = "key"',
        breaks_once("lookup", "key"),
    ),
    "limit": ('kind = "limit"\ntool = "send"\nmax = 2', breaks_limit("send", 2)),
    "never": ('kind = "call"\ntool = "count"', breaks_limit("count", 0)),
}
VALUES: Final = ("'a'", "'b'", "1", "True", "'c'", "x", "y", "[1]", "2")


def small_program(chance: random.Random) -> str:
    """A program that mostly calls tools, with values that rules speak of."""
    lines = ["x = 'a'", "y = lookup('b')" if chance.randrange(2) else "y = 1"]

    def statement(indent: str, depth: int) -> None:
        value = chance.choice(VALUES)
        call = chance.choice(
            (f"lookup({value})", f"send({value})", f"send(to={value}, urgent=x)", f"count({value})",
             "count()", f"lookup(**{{'key': {value}}})", "send(*y)")
        )  # fmt: skip
        kind = chance.randrange(9) if depth < 2 else 0
        if kind < 4:
            lines.append(f"{indent}{chance.choice(('', 'x = ', 'y = '))}{call}")
            return
        header = (
            f"if {value} == y:", f"for x in ['a', {value}]:", "for x in y or []:",
            "try:", "if lookup(x):",
        )[kind - 4]  # fmt: skip
        lines.append(indent + header)
        for _ in range(chance.randrange(1, 3)):
            statement(indent + "    ", depth + 1)
        if header == "try:":
            lines.append(f"{indent}except Exception:\n{indent}    y = 2")

    for _ in range(chance.randrange(1, 5)):
        statement("", 0)
    return "\n".join(lines) + "\n"


def run(grant: foretell.policy.Grant, answers: tuple[Any, ...]) -> foretell.Outcome:
    tools = Toolbox(answers, "script.py").functions()
    return foretell.run(grant, tools=tools, budget=BUDGET)


@settings(
    deadline=None,
    max_examples=max(20, settings().max_examples // 20),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(st.integers(0, 2**40))
def test_no_run_breaks_what_was_cleared_and_each_what_is_certain(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    text = small_program(chance) if seed % 4 else WideWriter(chance.randrange).program()
    report = foretell.analyze(text, CATALOG)
    free = Policy.permissive().decide(report)
    if not isinstance(free, foretell.Allow):
        return
    worlds = [tuple(chance.choice(ANSWERS) for _ in range(7)) for _ in range(3)]
    outcomes = [run(free.grant, answers) for answers in worlds]
    for name, (rule, is_broken) in RULES.items():
        head = f'{PASSING}[[rule]]\nid = "{name}"\n{rule}\neffect = "deny"\npossible = '
        found = {one.certainty for one in Policy.loads(f'{head}"ask"').decide(report).reasons}
        for outcome in outcomes:
            broken = is_broken(tuple(outcome.trace))
            assert found or not broken, f"`{name}` was cleared"
            if "certain" in found and isinstance(outcome, foretell.Finished):
                assert broken, f"`{name}` was certain"
        guarded = Policy.loads(f'{head}"guard"').decide(report)
        if not isinstance(guarded, foretell.Allow):
            assert "certain" in found
            continue
        assert [one.rule.id for one in guarded.grant.guards] == ([name] if found else [])
        for answers, before in zip(worlds, outcomes, strict=True):
            outcome = run(guarded.grant, answers)
            assert not is_broken(tuple(outcome.trace)), f"`{name}` was guarded"
            kept = not is_broken(tuple(before.trace))
            assert not kept or outcome.trace == before.trace, f"`{name}`: the guard is too strict"
