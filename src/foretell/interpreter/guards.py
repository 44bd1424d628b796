"""Guards: rules that were left open before the run, looked at before each call with real values.

What is wrong inside a guard counts as its rule being broken: what could not be looked at must not
be done.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Final, Protocol, final

from foretell.policy.constraints import breach
from foretell.policy.decision import Grant, Guard
from foretell.policy.hits import matches_tool
from foretell.policy.orders import frozen, monitor_of, told_order
from foretell.policy.rules import ArgumentRule, CallRule, LimitRule, OrderRule, RuleBase
from foretell_analyzer.automata.questions import BROKEN
from foretell_analyzer.catalog.tools import Tool
from foretell_analyzer.ir import Module
from foretell_analyzer.resolve import resolve
from foretell_analyzer.source import Script

from .sealed import opened
from .stops import Stop

if TYPE_CHECKING:
    from .tools import CallRecord, ToolDesk

Arguments = Mapping[str, Any]
OnGuard = Callable[[Guard, str, Arguments], bool | Awaitable[bool]]
"""Asked whether a call may be made after all: the guard, the tool's name, the arguments."""

_STEPS: Final = 100_000
"""Steps of one evaluation of a condition."""


class Watch(Protocol):
    """Looks at calls for one guard."""

    def breach(self, tool: Tool, arguments: Arguments) -> str:
        """What the call has against it, as words; empty if nothing."""
        ...

    def made(self, tool: Tool, arguments: Arguments) -> None:
        """Hear that the call is made."""
        ...


@final
class Guards:
    """The guards of one run."""

    def __init__(self, guards: tuple[Guard, ...], on_guard: OnGuard | None) -> None:
        self._watches = [(guard, _WATCHES[type(guard.rule)](guard)) for guard in guards]
        self._on_guard = on_guard

    def admit(self, desk: ToolDesk, tool: Tool, record: CallRecord) -> Stop | None:
        """Look at a call that is about to be made; what stops the run instead, if anything."""
        arguments = {name: opened(value) for name, value in record.arguments.items()}
        for guard, watch in self._watches:
            try:
                told = watch.breach(tool, arguments)
            except Exception as error:  # noqa: BLE001 - what cannot be looked at must not be done
                told = f"the guard failed ({type(error).__name__}: {error})"
            if told and not self._is_admitted(desk, guard, tool, arguments):
                said = guard.rule.message.rstrip(". ")
                message = f"{said}: {told}" if said else told
                return Stop("guard", f"{guard.rule.id}: {message}")
        for _, watch in self._watches:
            watch.made(tool, arguments)
        return None

    def _is_admitted(self, desk: ToolDesk, guard: Guard, tool: Tool, arguments: Arguments) -> bool:
        """Does somebody say yes? Only a rule that asks can be answered."""
        if guard.effect != "ask" or self._on_guard is None:
            return False
        try:
            answer = self._on_guard(guard, tool.name, dict(arguments))
            if isawaitable(answer):
                answer = desk.wait(answer)
        except Exception:  # noqa: BLE001 - whoever fails to answer has not said yes
            return False
        return answer is True


def make_guards(grant: Grant, on_guard: OnGuard | None) -> Guards | None:
    """What looks at the calls of a run; None where no rule was left open."""
    watched = tuple(guard for guard in grant.guards if not is_budget(guard))
    return Guards(watched, on_guard) if watched else None


def is_budget(guard: Guard) -> bool:
    """Is it a limit that the budget of the grant keeps?"""
    rule = guard.rule
    return isinstance(rule, LimitRule) and rule.measure not in {None, "tool_calls"}


# ------------------------------------------------------------------------------ conditions


def holds(expression: str, arguments: Arguments) -> bool | None:
    """Does an expression hold for these arguments? None if it fails."""
    from .execution import bring_in, make_runtime  # noqa: PLC0415  # they import the tool desk
    from .kernel import enter_runtime  # noqa: PLC0415  # likewise
    from .library import builtins_table  # noqa: PLC0415  # likewise

    program = _program(expression)
    runtime = make_runtime(_budget(), time.monotonic())
    runtime.program = program
    environment: dict[str, object] = builtins_table().copy()
    environment.update(bring_in(runtime, arguments))
    runtime.environment = environment
    previous = enter_runtime(runtime)
    try:
        value = program.run(runtime)
    except (Exception, Stop):  # noqa: BLE001 - a condition may fail in any way
        return None
    finally:
        program.release(runtime)
        enter_runtime(previous)
    return value if isinstance(value, bool) else None


def _budget() -> Any:  # a `Budget`
    from foretell.meter import Budget  # noqa: PLC0415  # only conditions need one

    return Budget(steps=_STEPS, seconds=None)


@lru_cache(maxsize=256)
def _program(expression: str) -> Any:  # a `Program`; the linker imports this module
    from foretell.policy.conditions import as_test  # noqa: PLC0415  # imports the analysis
    from foretell_analyzer.analysis import read_module  # noqa: PLC0415  # likewise

    from .link import link  # noqa: PLC0415  # it imports the tool desk

    module = read_module(Script(as_test(expression), "condition"))
    if not isinstance(module, Module):
        raise ValueError("the condition is no expression")  # noqa: TRY004  # not a wrong type
    return link(module, resolve(module))


