"""Takes the text of a policy, gives its rules; whatever is misspelt is a `PolicyError`.

A deny rule that is dropped because of a typing mistake is a hole that nobody sees, so nothing is
ignored here: every key, kind, effect, measure and name of a finding is one that exists, or the
policy is not loaded. The error is one line: file, line, column, what, and the nearest right name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn, cast

import msgspec

from foretell_analyzer.catalog.wording import one_line
from foretell_analyzer.errors import PolicyError
from foretell_analyzer.source import Position, Script
from foretell_analyzer.toml_places import Path, Places

from .constraints import KEYWORDS, check_schema, unknown_keywords
from .names import nearest
from .rules import (
    GUARDED,
    KINDS,
    ArgumentRule,
    BudgetTable,
    FindingRule,
    FlowRule,
    LimitRule,
    OrderRule,
    PolicyTable,
    Rule,
    as_tuple,
)

_FAULT_PATH: Final = re.compile(r" - at `\$(?P<path>.*)`$")
_STEP: Final = re.compile(r"\.([^.\[]+)|\[(\d+)\]|\[\.\.\.\]")
_TOML_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class PolicyText:
    """A policy's text with its name and places: what its errors are made from."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.value = self._parse(text)
        self._places = Places(text)

    def error_at_key(self, path: Path, message: str) -> PolicyError:
        """Make the error for a key."""
        return self._error(self._places.of_key(path), message)

    def error_at_value(self, path: Path, message: str) -> PolicyError:
        """Make the error for a value."""
        return self._error(self._places.of_value(path), message)

    def _error(self, place: Position, message: str) -> PolicyError:
        return PolicyError(one_line(f"{self.name}:{place.line}:{place.column}: {message}"))

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._refuse_syntax(text, str(error))
        except RecursionError:
            raise PolicyError(f"{self.name}:1:1: values are nested too deeply") from None

    def _refuse_syntax(self, text: str, message: str) -> NoReturn:
        line, column = Script(text).position(len(text))
        place = Position(line, column + 1)
        match = _TOML_PLACE.search(message)
        if match:
            message = message[: match.start()]
            if match.group(1):
                place = Position(int(match.group(1)), int(match.group(2)))
        raise self._error(place, f"this is not TOML: {message[:1].lower()}{message[1:]}") from None


def read_policy(source: PolicyText) -> PolicyTable:
    """Read the rules; refuse what is misspelt, of a wrong type or not possible together."""
    _check_keys(source, source.value, (), PolicyTable)
    budget = source.value.get("budget")
    if isinstance(budget, dict):
        _check_keys(source, cast("dict[str, Any]", budget), ("budget",), BudgetTable)
    rules = source.value.get("rule")
    if isinstance(rules, list):
        for index, rule in enumerate(cast("list[object]", rules)):
            if isinstance(rule, dict):
                _check_kind(source, cast("dict[str, Any]", rule), ("rule", index))
    try:
        table = msgspec.convert(source.value, PolicyTable)
    except msgspec.ValidationError as error:
        _refuse_value(source, str(error))
    _check_ids(source, table.rule)
    for index, each in enumerate(table.rule):
        _check_rule(source, each, ("rule", index))
    return table


def check_names(
    source: PolicyText, path: Path, names: str | Iterable[str], known: Iterable[str], what: str
) -> None:
    """Refuse a name that is not known, with the nearest one that is."""
    known = tuple(known)
    single = isinstance(names, str)
    for index, name in enumerate(as_tuple(names) if isinstance(names, str) else names):
        if name not in known:
            place = path if single else (*path, index)
            raise source.error_at_value(place, f"there is no {what} `{name}`{nearest(name, known)}")


