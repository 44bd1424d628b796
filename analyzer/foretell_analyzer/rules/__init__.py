"""The catalogue of rules: what can be found, each with its code, name, severity and page.

A rule is one file: `RULE`, and `check` where the rule judges `Facts`. The rules of the front end
have no `check`: what they name is found before there are facts. A rule's page is its docstring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

from . import (
    await_non_awaitable,
    chain_too_long,
    constant_condition,
    constraint_violated,
    duplicate_argument,
    endless_loop,
    endless_recursion,
    exhausted_iterator,
    hidden_failure,
    index_out_of_range,
    internal_limit,
    late_binding,
    missing_argument,
    missing_await,
    nesting_too_deep,
    not_callable,
    not_in_enum,
    not_iterable,
    not_subscriptable,
    placeholder_argument,
    possibly_unbound,
    shadowed_tool,
    source_too_large,
    syntax_error,
    too_many_arguments,
    unbound,
    unknown_argument,
    unknown_attribute,
    unknown_key,
    unknown_module,
    unknown_name,
    unknown_tool,
    unreachable,
    unreadable_text,
    unsupported_syntax,
    unused_result,
    wrong_format,
    wrong_operand,
    wrong_type,
    wrong_unpacking,
)

Check = Callable[[Facts], Iterable[Finding]]

_MODULES: Final[tuple[ModuleType, ...]] = (
    syntax_error,
    unsupported_syntax,
    nesting_too_deep,
    source_too_large,
    chain_too_long,
    unreadable_text,
    internal_limit,
    unknown_tool,
    unknown_name,
    unknown_module,
    unknown_attribute,
    unknown_key,
    unbound,
    shadowed_tool,
    possibly_unbound,
    missing_argument,
    unknown_argument,
    duplicate_argument,
    too_many_arguments,
    wrong_type,
    not_in_enum,
    constraint_violated,
    placeholder_argument,
    wrong_operand,
    missing_await,
    await_non_awaitable,
    not_callable,
    unreachable,
    endless_loop,
    endless_recursion,
    unused_result,
    not_iterable,
    not_subscriptable,
    wrong_unpacking,
    index_out_of_range,
    exhausted_iterator,
    late_binding,
    constant_condition,
    hidden_failure,
    wrong_format,
)

RULES: Final[tuple[Rule, ...]] = tuple(module.RULE for module in _MODULES)
"""All rules, in the order of their codes."""

BY_NAME: Final[Mapping[str, Rule]] = {rule.name: rule for rule in RULES}

_CHECKS: Final[tuple[Check, ...]] = tuple(
    vars(module)["check"] for module in _MODULES if "check" in vars(module)
)
_PAGES: Final[Mapping[str, str]] = {module.RULE.name: module.__doc__ or "" for module in _MODULES}


def check(facts: Facts) -> list[Finding]:
    """All findings of all rules, in the order of their places."""
    found = [finding for judge in _CHECKS for finding in judge(facts)]
    found.sort(key=lambda one: (one.span.start, one.span.end, one.code, one.message))
    return found


def documentation(rule: Rule) -> str:
    """The page of a rule: what it finds, why it matters, an example, what it cannot see."""
    return _PAGES[rule.name]
