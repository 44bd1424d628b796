# mypy: ignore-errors
# Lazy iterators.
class accumulate:
    def __init__(
        self,
        iterable: Iterable[T],
        func: Callable[[T, T], T] | None = None,
        *,
        initial: T | None = None,
    ) -> None: ...

class chain:
    def __init__(self, *iterables: Iterable[T]) -> None: ...
    @classmethod
    def from_iterable(cls, iterable: Iterable[Iterable[T]], /) -> chain[T]: ...

class combinations:
    def __init__(self, iterable: Iterable[T], r: int) -> None: ...  # cost: len(iterable)

class combinations_with_replacement:
    def __init__(self, iterable: Iterable[T], r: int) -> None: ...  # cost: len(iterable)

class compress:
    def __init__(self, data: Iterable[T], selectors: Iterable[object]) -> None: ...

class count:
    def __init__(self, start: object = 0, step: object = 1) -> None: ...

class cycle:
    def __init__(self, iterable: Iterable[T], /) -> None: ...

class dropwhile:
    def __init__(self, predicate: Callable[[T], object], iterable: Iterable[T], /) -> None: ...

class filterfalse:
    def __init__(
        self, function: Callable[[T], object] | None, iterable: Iterable[T], /
    ) -> None: ...

class groupby:
    def __init__(self, iterable: Iterable[T], key: Callable[[T], object] | None = None) -> None: ...

class islice:
    def __init__(self, iterable: Iterable[T], stop: int | None, /) -> None: ...
    def __init__(
        self, iterable: Iterable[T], start: int | None, stop: int | None, step: int | None = 1, /
    ) -> None: ...

class pairwise:
    def __init__(self, iterable: Iterable[T], /) -> None: ...

class permutations:
    def __init__(
        self, iterable: Iterable[T], r: int | None = None
    ) -> None: ...  # cost: len(iterable)

class product:
    def __init__(
        self, *iterables: Iterable[T], repeat: int = 1
    ) -> None: ...  # cost: len(iterables)

class repeat:
    def __init__(self, object: T, times: int = ...) -> None: ...

class starmap:
    def __init__(self, function: Callable[..., T], iterable: Iterable[Any], /) -> None: ...

class takewhile:
    def __init__(self, predicate: Callable[[T], object], iterable: Iterable[T], /) -> None: ...

class zip_longest:
    def __init__(self, *iterables: Iterable[Any], fillvalue: object = None) -> None: ...

def tee(iterable: Iterable[T], n: int = 2, /) -> tuple[Iterator[T], ...]: ...