def _check_kind(source: PolicyText, rule: Mapping[str, Any], path: Path) -> None:
    if "kind" not in rule:
        wrong = next((key for key in rule if key not in _all_keys()), None)
        if wrong is not None:
            hint = nearest(wrong, _all_keys())
            raise source.error_at_key((*path, wrong), f"unknown key `{wrong}`{hint}")
        raise source.error_at_key(path, f"a rule needs `kind`: {_listing(KINDS)}")
    kind = rule["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        hint = nearest(kind, KINDS) if isinstance(kind, str) else ""
        raise source.error_at_value(
            (*path, "kind"), f"unknown kind `{kind}`{hint or f'; it is one of {_listing(KINDS)}'}"
        )
    _check_keys(source, rule, path, KINDS[kind])


def _check_keys(
    source: PolicyText, table: Mapping[str, Any], path: Path, struct: type[msgspec.Struct]
) -> None:
    known = _keys_of(struct)
    for key in table:
        if key not in known:
            hint = nearest(key, known) or f"; it is one of {_listing(known)}"
            raise source.error_at_key((*path, key), f"unknown key `{key}`{hint}")


def _refuse_value(source: PolicyText, message: str) -> NoReturn:
    """Turn what msgspec says of a value into our words, with the place."""
    path: Path = ()
    match = _FAULT_PATH.search(message)
    if match:
        message = message[: match.start()]
        path = _steps(match.group("path"))
    if message.startswith("Object missing required field"):
        field = message.split("`")[1]
        raise source.error_at_key(path, f"this rule needs `{field}`") from None
    if message.startswith(("Invalid enum value", "Invalid value")):
        choices = _choices(source, path)
        value = _value_at(source.value, path)
        hint = nearest(value, choices) if isinstance(value, str) else ""
        told = hint or f"; it is one of {_listing(choices)}"
        raise source.error_at_value(
            path, f"`{path_name(path)}` cannot be `{value}`{told}"
        ) from None
    if "matching regex" in message:
        message = "expected lower-case words joined by hyphens, such as `no-payments`"
    words = message.replace("`str`", "a text").replace("`int`", "a whole number")
    words = words.replace("`float`", "a number").replace("`array`", "a list")
    words = words.replace("`object`", "a table").replace("`str | array`", "a text or a list")
    told = f"{words[:1].lower()}{words[1:]}"
    raise source.error_at_value(path, f"`{path_name(path)}`: {told}") from None


def path_name(path: Path) -> str:
    """The key that a path ends in."""
    return next((step for step in reversed(path) if isinstance(step, str)), "policy")


def _steps(text: str) -> Path:
    steps: list[str | int] = []
    for match in _STEP.finditer(text):
        if match.group(1) is not None:
            steps.append(match.group(1))
        elif match.group(2) is not None:
            steps.append(int(match.group(2)))
    return tuple(steps)


def _choices(source: PolicyText, path: Path) -> tuple[str, ...]:
    """What may stand at a path where only certain words may."""
    struct: type[msgspec.Struct] = PolicyTable
    if path[:1] == ("rule",) and len(path) > 2:
        rule = _value_at(source.value, path[:2])
        struct = KINDS[rule["kind"]]
    name = path_name(path)
    field = next((one for one in msgspec.structs.fields(struct) if one.encode_name == name), None)
    return tuple(sorted(_literals(field.type))) if field else ()


def _literals(annotation: Any) -> set[str]:  # noqa: ANN401  # a type may be anything
    """The words of all `Literal` inside a type."""
    arguments = getattr(annotation, "__args__", ())
    found: set[str] = {str(one) for one in arguments if isinstance(one, (str, int))}
    for argument in arguments:
        found |= _literals(argument)
    return found


def _value_at(value: Any, path: Path) -> Any:  # noqa: ANN401  # TOML may hold anything
    for step in path:
        value = value[step]
    return value


def _check_ids(source: PolicyText, rules: tuple[Rule, ...]) -> None:
    first: dict[str, int] = {}
    for index, rule in enumerate(rules):
        if first.setdefault(rule.id, index) != index:
            raise source.error_at_value(
                ("rule", index, "id"), f"the id `{rule.id}` is already that of another rule"
            )


def _check_rule(source: PolicyText, rule: Rule, path: Path) -> None:
    _check_guard(source, rule, path)
    match rule:
        case LimitRule():
            if bool(rule.tool) == (rule.measure is not None):
                raise source.error_at_key(path, "a limit needs either `tool` or `measure`")
        case FindingRule() if rule.rule:
            check_names(source, (*path, "rule"), rule.rule, finding_names(), "finding")
        case ArgumentRule():
            _check_argument(source, rule, path)
        case FlowRule():
            if not (rule.from_ or rule.from_label) or not (rule.to or rule.to_label):
                raise source.error_at_key(
                    path, "a flow needs `from` or `from_label`, and `to` or `to_label`"
                )
        case OrderRule():
            _check_order(source, rule, path)
        case _:
            pass


def _check_guard(source: PolicyText, rule: Rule, path: Path) -> None:
    """A guard needs something to look at during the run, and something to do then."""
    for key in ("possible", "unbounded", "unknown"):
        if getattr(rule, key, None) != "guard":
            continue
        if not isinstance(rule, GUARDED):
            kinds = _listing(name for name, kind in KINDS.items() if kind in GUARDED)
            raise source.error_at_value(
                (*path, key), f"only rules of these kinds can be guards: {kinds}"
            )
        if rule.effect == "allow":
            raise source.error_at_value(
                (*path, key), "a guard needs an `effect` that is `ask` or `deny`"
            )
        if isinstance(rule, LimitRule) and rule.measure == "latency":
            raise source.error_at_value((*path, key), "`latency` is not measured during a run")


def _check_argument(source: PolicyText, rule: ArgumentRule, path: Path) -> None:
    said = (rule.schema, rule.one_of, rule.matches, rule.from_)
    if all(one is None for one in said) and not rule.constant and not rule.not_from:
        raise source.error_at_key(
            path,
            "this rule says nothing of the argument: give it `schema`, `one_of`, `matches`,"
            " `constant`, `from` or `not_from`",
        )
    if rule.possible == "guard" and (rule.constant or rule.from_ is not None or rule.not_from):
        raise source.error_at_value(
            (*path, "possible"),
            "`constant`, `from` and `not_from` are decided before the run and cannot be guards",
        )
    for steps in unknown_keywords(rule.schema):
        name = str(steps[-1])
        raise source.error_at_key(
            (*path, "schema", *steps), f"unknown key `{name}`{nearest(name, KEYWORDS)}"
        )
    wrong = check_schema(rule)
    if wrong is not None:
        key = "matches" if rule.matches is not None and rule.schema is None else "schema"
        raise source.error_at_value((*path, key), f"`{key}` cannot be used: {wrong}")


def _check_order(source: PolicyText, rule: OrderRule, path: Path) -> None:
    ways = [key for key in ("requires_before", "after", "at_most_once_per") if getattr(rule, key)]
    if len(ways) != 1:
        raise source.error_at_key(
            path, "an order needs just one of `requires_before`, `after`, `at_most_once_per`"
        )
    if rule.unless_between and not rule.after:
        raise source.error_at_key((*path, "unless_between"), "`unless_between` belongs to `after`")


def finding_names() -> tuple[str, ...]:
    """The names of all kinds of findings."""
    from foretell_analyzer.rules import RULES  # noqa: PLC0415  # only policies with such rules

    return tuple(sorted(rule.name for rule in RULES))


def _keys_of(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    names = tuple(field.encode_name for field in msgspec.structs.fields(struct))
    return (*names, "kind") if struct in KINDS.values() else names


def _all_keys() -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for struct in KINDS.values() for key in _keys_of(struct)))


def _listing(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
