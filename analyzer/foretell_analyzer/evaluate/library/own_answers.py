"""Models of functions that an object of the script answers by a method of its own.

What such a method gives is what the function gives: `math.floor` of an object may be a text.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from ...ir import Comparison, Node
from ...values.making import exactly
from ...values.shapes import ClassOf, Listed, Shape
from ...values.value import ANYTHING, BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, either, join
from ..access import describe
from ..arguments import Arguments
from ..attempts import perhaps
from ..comparisons import compare_values
from ..evaluator import Evaluator
from ..iteration import call_anything
from ..methods import call_method, class_of, find_method
from ..observations import FAILS, PARTLY, Detail
from .registry import generic, model, result_of


def answers(
    ev: Evaluator, value: Value, name: str, given: list[Value], node: Node
) -> tuple[Value, Value]:
    """What objects of the script answer by a method, and the part of a value that has none."""
    own: list[Shape] = []
    is_open = value.unknown == ANYTHING
    for one in value.shapes:
        info = None if isinstance(one, ClassOf) else class_of(ev, one)
        if info is not None and find_method(ev, info, name) is not None:
            own.append(one)
        elif info is not None and info.is_open:
            is_open = True
    rest = value.only(tuple([one for one in value.shapes if one not in own]), value.unknown)
    found = BOTTOM
    if own:
        ask = partial(call_method, ev, Value(tuple(own)), name, given, node)
        found = (ask() if rest.is_bottom else perhaps(ev, ask)) or BOTTOM
    if is_open:
        call_anything(ev, node)
        found = join(found, UNKNOWN)
    return found, rest


def _without_own(arguments: Arguments, rest: Value) -> Arguments:
    """The same arguments, of the first only what has no method of its own."""
    found = Arguments([rest, *arguments.positional[1:]], list(arguments.nodes))
    found.keywords, found.keyword_nodes = arguments.keywords, arguments.keyword_nodes
    return found


@model("math.ceil", "math.floor", "math.trunc")
def model_whole(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None or len(arguments.positional) != 1:
        return generic(ev, shape, arguments, node, ordinal)
    name = shape.name.rpartition(".")[2]
    found, rest = answers(ev, value, f"__{name}__", [], node)
    if not rest.is_bottom:
        found = join(found, generic(ev, shape, _without_own(arguments, rest), node, ordinal))
    ev.may_raise()
    return found


NO_NUMBER: Final = frozenset({"list", "dict", "tuple", "set", "NoneType", "function"})


@model("abs", "round")
def model_rounded(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None:
        return generic(ev, shape, arguments, node, ordinal)
    digits = arguments.get(1, "ndigits")
    given = [] if digits is None else [digits]
    found, rest = answers(ev, value, f"__{shape.name}__", given, node)
    ev.may_raise()
    if rest.is_bottom:
        return found
    kinds = {describe(ev, one) for one in rest.shapes}
    wrong = sorted(kinds & (NO_NUMBER | {"str"}))
    if wrong:
        state = (
            FAILS if len(wrong) == len(kinds) and len(rest.shapes) == len(value.shapes) else PARTLY
        )
        state = PARTLY if rest.unknown else state
        ev.note("wrong-argument", node, state, Detail(shape.name, wrong[0], value, value.declared))
    else:
        ev.passes("wrong-argument", node)
    if rest.unknown or not kinds <= {"int", "float", "bool"}:
        return join(found, UNKNOWN_DATA.with_origins(value.origins))
    if shape.name == "round" and digits is None:
        return join(found, exactly("int").with_origins(value.origins))
    numbers = either([exactly("int" if one == "bool" else one) for one in sorted(kinds)])
    return join(found, numbers.with_origins(value.origins))


@model("divmod", "pow")
def model_pair(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value, second = arguments.get(0, "base"), arguments.get(1, "exp")
    if value is None or second is None:
        return generic(ev, shape, arguments, node, ordinal)
    third = arguments.get(2, "mod")
    given = [second] if third is None else [second, third]
    found, rest = answers(ev, value, f"__{shape.name}__", given, node)
    beside, _ = perhaps(ev, partial(answers, ev, given[0], f"__r{shape.name}__", [value], node))
    found = join(found, beside)
    ev.may_raise()
    if rest.is_bottom or (rest.unknown != value.unknown and not found.is_bottom):
        return found
    return join(found, result_of(ev, shape, arguments, node))


@model("dir")
def model_dir(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is not None:
        answers(ev, value, "__dir__", [], node)
    ev.may_raise()
    return result_of(ev, shape, arguments, node)


_COMPARISONS: Final = {
    "operator.eq": Comparison.EQUAL, "operator.ne": Comparison.NOT_EQUAL,
    "operator.lt": Comparison.LESS, "operator.le": Comparison.LESS_EQUAL,
    "operator.gt": Comparison.GREATER, "operator.ge": Comparison.GREATER_EQUAL,
}  # fmt: skip


@model(*_COMPARISONS)
def model_comparison(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    left, right = arguments.get(0), arguments.get(1)
    if left is None or right is None or len(arguments.positional) != 2:
        return generic(ev, shape, arguments, node, ordinal)
    return compare_values(ev, left, _COMPARISONS[shape.name], right, node)
