"""Lazy iterators: `map`, `filter`, `zip`, `enumerate`, `reversed` and those of `itertools`.

They are CPython's own, as subclasses for two reasons: an iterator over an iterator over … is
followed on the C stack, so each knows how deep it is, and the depth is limited; and their text
carries no address. What they consume is the consumer's to charge, one item at a time.
"""

from __future__ import annotations

import builtins
import itertools
from typing import TYPE_CHECKING, Any, Final

from foretell.interpreter.kernel import current_runtime
from foretell.interpreter.measure import Metered, is_plain, too_deep
from foretell.interpreter.values import Builtin

if TYPE_CHECKING:
    from foretell.interpreter.kernel import Runtime

DEEPEST: Final = 100
"""How many lazy iterators may be stacked."""


def _show(self: Any) -> str:
    module = type(self).__module__
    name = type(self).__name__
    return f"<{name} object>" if module == "builtins" else f"<{module}.{name} object>"


def lazy_type(host: type, *, shows_itself: bool = False) -> Any:
    """A subclass of a lazy iterator's type that knows its depth."""
    namespace: dict[str, Any] = {"__module__": host.__module__, "__slots__": ("depth",)}
    if not shows_itself:
        namespace["__repr__"] = _show
    return type(host.__name__, (host,), namespace)


Map: Final = lazy_type(builtins.map)
Filter: Final = lazy_type(builtins.filter)
Zip: Final = lazy_type(builtins.zip)
Enumerate: Final = lazy_type(builtins.enumerate)
Reversed: Final = lazy_type(builtins.reversed)
Accumulate: Final = lazy_type(itertools.accumulate)
Chain: Final = lazy_type(itertools.chain)
Combinations: Final = lazy_type(itertools.combinations)
CombinationsWithReplacement: Final = lazy_type(itertools.combinations_with_replacement)
Compress: Final = lazy_type(itertools.compress)
Count: Final = lazy_type(itertools.count, shows_itself=True)
Cycle: Final = lazy_type(itertools.cycle)
DropWhile: Final = lazy_type(itertools.dropwhile)
FilterFalse: Final = lazy_type(itertools.filterfalse)
GroupBy: Final = lazy_type(itertools.groupby)
ISlice: Final = lazy_type(itertools.islice)
Pairwise: Final = lazy_type(itertools.pairwise)
Permutations: Final = lazy_type(itertools.permutations)
Product: Final = lazy_type(itertools.product)
Repeat: Final = lazy_type(itertools.repeat, shows_itself=True)
StarMap: Final = lazy_type(itertools.starmap)
TakeWhile: Final = lazy_type(itertools.takewhile)
ZipLongest: Final = lazy_type(itertools.zip_longest)

LAZY: Final = frozenset(
    {
        Map, Filter, Zip, Enumerate, Reversed, Accumulate, Chain, Combinations,
        CombinationsWithReplacement, Compress, Count, Cycle, DropWhile, FilterFalse, GroupBy,
        ISlice, Pairwise, Permutations, Product, Repeat, StarMap, TakeWhile, ZipLongest,
    }
)  # fmt: skip


def make_lazy(kind: Any, sources: Any, *arguments: Any, **keywords: Any) -> Any:
    """`kind(*arguments)`, one deeper than the deepest of its sources."""
    deepest = 0
    for source in sources:
        if type(source) in LAZY:
            deepest = max(deepest, source.depth)
    if deepest >= DEEPEST:
        raise too_deep(current_runtime())
    made = kind(*arguments, **keywords)
    made.depth = deepest + 1
    return made


def hosted(runtime: Runtime, callee: Any) -> Any:
    """A callable as C code may have it: types are called by way of our constructors."""
    if callee is None or (not isinstance(callee, type) and is_plain(callee)):
        if isinstance(callee, Builtin):
            return UNGUARDED.get(callee, callee)
        return callee
    from foretell.interpreter.calls import call  # noqa: PLC0415 - needs the library

    if callee in CHEAP or not isinstance(callee, type):
        return callee
    if not is_plain(callee):
        return callee

    def constructor(*arguments: Any, **keywords: Any) -> object:
        return call(runtime, callee, list(arguments), keywords)

    return constructor


CHEAP: Final = frozenset({bool, float, complex, type, object})
"""Types that C code may call as they are."""

UNGUARDED: Final[dict[Builtin, Any]] = {}
"""CPython's own function for builtins that do no more than it, so that C code calls it at once."""


def metered(runtime: Runtime, iterable: Any) -> Metered:
    """An iterator that charges each item."""
    return Metered(runtime, iter(iterable))
