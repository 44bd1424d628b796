"""Items of dicts: what is known under a key, and what storing under one changes."""

from __future__ import annotations

from collections.abc import Hashable

from ..ir import Node
from ..values.collections import DictObject, constant_key
from ..values.making import literal
from ..values.shapes import (
    Reference,
)
from ..values.value import (
    DATA,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    join,
)
from .evaluator import Evaluator
from .hashing import hash_of
from .observations import FAILS, PARTLY, Detail


def item_of_dict(
    ev: Evaluator, held: DictObject, shape: Reference, key: Value, receiver: Value, node: Node
) -> Value:
    """`mapping[key]`; a key that is surely not there is told."""
    single = key.constant()
    if single is None:
        hash_of(ev, join(key, held.other_key), node)
        ev.passes("unknown-key", node)
        return any_item_of_dict(ev, held, shape, key)
    found = lookup_key(ev, held, shape.location, constant_key(single.value))
    if held.factory is not None or held.type == "collections.Counter":
        made = made_by_factory(ev, held, shape, constant_key(single.value), node)
        ev.passes("unknown-key", node)
        return join(found.bound(), made) if found.unbound else found
    if not found.unbound:
        ev.passes("unknown-key", node)
        return found
    state = FAILS if found.is_unbound else PARTLY
    names = tuple([str(one) for one in ev.outside.known_keys(ev, held)])
    if state == FAILS:
        detail = Detail(repr(single.value), "", receiver, held.declared is not None, names)
        ev.note("unknown-key", node, state, detail)
        return UNKNOWN_DATA
    ev.passes("unknown-key", node)
    return found.bound()


def lookup_key(ev: Evaluator, held: DictObject, location: int, key: Hashable) -> Value:
    """What is under a constant key; `unbound` if it may be missing."""
    found = held.known.get(key)
    if found is not None:
        return found
    if held.declared is not None:
        return ev.outside.key(ev, held, location, key)
    found = held.lookup(key)
    return _named(found, key) if location in ev.declared_at else found


def _named(value: Value, key: Hashable) -> Value:
    """What was known as an item of something open is known as that of its key."""
    if value.unknown != DATA or value.shapes or not isinstance(key, str):
        return value
    origins = frozenset(
        [
            one._replace(path=f"{one.path[:-2]}.{key}") if one.path.endswith("[]") else one
            for one in value.origins
        ]
    )
    return Value((), value.unknown, value.unbound, value.declared, origins)


def any_item_of_dict(ev: Evaluator, held: DictObject, shape: Reference, key: Value) -> Value:
    """`mapping[key]` of a key that is not known."""
    if held.declared is not None:
        held = ev.outside.opened(ev, held, shape.location)
    wanted = key.constants()
    values: list[Value] = [held.other]
    if wanted is not None:
        values += [
            lookup_key(ev, held, shape.location, constant_key(one)).bound() for one in wanted
        ]
    else:
        values += [one.bound() for one in held.known.values()]
    if held.factory is not None:
        values.append(made_by_factory(ev, held, shape, None, None, key))
    if held.type == "collections.Counter":
        values.append(literal(0))
    found = either(values)
    return UNKNOWN_DATA if found.is_bottom else found


def made_by_factory(
    ev: Evaluator, held: DictObject, shape: Reference, key: Hashable | None, node: Node | None,
    keys: Value = UNKNOWN,
) -> Value:  # fmt: skip
    """What `defaultdict` puts under a key that it has not; `Counter` answers 0."""
    if held.type == "collections.Counter" or held.factory is None:
        return literal(0)
    from .arguments import Arguments
    from .calls import call_value

    where = node if node is not None else ev.met.module
    made = call_value(ev, held.factory, Arguments(), where, 40)
    now = ev.object_at(shape.location)
    if isinstance(now, DictObject):
        known = dict(now.known)
        other, other_key = now.other, now.other_key
        if key is not None and key in known:
            known[key] = join(known[key].bound(), made)
        elif key is not None:
            known[key] = join(now.lookup(key).bound(), made)
        else:
            other, other_key = join(other, made), join(other_key, keys)
        ev.replace(
            shape.location,
            DictObject(now.type, now.single, known, other_key, other, now.declared, now.factory),
        )
    return made


def put_in_dict(
    ev: Evaluator, held: DictObject, location: int, key: Value, value: Value, *, strongly: bool
) -> None:
    """`mapping[key] = value`, surely (`strongly`) or perhaps."""
    known = dict(held.known)
    other_key, other = held.other_key, held.other
    single = key.constant()
    if single is not None:
        name = constant_key(single.value)
        if strongly:
            known[name] = value
        else:
            known[name] = join(lookup_key(ev, held, location, name), value)
    else:
        wanted = key.constants()
        if wanted is not None and len(wanted) <= 8:
            for one in wanted:
                name = constant_key(one)
                known[name] = join(lookup_key(ev, held, location, name), value)
        else:
            if held.declared is not None:
                opened = ev.outside.opened(ev, held, location)
                known = dict(opened.known)
            known = {name: join(one, value) for name, one in known.items()}
            other_key, other = join(other_key, key), join(other, value.bound())
    ev.replace(
        location,
        DictObject(held.type, held.single, known, other_key, other, held.declared, held.factory),
    )
