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

class UserDict:
    def __init__(self, dict: object = None, /, **kwargs: object) -> None: ...  # cost: size(dict)
    data: dict[Any, Any]
    def clear(self) -> None: ...
    def copy(self) -> Self: ...  # cost: len(self)
    def get(self, key: object, default: object = None) -> Any: ...
    def items(self) -> Any: ...
    def keys(self) -> Any: ...
    def pop(self, key: object, default: object = ...) -> Any: ...
    def popitem(self) -> tuple[Any, Any]: ...
    def setdefault(self, key: object, default: object = None) -> Any: ...
    def update(self, other: object = (), /, **kwds: object) -> None: ...  # cost: size(other)
    def values(self) -> Any: ...
    @classmethod
    def fromkeys(cls, iterable: Iterable[object], value: object = None) -> Self: ...

class UserList:
    def __init__(self, initlist: Iterable[object] | None = None) -> None: ...  # cost: len(initlist)
    data: list[Any]
    def append(self, object: T, /) -> None: ...
    def clear(self) -> None: ...
    def count(self, value: object, /) -> int: ...  # cost: len(self)
    def extend(self, iterable: Iterable[T], /) -> None: ...  # cost: len(iterable)
    def index(
        self, value: object, start: int = 0, stop: int = ..., /
    ) -> int: ...  # cost: len(self)
    def insert(self, index: int, object: T, /) -> None: ...  # cost: len(self)
    def pop(self, index: int = -1, /) -> T: ...
    def remove(self, value: object, /) -> None: ...  # cost: len(self)
    def reverse(self) -> None: ...  # cost: len(self)
    def sort(
        self, *, key: Callable[[T], object] | None = None, reverse: bool = False
    ) -> None: ...  # cost: len(self) * log(len(self))
    def copy(self) -> Self: ...  # cost: len(self)

class UserString:
    def __init__(self, seq: object) -> None: ...
    data: str
    def capitalize(self) -> Self: ...  # cost: len(self)
    def casefold(self) -> Self: ...  # cost: len(self)
    def center(self, width: int, fillchar: str = " ", /) -> Self: ...  # cost: width
    def expandtabs(self, tabsize: int = 8) -> Self: ...  # cost: len(self) * tabsize
    def ljust(self, width: int, fillchar: str = " ", /) -> Self: ...  # cost: width
    def lower(self) -> Self: ...  # cost: len(self)
    def lstrip(self, chars: str | None = None, /) -> Self: ...  # cost: len(self)
    def removeprefix(self, prefix: str, /) -> Self: ...  # cost: len(self)
    def removesuffix(self, suffix: str, /) -> Self: ...  # cost: len(self)
    def replace(
        self, old: str, new: str, count: int = -1, /
    ) -> Self: ...  # cost: len(self) * len(new)
    def rjust(self, width: int, fillchar: str = " ", /) -> Self: ...  # cost: width
    def rstrip(self, chars: str | None = None, /) -> Self: ...  # cost: len(self)
    def strip(self, chars: str | None = None, /) -> Self: ...  # cost: len(self)
    def swapcase(self) -> Self: ...  # cost: len(self)
    def title(self) -> Self: ...  # cost: len(self)
    def translate(self, table: object, /) -> Self: ...  # cost: len(self)
    def upper(self) -> Self: ...  # cost: len(self)
    def zfill(self, width: int, /) -> Self: ...  # cost: width
    def count(
        self, sub: str, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def encode(
        self, encoding: str = "utf-8", errors: str = "strict"
    ) -> bytes: ...  # cost: len(self)
    def endswith(
        self, suffix: str | tuple[str, ...], start: int | None = ..., end: int | None = ..., /
    ) -> bool: ...
    def find(
        self, sub: str, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def format(self, *args: object, **kwargs: object) -> str: ...  # cost: len(self) + size(args)
    def format_map(self, mapping: object, /) -> str: ...  # cost: len(self)
    def index(
        self, sub: str, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def isalnum(self) -> bool: ...  # cost: len(self)
    def isalpha(self) -> bool: ...  # cost: len(self)
    def isascii(self) -> bool: ...
    def isdecimal(self) -> bool: ...  # cost: len(self)
    def isdigit(self) -> bool: ...  # cost: len(self)
    def isidentifier(self) -> bool: ...  # cost: len(self)
    def islower(self) -> bool: ...  # cost: len(self)
    def isnumeric(self) -> bool: ...  # cost: len(self)
    def isprintable(self) -> bool: ...  # cost: len(self)
    def isspace(self) -> bool: ...  # cost: len(self)
    def istitle(self) -> bool: ...  # cost: len(self)
    def isupper(self) -> bool: ...  # cost: len(self)
    def join(self, iterable: Iterable[str], /) -> str: ...  # cost: size(iterable)
    def partition(self, sep: str, /) -> tuple[str, str, str]: ...  # cost: len(self)
    def rfind(
        self, sub: str, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def rindex(
        self, sub: str, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def rpartition(self, sep: str, /) -> tuple[str, str, str]: ...  # cost: len(self)
    def rsplit(
        self, sep: str | None = None, maxsplit: int = -1
    ) -> list[str]: ...  # cost: len(self)
    def split(self, sep: str | None = None, maxsplit: int = -1) -> list[str]: ...  # cost: len(self)
    def splitlines(self, keepends: bool = False) -> list[str]: ...  # cost: len(self)
    def startswith(
        self, prefix: str | tuple[str, ...], start: int | None = ..., end: int | None = ..., /
    ) -> bool: ...