def _applies(rule: CallRule | ArgumentRule, tool: Tool, arguments: Arguments) -> bool:
    """Do the rule's conditions let it speak of the call? Where they fail they do."""
    if not rule.when and not rule.unless:
        return True
    given = {one.name: arguments.get(one.name, one.default) for one in tool.parameters}
    if rule.when and holds(rule.when, given) is False:
        return False
    return not (rule.unless and holds(rule.unless, given) is True)


# --------------------------------------------------------------------------------- watches


@final
class _CallWatch:
    """No call of the tools of which it was open whether they are called."""

    def __init__(self, guard: Guard) -> None:
        assert isinstance(guard.rule, CallRule)
        self.rule = guard.rule
        self.tools = frozenset(guard.tools)

    def breach(self, tool: Tool, arguments: Arguments) -> str:
        if tool.name in self.tools and _applies(self.rule, tool, arguments):
            return f"`{tool.name}` was about to be called"
        return ""

    def made(self, tool: Tool, arguments: Arguments) -> None:
        """Nothing follows from it."""


@final
class _ArgumentWatch:
    """The real value of an argument against its constraints."""

    def __init__(self, guard: Guard) -> None:
        assert isinstance(guard.rule, ArgumentRule)
        self.rule = guard.rule
        self.tools = frozenset(guard.tools)

    def breach(self, tool: Tool, arguments: Arguments) -> str:
        rule = self.rule
        if tool.name not in self.tools:
            return ""
        has_value, value = _value_of(tool, arguments, rule.argument)
        if not has_value or not _applies(rule, tool, arguments):
            return ""
        told = breach(rule, value)
        return f"`{rule.argument}` of `{tool.name}`: {told}" if told else ""

    def made(self, tool: Tool, arguments: Arguments) -> None:
        """Nothing follows from it."""


def _value_of(tool: Tool, arguments: Arguments, name: str) -> tuple[bool, Any]:
    """Whether an argument has a value, and which: that given, else the declared default."""
    if name in arguments:
        return True, arguments[name]
    one = tool.parameter(name)
    if one is not None and one.has_default:
        return True, one.default
    return False, None


@final
class _OrderWatch:
    """An automaton that is stepped by the calls."""

    def __init__(self, guard: Guard) -> None:
        assert isinstance(guard.rule, OrderRule)
        self.rule = guard.rule
        self.monitor = monitor_of(guard.rule)
        self.state = 0

    def breach(self, tool: Tool, arguments: Arguments) -> str:
        del arguments
        return told_order(self.rule) if self._after(tool) == BROKEN else ""

    def made(self, tool: Tool, arguments: Arguments) -> None:
        """Step; a call that breaks the rule and was admitted changes nothing."""
        del arguments
        after = self._after(tool)
        self.state = self.state if after == BROKEN else after

    def _after(self, tool: Tool) -> int:
        (kind,) = self.monitor.kinds(tool.name)
        return self.monitor.step(self.state, kind)


@final
class _OnceWatch:
    """Each value of an argument once."""

    def __init__(self, guard: Guard) -> None:
        assert isinstance(guard.rule, OrderRule)
        self.rule = guard.rule
        self.seen: set[str] = set()

    def breach(self, tool: Tool, arguments: Arguments) -> str:
        key = self._key(tool, arguments)
        return told_order(self.rule) if key in self.seen else ""

    def made(self, tool: Tool, arguments: Arguments) -> None:
        """Keep the value."""
        key = self._key(tool, arguments)
        if key:
            self.seen.add(key)

    def _key(self, tool: Tool, arguments: Arguments) -> str:
        if not matches_tool(self.rule.tool, tool.name):
            return ""
        has_value, value = _value_of(tool, arguments, self.rule.at_most_once_per)
        return frozen(value) if has_value else ""


def _order_watch(guard: Guard) -> Watch:
    assert isinstance(guard.rule, OrderRule)
    return _OnceWatch(guard) if guard.rule.at_most_once_per else _OrderWatch(guard)


@final
class _LimitWatch:
    """So many calls, and no more."""

    def __init__(self, guard: Guard) -> None:
        assert isinstance(guard.rule, LimitRule)
        self.rule = guard.rule
        self.count = 0

    def breach(self, tool: Tool, arguments: Arguments) -> str:
        del arguments
        if self._counts(tool) and self.count + 1 > self.rule.max:
            return f"more than {self.rule.max:g} calls"
        return ""

    def made(self, tool: Tool, arguments: Arguments) -> None:
        """Count."""
        del arguments
        self.count += self._counts(tool)

    def _counts(self, tool: Tool) -> bool:
        return self.rule.measure is not None or matches_tool(self.rule.tool, tool.name)


_WATCHES: Final[Mapping[type[RuleBase], Callable[[Guard], Watch]]] = {
    CallRule: _CallWatch,
    ArgumentRule: _ArgumentWatch,
    OrderRule: _order_watch,
    LimitRule: _LimitWatch,
}
