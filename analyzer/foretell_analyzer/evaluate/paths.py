"""What was learnt of `variable.name`, `variable["key"]` and the like by a condition or a store.

An object may have several names, and one location may stand for many objects; still, after
`if mail["date"] is None: continue` the same `mail["date"]` is not None until `mail` is assigned or
some object is changed. Such facts are kept in the store under a location of their own.
"""

from __future__ import annotations

from ..ir import Attribute, Call, Constant, Expression, Name, Subscript
from ..values.value import Value
from .evaluator import Evaluator

MOST_STEPS = 4


def path_of(ev: Evaluator, node: Expression) -> tuple[int, tuple[object, ...]] | None:
    """The variable's location and the steps from it, if an expression is such a path.

    `variable.get("key")` is the path of `variable["key"]` with a mark: it gives None as well.
    """
    steps: list[object] = []
    current = node
    while len(steps) <= MOST_STEPS:
        if isinstance(current, Name):
            if not steps:
                return None
            from .names import variable_location

            location = variable_location(ev, current.identifier)
            return None if location < 0 else (location, tuple(reversed(steps)))
        if isinstance(current, Attribute):
            steps.append(("attribute", current.name))
            current = current.value
        elif isinstance(current, Subscript) and isinstance(current.key, Constant):
            key = current.key.value
            steps.append(("item", type(key).__name__, key))
            current = current.value
        elif (
            isinstance(current, Call)
            and isinstance(current.callee, Attribute)
            and current.callee.name == "get"
            and len(current.arguments) == 1
            and not current.keywords
            and isinstance(current.arguments[0], Constant)
        ):
            key = current.arguments[0].value
            steps.append(("item", type(key).__name__, key))
            current = current.callee.value
        else:
            return None
    return None


def read_path(ev: Evaluator, node: Expression) -> Value | None:
    """What is known of a path at the present point, if something was learnt."""
    if not ev.paths:
        return None
    path = path_of(ev, node)
    if path is None:
        return None
    below = ev.paths.get(path[0])
    location = None if below is None else below.get(path[1])
    if location is None:
        return None
    found = ev.store.cells.get(location)
    if isinstance(found, Value) and not found.unbound:
        return found
    return None


def record_path(ev: Evaluator, node: Expression, value: Value) -> None:
    """Remember what a path is."""
    path = path_of(ev, node)
    if path is not None and is_plain(ev, node):
        ev.store.write(ev.path_location(path[0], path[1]), value)


def is_plain(ev: Evaluator, node: Expression) -> bool:
    """Does asking for the path once more give the same, as no code of the script answers?"""
    from .protocols import answers_itself

    if isinstance(node, Call):
        assert isinstance(node.callee, Attribute)
        name, receiver = "get", node.callee.value
    elif isinstance(node, Attribute):
        name, receiver = node.name, node.value
    else:
        assert isinstance(node, Subscript)
        name, receiver = "__getitem__", node.value
    value = ev.latest.get(receiver.index)
    return value is None or not any(answers_itself(ev, one, name) for one in value.shapes)


def forget(ev: Evaluator) -> None:
    """Nothing is known of paths any more."""
    ev.forget_paths()
