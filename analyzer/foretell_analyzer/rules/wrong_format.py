"""A format that does not fit what it formats.

*What it finds.* `"…" % values` with another number of values or of a type that a code refuses;
`"…".format(…)` that asks for positions or names that are not given, or is given more than it asks for;
a format code that is none for the type: `f"{name:.2f}"` for a text.

*Why it matters.* The line raises, after everything above it has already happened. A value that no
place asks for is dropped, and nothing says so.

*Example.*

    invoice = get_invoice("INV-4")
    print(f"{invoice['vendor']:.2f}")      # error: `.2f` is no format of str

*What it cannot see.* Formats that are worked out when the script runs, and values whose type is not
certain. What rests on a declared result is `may`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Severity
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    Attribute,
    BinaryOperation,
    BinaryOperator,
    Call,
    Constant,
    Expression,
    FormattedString,
    FormattedValue,
    Node,
    Starred,
    Tuple,
)
from foretell_analyzer.values.value import Value

from ._formats import Asked, asked_by_format, asked_by_percent, is_refused, percent_refuses
from ._values import shown_type

RULE: Final = Rule("F417", "wrong-format", "error", "a format does not fit its values")


def check(facts: Facts) -> Iterator[Finding]:
    """Formats that surely raise or drop something."""
    for node in facts.nodes_of(FormattedValue, BinaryOperation, Call):
        match node:
            case FormattedValue():
                yield from _formatted(facts, node)
            case BinaryOperation(operator=BinaryOperator.MODULO):
                yield from _percent(facts, node)
            case Call(callee=Attribute(name="format") as callee):
                text = _text(facts, callee.value)
                if text is not None:
                    yield from _format(facts, node, text)
            case _:
                pass


def _text(facts: Facts, node: Expression) -> str | None:
    """The text that an expression certainly is."""
    value = facts.seen.value(node)
    single = None if value is None else value.constant()
    return single.value if single is not None and isinstance(single.value, str) else None


# --------------------------------------------------------------------------------- f-strings


def _formatted(facts: Facts, node: FormattedValue) -> Iterator[Finding]:
    if node.specification is None:
        return
    code = _constant_text(node.specification)
    value = facts.seen.value(node.value)
    if code and value is not None:
        yield from _coded(facts, node, code, "str" if node.conversion else None, value)


def _constant_text(node: FormattedString) -> str | None:
    parts = [one.value if isinstance(one, Constant) else None for one in node.parts]
    texts = [one for one in parts if isinstance(one, str)]
    return "".join(texts) if len(texts) == len(parts) else None


def _coded(
    facts: Facts, node: Node, code: str, kind: str | None, value: Value
) -> Iterator[Finding]:
    """A format code and the value that it is for; `kind` if that is made another type before."""
    kinds = [kind] if kind else facts.types_of(value)
    refused = [one for one in kinds if is_refused(one, code)]
    is_certain = len(refused) == len(kinds) and not (value.unknown and kind is None)
    is_telling = "NoneType" in refused and any(facts.is_telling(one) for one in value.shapes)
    if not refused or not (is_certain or is_telling):
        return
    shown = shown_type(refused[0] if is_certain else "NoneType")
    is_proven = is_certain and not (value.declared and kind is None)
    yield facts.finding(
        RULE,
        node,
        f"`{code}` is no format of {shown}",
        help="make a number of it first: `float(…)`" if shown == "str" else None,
        certainty=None if is_proven else "may",
        severity=None if is_certain else "warning",
    )


# ------------------------------------------------------------------------------------ format


def _format(facts: Facts, call: Call, text: str) -> Iterator[Finding]:
    """`"…".format(…)`."""
    asked = asked_by_format(text)
    if isinstance(asked, str):
        yield facts.finding(RULE, call, f"this is no format: {asked}")
        return
    is_open = any(isinstance(one, Starred) for one in call.arguments)
    is_open_by_name = any(one.name is None for one in call.keywords)
    given = len(call.arguments)
    names = {one.name for one in call.keywords}
    for name in asked.names - names if not is_open_by_name else ():
        yield facts.finding(RULE, call, f"`{{{name}}}` is asked for and not given")
    if not is_open and asked.places != given:
        severity: Severity = "error" if asked.places > given else "warning"
        message = _counts(asked.places, given)
        yield facts.finding(RULE, call, message, severity=severity)
    elif not is_open:
        yield from _codes(facts, asked, list(call.arguments))


def _codes(facts: Facts, asked: Asked, values: list[Expression]) -> Iterator[Finding]:
    for position, code in asked.codes:
        value = facts.seen.value(values[position])
        if value is not None:
            yield from _coded(facts, values[position], code, None, value)


def _counts(asked: int, given: int) -> str:
    places = "1 place" if asked == 1 else f"{asked} places"
    values = "1 value" if given == 1 else f"{given} values"
    return f"{places} for {values}"


# ----------------------------------------------------------------------------------- percent


def _percent(facts: Facts, node: BinaryOperation) -> Iterator[Finding]:
    """`"…" % values`."""
    text = _text(facts, node.left)
    value = facts.seen.value(node.right)
    asked = None if text is None else asked_by_percent(text)
    if asked is None or value is None:
        return
    if isinstance(asked, str):
        yield facts.finding(RULE, node, f"this is no format: {asked}")
        return
    if asked.names:
        return
    if isinstance(node.right, Tuple):
        if any(isinstance(one, Starred) for one in node.right.elements):
            return
        values = list(node.right.elements)
    elif value.unknown or {"tuple", "dict"}.intersection(facts.types_of(value)):
        return
    else:
        values = [node.right]
    if len(values) != asked.places:
        yield facts.finding(RULE, node, _counts(asked.places, len(values)))
        return
    for position, code in asked.codes:
        part = facts.seen.value(values[position])
        kinds = [] if part is None or part.unknown else facts.types_of(part)
        if part is not None and kinds and all(percent_refuses(one, code) for one in kinds):
            yield facts.finding(
                RULE,
                values[position],
                f"`%{code}` admits no {shown_type(kinds[0])}",
                certainty="may" if part.declared else None,
            )
