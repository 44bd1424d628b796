"""Models of what asks a value about itself: `isinstance`, `getattr`, `type`, `vars`."""

from __future__ import annotations

from functools import partial

from ...ir import Node
from ...values.instances import Lazy
from ...values.making import BOOL, NONE_VALUE, literal
from ...values.shapes import BoundTo, ClassOf, Exactly, Listed, Reference
from ...values.value import ANYTHING, BOTTOM, UNBOUND, UNKNOWN, UNKNOWN_DATA, Value, join
from ..access import describe, read_attribute
from ..arguments import Arguments
from ..attempts import attempt
from ..calls import call_back
from ..evaluator import Evaluator
from ..hashing import ask_hash
from ..host_members import anything_of_script
from ..kinds import is_of_type, type_alternatives
from ..methods import PROPERTIES, call_method, class_of, find_method, namespace
from ..protocols import answers_itself, call_class_method
from ..setting import set_attribute, set_unknown_attribute
from ..steering import chosen
from ..subscripts import lose
from .registry import MODELS, generic, model, result_of


@model("isinstance", "issubclass")
def model_isinstance(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value, kinds = arguments.get(0), arguments.get(1)
    if value is None or kinds is None:
        return BOOL
    asked = BOOL.with_origins(value.origins | kinds.origins)
    if shape.name == "issubclass":
        return asked
    call_method(ev, value, "__getattribute__", [literal("__class__")], node)
    for one in kinds.shapes:
        if isinstance(one, ClassOf):
            for name in ("__instancecheck__", "__subclasshook__"):
                hook = find_method(ev, one.info, name)
                if hook is not None:
                    call_class_method(ev, hook, one, [value], node)
    wanted = type_alternatives(kinds)
    if wanted is None or value.unknown or not value.shapes:
        return asked
    answers: set[bool | None] = set()
    for one in value.shapes:
        each = [is_of_type(ev, one, kind) for kind in wanted]
        answers.add(True if True in each else (None if None in each else False))
    if len(answers) == 1:
        (answer,) = answers
        if answer is not None and not value.declared:
            return literal(answer)
    return asked


@model("getattr", "hasattr")
def model_getattr(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value, name = arguments.get(0), arguments.get(1)
    if value is None or name is None:
        return generic(ev, shape, arguments, node, ordinal)
    default = arguments.get(2)
    names = name.constants()
    found = BOTTOM
    if names is not None and all(isinstance(one, str) for one in names):
        from ..access import attribute_of

        for one in names:
            assert isinstance(one, str)
            if default is None and shape.name == "getattr":
                found = join(found, read_attribute(ev, value, one, node))
                continue
            for part in value.shapes:
                result = attempt(ev, partial(attribute_of, ev, part, one, value, node))
                found = join(found, UNBOUND if result is None else result)
                if answers_itself(ev, part, one) or one == "__dict__":
                    found = join(found, UNBOUND)
            if value.unknown:
                found = join(found, Value((), value.unknown, 0, value.declared, value.origins))
                found = Value(found.shapes, found.unknown, -1, found.declared, found.origins)
    else:
        ev.escape(value)
        from ..iteration import call_anything

        call_anything(ev, node)
        found = UNKNOWN
        for held in value.shapes:
            info = class_of(ev, held)
            if info is not None:
                ev.escape_class(info)
                for owner in info.order:
                    for own in namespace(ev, owner).values():
                        ev.escape(own)
    ev.may_raise()
    if shape.name == "hasattr":
        if found.is_unbound:
            return literal(False)
        has = BOOL if found.unbound or found.unknown else literal(True)
        return has.with_origins(value.origins)
    if default is not None:
        found = join(found.bound(), default) if found.unbound or found.unknown else found
    return chosen(found, name.origins)


@model("setattr", "delattr")
def model_setattr(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    receiver, name = arguments.get(0), arguments.get(1)
    value = UNBOUND if shape.name == "delattr" else (arguments.get(2) or UNKNOWN)
    if receiver is None or name is None:
        return generic(ev, shape, arguments, node, ordinal)
    single = name.constant()
    if single is not None and isinstance(single.value, str):
        set_attribute(ev, receiver, single.value, value, node)
    else:
        set_unknown_attribute(ev, receiver, value)
    return NONE_VALUE


@model("type")
def model_type(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None or len(arguments.positional) != 1:
        return model_class_made(ev, shape, arguments, node, ordinal)
    found = BOTTOM
    for one in value.shapes:
        info = class_of(ev, one)
        if info is not None and not isinstance(one, ClassOf):
            found = join(found, Value((ClassOf(info),)))
            continue
        if isinstance(one, Exactly) and not ev.outside.is_exact(one.type):
            found = join(found, UNKNOWN_DATA.with_origins(value.origins))  # or one derived from it
            continue
        entry = ev.world.dialect.builtins.get(describe(ev, one))
        if entry is not None and entry.signatures:
            found = join(found, Value((Listed(entry, entry.name, "builtins"),)))
        else:
            found = join(found, UNKNOWN_DATA)
    if value.unknown == ANYTHING:
        return UNKNOWN
    return join(found, UNKNOWN_DATA) if value.unknown or found.is_bottom else found


@model("types.new_class")
def model_class_made(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """A class that a call makes: what it has is not followed, nor what it hands to its bases."""
    call_back(ev, arguments.values(), node)
    for given in arguments.values():
        lose(ev, given)
        for one in ev.reachable_shapes(given):
            if isinstance(one, ClassOf):
                for base in one.info.order:
                    base.is_extended = True
    ev.may_raise()
    return UNKNOWN


@model("types.MethodType")
def model_method(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    function, receiver = arguments.get(0), arguments.get(1)
    if function is None or receiver is None:
        return generic(ev, shape, arguments, node, ordinal)
    ev.may_raise()
    found = BOTTOM
    for one in function.shapes:
        found = join(found, Value((BoundTo(one, receiver),)))
    if function.unknown:
        lose(ev, receiver)
        found = join(found, UNKNOWN)
    return found


@model("super")
def model_super(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from ..instantiation import make_super

    return make_super(ev, arguments, node)


@model(*PROPERTIES, "staticmethod", "classmethod")
def model_descriptor(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    values = arguments.values() or [NONE_VALUE]
    return ev.allocate(node, Lazy(shape.name, node.index, tuple(values)), shape.name)


def _with_accessor(position: int) -> None:
    name = ("getter", "setter", "deleter")[position]

    def accessor(
        ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
    ) -> Value:
        """`@name.setter`: the same property with one more function."""
        found = BOTTOM
        receiver = shape.receiver or BOTTOM
        for one in receiver.shapes:
            held = ev.object_at(one.location) if isinstance(one, Reference) else None
            if not isinstance(held, Lazy):
                continue
            values = list(held.values)
            while len(values) <= position:
                values.append(NONE_VALUE)
            values[position] = arguments.get(0) or UNKNOWN
            made = Lazy(held.kind, node.index, tuple(values))
            found = join(found, ev.allocate(node, made, name))
        return UNKNOWN if found.is_bottom else found

    MODELS[f"property.{name}"] = accessor  # the other kinds have these methods from it


for _position in range(3):
    _with_accessor(_position)


@model("callable")
def model_callable(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from ..calls import is_callable

    value = arguments.get(0)
    if value is None:
        return BOOL
    if value.unknown or not value.shapes:
        return BOOL.with_origins(value.origins)
    answers = {is_callable(ev, one) for one in value.shapes}
    return (literal(answers.pop()) if len(answers) == 1 else BOOL).with_origins(value.origins)


@model("hash", "id", "vars")
def model_plain(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if shape.name == "hash" and value is not None:
        ask_hash(ev, value, node)
    if shape.name == "vars" and value is not None and value.unknown != ANYTHING:
        ev.escape(value)
    ev.may_raise()
    return result_of(ev, shape, arguments, node)


@model("globals", "locals")
def model_variables(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return anything_of_script(ev)
