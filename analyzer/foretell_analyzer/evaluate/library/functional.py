"""Models of `functools`, `itertools`, `operator`, `copy`: functions of functions."""

from __future__ import annotations

from functools import partial

from ...ir import Node
from ...values.collections import ENDLESS
from ...values.instances import Instance, Lazy
from ...values.shapes import ClassOf, FunctionOf, Listed, Reference
from ...values.value import UNKNOWN, UNKNOWN_DATA, Value, either, join
from ..access import read_attribute
from ..arguments import Arguments
from ..attempts import any_times, perhaps
from ..evaluator import Evaluator
from ..hashing import hash_of
from ..loops import repeat
from ..setting import set_attribute
from ..subscripts import lose, read_subscript
from .handed import call, items_at
from .registry import CALLABLE_KINDS, LAZY_CALLS, MODELS, model


def make_lazy(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """An object that does its work later, with what it was given now."""
    if not arguments.more.is_bottom or not arguments.more_keywords.is_bottom:
        for one in arguments.values():
            ev.escape(one)
        return UNKNOWN
    names = tuple(arguments.keywords)
    values = (*arguments.positional, *[arguments.keywords[one].bound() for one in names])
    ev.may_raise()
    return ev.allocate(node, Lazy(shape.name, node.index, values, names))


for _kind in (
    "itertools.chain", "itertools.chain.from_iterable", "itertools.count", "itertools.repeat",
    "itertools.cycle", "itertools.product", "itertools.permutations", "itertools.combinations",
    "itertools.combinations_with_replacement", "itertools.pairwise", "itertools.batched",
    "itertools.groupby", "itertools.starmap", "itertools.accumulate", "itertools.islice",
    "itertools.zip_longest", "itertools.filterfalse", "itertools.takewhile",
    "itertools.dropwhile", "functools.partial", "functools.partialmethod",
    "functools.cached_property", "dataclasses.field", "contextlib.suppress", "contextlib.nullcontext",
    "contextlib.closing", "operator.itemgetter", "operator.attrgetter", "operator.methodcaller",
    "functools.cmp_to_key", "functools.wraps", "asyncio.timeout", "enum.nonmember",
):  # fmt: skip
    MODELS[_kind] = make_lazy


CALLABLE_KINDS.update(
    {"functools.partial", "functools.cache", "operator.itemgetter", "operator.attrgetter",
     "operator.methodcaller", "functools.cmp_to_key", "functools.wraps", "contextlib.maker",
     "functools.partialmethod", "dataclasses.dataclass", "staticmethod", "functools.singledispatch",
     "functools.lru_cache"}
)  # fmt: skip


@model("dataclasses.dataclass", "functools.total_ordering")
def model_class_decorator(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """`dataclass(Class)` gives the class; `dataclass(…)` what is called with it."""
    value = arguments.get(0)
    if value is None:
        return make_lazy(ev, shape, arguments, node, ordinal)
    if shape.name == "dataclasses.dataclass":
        _become_dataclasses(value)
    return value


def _become_dataclasses(value: Value) -> None:
    from ..instantiation import annotated_fields

    for one in value.shapes:
        if isinstance(one, ClassOf):
            one.info.kind = "dataclass"
            one.info.fields = annotated_fields(one.info)


def call_partial(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Call a `partial`: its own arguments come first."""
    from ..calls import call_value

    count = len(held.values) - len(held.names)
    first = 1 if held.kind == "functools.partialmethod" else 0  # the instance comes first
    own, given = held.values[1:count], arguments.positional
    whole = Arguments([*given[:first], *own, *given[first:]])
    whole.nodes = [*arguments.nodes[:first], *[node] * (count - 1), *arguments.nodes[first:]]
    whole.keywords = dict(zip(held.names, held.values[count:], strict=True))
    whole.keywords.update(arguments.keywords)
    whole.keyword_nodes = arguments.keyword_nodes
    whole.more, whole.more_keywords = arguments.more, arguments.more_keywords
    return call_value(ev, held.values[0], whole, node, ordinal + 1)


def call_cached(ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int) -> Value:
    """Call what a cache wraps: perhaps; what it gave before is what it gives again."""
    from ..calls import call_value

    hash_of(ev, either(arguments.values()), node)
    return perhaps(ev, lambda: call_value(ev, held.values[0], arguments, node, ordinal + 1))


def call_getter(ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int) -> Value:
    """Call an `itemgetter`, `attrgetter` or `methodcaller`."""
    from ...values.making import tuple_of

    value = arguments.get(0) or UNKNOWN
    found: list[Value] = []
    if held.kind == "operator.methodcaller":
        single = held.values[0].constant() if held.values else None
        if single is None or not isinstance(single.value, str):
            return UNKNOWN
        method = read_attribute(ev, value, single.value, node)
        return call(ev, method, list(held.values[1:]), node, ordinal + 1)
    for key in held.values:
        if held.kind == "operator.itemgetter":
            found.append(read_subscript(ev, value, key, node))
            continue
        single = key.constant()
        one = value
        names = str(single.value).split(".") if single is not None else []
        for name in names:
            one = read_attribute(ev, one, name, node)
        found.append(one if names else UNKNOWN)
    return found[0] if len(found) == 1 else tuple_of(found)


def call_wrapper(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """`@wraps(function)` gives the wrapper itself; so does `@dataclass(…)` the class."""
    found = arguments.get(0) or UNKNOWN
    if held.kind == "dataclasses.dataclass":
        _become_dataclasses(found)
    if held.kind == "functools.wraps" and held.values:
        wear_names(ev, found, held.values[0])
    return found


def wear_names(ev: Evaluator, wrapper: Value, wrapped: Value) -> None:
    """`update_wrapper`: the wrapper gets the name and the attributes of what it wraps."""
    for name in ("__name__", "__qualname__", "__doc__", "__module__", "__annotations__"):
        set_attribute(ev, wrapper, name, UNKNOWN_DATA, ev.met.module)
    set_attribute(ev, wrapper, "__wrapped__", wrapped, ev.met.module)
    for one in wrapped.shapes:
        location = one.function.location if isinstance(one, FunctionOf) else -1
        if isinstance(one, Reference):
            location = one.location
        attributes = ev.object_at(location) if location >= 0 else None
        if isinstance(attributes, Instance):
            for name, value in attributes.fields.items():
                if not name.startswith("__"):
                    set_attribute(ev, wrapper, name, value.bound(), ev.met.module)


def call_comparison(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Keys made by `cmp_to_key` are compared by the function."""
    given = arguments.get(0) or UNKNOWN
    ask = partial(call, ev, held.values[0], [given, given], node, ordinal + 1)
    any_times(ev, ask, node)
    return UNKNOWN_DATA


def call_static(ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int) -> Value:
    """A static method called by its own name in the class body."""
    from ..calls import call_value

    return call_value(ev, held.values[0], arguments, node, ordinal + 1)


LAZY_CALLS.update(
    {
        "functools.partial": call_partial,
        "functools.partialmethod": call_partial,
        "functools.cache": call_cached,
        "functools.lru_cache": call_wrapper,
        "operator.itemgetter": call_getter,
        "operator.attrgetter": call_getter,
        "operator.methodcaller": call_getter,
        "functools.wraps": call_wrapper,
        "dataclasses.dataclass": call_wrapper,
        "functools.cmp_to_key": call_comparison,
        "staticmethod": call_static,
    }
)


@model("functools.cache", "functools.lru_cache")
def model_cache(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """`@cache`, `@lru_cache` and `@lru_cache(maxsize=…)`."""
    value = arguments.get(0)
    if value is None or value.constant() is not None:
        made = Lazy("cache maker", node.index, ())
        return ev.allocate(node, made, "maker")
    return ev.allocate(node, Lazy("functools.cache", node.index, (value,)), "cache")


def call_cache_maker(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """`lru_cache(maxsize=…)(function)`."""
    value = arguments.get(0) or UNKNOWN
    return ev.allocate(node, Lazy("functools.cache", node.index, (value,)), "cache")


CALLABLE_KINDS.add("cache maker")
LAZY_CALLS["cache maker"] = call_cache_maker


@model("functools.reduce")
def model_reduce(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 1, node)
    start = arguments.get(2)
    total = items.element if start is None else start
    function = arguments.get(0) or UNKNOWN
    for _ in range(4):
        before = total
        step = repeat(
            ev,
            0,
            ENDLESS,
            partial(call, ev, function, [total, items.element], node, ordinal + 1),
            node,
        )
        total = join(total, step)
        if total.same(before):
            return total
    return join(total, UNKNOWN)


@model("functools.update_wrapper")
def model_update_wrapper(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    found = arguments.get(0) or UNKNOWN
    wear_names(ev, found, arguments.get(1) or UNKNOWN)
    return found


CALLABLE_KINDS.add("typing.NewType")


def call_new_type(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """`NewType("Name", base)(value)` is the value."""
    return arguments.get(0) or UNKNOWN_DATA


LAZY_CALLS["typing.NewType"] = call_new_type
MODELS["typing.NewType"] = make_lazy


@model("typing.NamedTuple", "typing.TypedDict", "typing.TypeVar", "typing.ParamSpec",
       "collections.namedtuple", "dataclasses.make_dataclass", "enum.Enum", "enum.IntEnum",
       "enum.StrEnum", "enum.Flag", "enum.IntFlag")  # fmt: skip
def model_made_class(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """A class that is made by a call: of its objects only is known that they hold what they get."""
    for one in arguments.values():
        lose(ev, one)
    ev.may_raise()
    return ev.unseen()
