# mypy: ignore-errors
# Containers.
abc: Module

class ChainMap:
    def __init__(self, *maps: Mapping[K, V]) -> None: ...
    maps: list[Mapping[K, V]]
    parents: ChainMap[K, V]
    def clear(self) -> None: ...
    def copy(self) -> ChainMap[K, V]: ...
    def get(self, key: object, default: object = None) -> V | None: ...
    def items(self) -> ItemsView[K, V]: ...
    def keys(self) -> KeysView[K]: ...
    def new_child(self, m: Mapping[K, V] | None = None, **kwargs: object) -> ChainMap[K, V]: ...
    def pop(self, key: object, *args: object) -> V: ...
    def popitem(self) -> tuple[K, V]: ...
    def setdefault(self, key: K, default: V = None) -> V: ...
    def update(self, other: object = (), /, **kwds: object) -> None: ...
    def values(self) -> ValuesView[V]: ...

class Counter(dict):
    def __init__(self, iterable: object = None, /, **kwds: int) -> None: ...  # cost: len(iterable)
    def copy(self) -> Counter[K]: ...  # cost: len(self)
    def elements(self) -> Iterator[K]: ...
    def most_common(
        self, n: int | None = None
    ) -> list[tuple[K, int]]: ...  # cost: len(self) * log(len(self))
    def subtract(self, iterable: object = None, /, **kwds: int) -> None: ...  # cost: len(iterable)
    def total(self) -> int: ...  # cost: len(self)
    def update(self, iterable: object = None, /, **kwds: int) -> None: ...  # cost: len(iterable)

class OrderedDict(dict):
    def __init__(
        self, iterable: object = ..., /, **kwargs: object
    ) -> None: ...  # cost: len(iterable)
    def copy(self) -> OrderedDict[K, V]: ...  # cost: len(self)
    @classmethod
    def fromkeys(
        cls, iterable: Iterable[K], value: V = None
    ) -> OrderedDict[K, V]: ...  # cost: len(iterable)
    def move_to_end(self, key: K, last: bool = True) -> None: ...
    def pop(self, key: object, default: object = ...) -> V: ...
    def popitem(self, last: bool = True) -> tuple[K, V]: ...
    def setdefault(self, key: K, default: V = None) -> V: ...

class defaultdict(dict):
    def __init__(
        self,
        default_factory: Callable[[], V] | None = None,
        iterable: object = ...,
        /,
        **kwargs: object,
    ) -> None: ...  # cost: len(iterable)
    default_factory: Callable[[], V] | None
    def copy(self) -> defaultdict[K, V]: ...  # cost: len(self)

class deque:
    def __init__(
        self, iterable: Iterable[T] = (), maxlen: int | None = None
    ) -> None: ...  # cost: len(iterable)
    maxlen: int | None
    def append(self, object: T, /) -> None: ...
    def appendleft(self, object: T, /) -> None: ...
    def clear(self) -> None: ...
    def copy(self) -> deque[T]: ...  # cost: len(self)
    def count(self, value: object, /) -> int: ...  # cost: len(self)
    def extend(self, iterable: Iterable[T], /) -> None: ...  # cost: len(iterable)
    def extendleft(self, iterable: Iterable[T], /) -> None: ...  # cost: len(iterable)
    def index(
        self, value: object, start: int = 0, stop: int = ..., /
    ) -> int: ...  # cost: len(self)
    def insert(self, index: int, object: T, /) -> None: ...  # cost: len(self)
    def pop(self) -> T: ...
    def popleft(self) -> T: ...
    def remove(self, value: object, /) -> None: ...  # cost: len(self)
    def reverse(self) -> None: ...  # cost: len(self)
    def rotate(self, n: int = 1, /) -> None: ...  # cost: len(self)

def namedtuple(
    typename: str,
    field_names: str | Iterable[str],
    *,
    rename: bool = False,
    defaults: Iterable[object] | None = None,
    module: str | None = None,
) -> type: ...
