# mypy: ignore-errors
# What a script finds without import. See dialect/__init__.py for how these files are read.

Ellipsis: ellipsis
NotImplemented: NotImplementedType
__name__: str

def abs(x: object, /) -> Any: ...
def aiter(async_iterable: AsyncIterable[T], /) -> AsyncIterator[T]: ...
async def anext(async_iterator: AsyncIterator[T], default: object = ..., /) -> T: ...
def all(iterable: Iterable[object], /) -> bool: ...  # cost: len(iterable)
def any(iterable: Iterable[object], /) -> bool: ...  # cost: len(iterable)
def ascii(obj: object, /) -> str: ...  # cost: size(obj)
def bin(number: int, /) -> str: ...
def callable(obj: object, /) -> bool: ...
def chr(i: int, /) -> str: ...
def delattr(obj: object, name: str, /) -> None: ...
def vars(object: object, /) -> Any: ...
def dir(object: object, /) -> list[str]: ...
def divmod(x: object, y: object, /) -> tuple[Any, Any]: ...
def format(value: object, format_spec: str = "", /) -> str: ...  # cost: size(value)
def getattr(object: object, name: str, default: object = ..., /) -> Any: ...
def hasattr(obj: object, name: str, /) -> bool: ...
def hash(obj: object, /) -> int: ...  # cost: size(obj)
def hex(number: int, /) -> str: ...
def id(obj: object, /) -> int: ...
def isinstance(obj: object, class_or_tuple: object, /) -> bool: ...
def issubclass(cls: type, class_or_tuple: object, /) -> bool: ...
def iter(iterable: Iterable[T], /) -> Iterator[T]: ...
def iter(callable: Callable[[], T], sentinel: object, /) -> Iterator[T]: ...
def len(obj: Sized, /) -> int: ...
def max(
    iterable: Iterable[T], /, *, default: T = ..., key: Callable[[T], object] | None = None
) -> T: ...  # cost: len(iterable)
def max(
    arg1: T, arg2: T, /, *args: T, key: Callable[[T], object] | None = None
) -> T: ...  # cost: len(args)
def min(
    iterable: Iterable[T], /, *, default: T = ..., key: Callable[[T], object] | None = None
) -> T: ...  # cost: len(iterable)
def min(
    arg1: T, arg2: T, /, *args: T, key: Callable[[T], object] | None = None
) -> T: ...  # cost: len(args)
def next(iterator: Iterator[T], default: object = ..., /) -> T: ...
def oct(number: int, /) -> str: ...
def ord(c: str | bytes, /) -> int: ...
def pow(base: object, exp: object, mod: object = None) -> Any: ...
def print(
    *args: object,
    sep: str | None = " ",
    end: str | None = "\n",
    file: object = None,
    flush: bool = False,
) -> None: ...  # cost: size(args)
def repr(obj: object, /) -> str: ...  # cost: size(obj)
def round(number: object, ndigits: int | None = None) -> Any: ...
def setattr(obj: object, name: str, value: object, /) -> None: ...
def sorted(
    iterable: Iterable[T], /, *, key: Callable[[T], object] | None = None, reverse: bool = False
) -> list[T]: ...  # cost: len(iterable) * log(len(iterable))
def sum(iterable: Iterable[T], /, start: T = 0) -> T: ...  # cost: len(iterable)

class object:
    def __init__(self) -> None: ...

class type:
    def __init__(self, object: object, /) -> None: ...
    __name__: str
    __qualname__: str
    __module__: str
    __doc__: str | None

class super:
    def __init__(self, type: type = ..., object_or_type: object = ..., /) -> None: ...

class property:
    def __init__(
        self, fget: object = None, fset: object = None, fdel: object = None, doc: str | None = None
    ) -> None: ...
    fget: Any
    fset: Any
    fdel: Any
    def getter(self, fget: object, /) -> property: ...
    def setter(self, fset: object, /) -> property: ...
    def deleter(self, fdel: object, /) -> property: ...

class staticmethod:
    def __init__(self, function: object, /) -> None: ...

class classmethod:
    def __init__(self, function: object, /) -> None: ...

class int:
    def __init__(self, x: object = 0, /) -> None: ...
    def __init__(self, x: str | bytes, /, base: int = 10) -> None: ...
    real: int
    imag: int
    numerator: int
    denominator: int
    def conjugate(self) -> int: ...
    def bit_length(self) -> int: ...
    def bit_count(self) -> int: ...
    def as_integer_ratio(self) -> tuple[int, int]: ...
    def to_bytes(
        self, length: int = 1, byteorder: str = "big", *, signed: bool = False
    ) -> bytes: ...  # cost: length
    @classmethod
    def from_bytes(
        cls, bytes: object, byteorder: str = "big", *, signed: bool = False
    ) -> int: ...  # cost: len(bytes)

class bool(int):
    def __init__(self, x: object = False, /) -> None: ...

class float:
    def __init__(self, x: object = 0, /) -> None: ...
    real: float
    imag: float
    def conjugate(self) -> float: ...
    def as_integer_ratio(self) -> tuple[int, int]: ...
    def is_integer(self) -> bool: ...
    def hex(self) -> str: ...
    @classmethod
    def fromhex(cls, string: str, /) -> float: ...

class complex:
    def __init__(self, real: object = 0, imag: object = 0) -> None: ...
    real: float
    imag: float
    def conjugate(self) -> complex: ...

class str:
    def __init__(
        self, object: object = "", encoding: str = ..., errors: str = ...
    ) -> None: ...  # cost: size(object)
    def capitalize(self) -> str: ...  # cost: len(self)
    def casefold(self) -> str: ...  # cost: len(self)
    def center(self, width: int, fillchar: str = " ", /) -> str: ...  # cost: width
    def count(
        self, sub: str, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def encode(
        self, encoding: str = "utf-8", errors: str = "strict"
    ) -> bytes: ...  # cost: len(self)
    def endswith(
        self, suffix: str | tuple[str, ...], start: int | None = ..., end: int | None = ..., /
    ) -> bool: ...
    def expandtabs(self, tabsize: int = 8) -> str: ...  # cost: len(self) * tabsize
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
    def ljust(self, width: int, fillchar: str = " ", /) -> str: ...  # cost: width
    def lower(self) -> str: ...  # cost: len(self)
    def lstrip(self, chars: str | None = None, /) -> str: ...  # cost: len(self)
    @staticmethod
    def maketrans(x: object, y: str = ..., z: str = ..., /) -> dict[int, Any]: ...  # cost: len(x)
    def partition(self, sep: str, /) -> tuple[str, str, str]: ...  # cost: len(self)
    def removeprefix(self, prefix: str, /) -> str: ...  # cost: len(self)
    def removesuffix(self, suffix: str, /) -> str: ...  # cost: len(self)
    def replace(
        self, old: str, new: str, count: int = -1, /
    ) -> str: ...  # cost: len(self) * len(new)
    def rfind(
        self, sub: str, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def rindex(
        self, sub: str, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def rjust(self, width: int, fillchar: str = " ", /) -> str: ...  # cost: width
    def rpartition(self, sep: str, /) -> tuple[str, str, str]: ...  # cost: len(self)
    def rsplit(
        self, sep: str | None = None, maxsplit: int = -1
    ) -> list[str]: ...  # cost: len(self)
    def rstrip(self, chars: str | None = None, /) -> str: ...  # cost: len(self)
    def split(self, sep: str | None = None, maxsplit: int = -1) -> list[str]: ...  # cost: len(self)
    def splitlines(self, keepends: bool = False) -> list[str]: ...  # cost: len(self)
    def startswith(
        self, prefix: str | tuple[str, ...], start: int | None = ..., end: int | None = ..., /
    ) -> bool: ...
    def strip(self, chars: str | None = None, /) -> str: ...  # cost: len(self)
    def swapcase(self) -> str: ...  # cost: len(self)
    def title(self) -> str: ...  # cost: len(self)
    def translate(self, table: object, /) -> str: ...  # cost: len(self)
    def upper(self) -> str: ...  # cost: len(self)
    def zfill(self, width: int, /) -> str: ...  # cost: width

class bytes:
    def __init__(
        self, source: object = b"", encoding: str = ..., errors: str = ...
    ) -> None: ...  # cost: size(source)
    def capitalize(self) -> bytes: ...  # cost: len(self)
    def center(self, width: int, fillchar: bytes = b" ", /) -> bytes: ...  # cost: width
    def count(
        self, sub: bytes | int, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str: ...  # cost: len(self)
    def endswith(
        self, suffix: bytes | tuple[bytes, ...], start: int | None = ..., end: int | None = ..., /
    ) -> bool: ...
    def expandtabs(self, tabsize: int = 8) -> bytes: ...  # cost: len(self) * tabsize
    def find(
        self, sub: bytes | int, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    @classmethod
    def fromhex(cls, string: str, /) -> bytes: ...  # cost: len(string)
    def hex(self, sep: str = ..., bytes_per_sep: int = 1) -> str: ...  # cost: len(self)
    def index(
        self, sub: bytes | int, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def isalnum(self) -> bool: ...  # cost: len(self)
    def isalpha(self) -> bool: ...  # cost: len(self)
    def isascii(self) -> bool: ...  # cost: len(self)
    def isdigit(self) -> bool: ...  # cost: len(self)
    def islower(self) -> bool: ...  # cost: len(self)
    def isspace(self) -> bool: ...  # cost: len(self)
    def istitle(self) -> bool: ...  # cost: len(self)
    def isupper(self) -> bool: ...  # cost: len(self)
    def join(
        self, iterable_of_bytes: Iterable[bytes], /
    ) -> bytes: ...  # cost: size(iterable_of_bytes)
    def ljust(self, width: int, fillchar: bytes = b" ", /) -> bytes: ...  # cost: width
    def lower(self) -> bytes: ...  # cost: len(self)
    def lstrip(self, bytes: bytes | None = None, /) -> bytes: ...  # cost: len(self)
    @staticmethod
    def maketrans(frm: bytes, to: bytes, /) -> bytes: ...  # cost: len(frm)
    def partition(self, sep: bytes, /) -> tuple[bytes, bytes, bytes]: ...  # cost: len(self)
    def removeprefix(self, prefix: bytes, /) -> bytes: ...  # cost: len(self)
    def removesuffix(self, suffix: bytes, /) -> bytes: ...  # cost: len(self)
    def replace(
        self, old: bytes, new: bytes, count: int = -1, /
    ) -> bytes: ...  # cost: len(self) * len(new)
    def rfind(
        self, sub: bytes | int, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def rindex(
        self, sub: bytes | int, start: int | None = ..., end: int | None = ..., /
    ) -> int: ...  # cost: len(self)
    def rjust(self, width: int, fillchar: bytes = b" ", /) -> bytes: ...  # cost: width
    def rpartition(self, sep: bytes, /) -> tuple[bytes, bytes, bytes]: ...  # cost: len(self)
    def rsplit(
        self, sep: bytes | None = None, maxsplit: int = -1
    ) -> list[bytes]: ...  # cost: len(self)
    def rstrip(self, bytes: bytes | None = None, /) -> bytes: ...  # cost: len(self)
    def split(
        self, sep: bytes | None = None, maxsplit: int = -1
    ) -> list[bytes]: ...  # cost: len(self)
    def splitlines(self, keepends: bool = False) -> list[bytes]: ...  # cost: len(self)
    def startswith(
        self, prefix: bytes | tuple[bytes, ...], start: int | None = ..., end: int | None = ..., /
    ) -> bool: ...
    def strip(self, bytes: bytes | None = None, /) -> bytes: ...  # cost: len(self)
    def swapcase(self) -> bytes: ...  # cost: len(self)
    def title(self) -> bytes: ...  # cost: len(self)
    def translate(
        self, table: bytes | None, /, delete: bytes = b""
    ) -> bytes: ...  # cost: len(self)
    def upper(self) -> bytes: ...  # cost: len(self)
    def zfill(self, width: int, /) -> bytes: ...  # cost: width

class bytearray(bytes):
    def __init__(
        self, source: object = b"", encoding: str = ..., errors: str = ...
    ) -> None: ...  # cost: size(source)
    def append(self, item: int, /) -> None: ...
    def clear(self) -> None: ...
    def copy(self) -> bytearray: ...  # cost: len(self)
    def extend(self, iterable_of_ints: Iterable[int], /) -> None: ...  # cost: len(iterable_of_ints)
    def insert(self, index: int, item: int, /) -> None: ...  # cost: len(self)
    def pop(self, index: int = -1, /) -> int: ...  # cost: len(self)
    def remove(self, value: int, /) -> None: ...  # cost: len(self)
    def reverse(self) -> None: ...  # cost: len(self)

class memoryview:
    def __init__(self, object: bytes | bytearray) -> None: ...
    nbytes: int
    itemsize: int
    format: str
    readonly: bool
    ndim: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    suboffsets: tuple[int, ...]
    contiguous: bool
    c_contiguous: bool
    f_contiguous: bool
    def toreadonly(self) -> memoryview: ...
    def cast(self, format: str, shape: object = ...) -> memoryview: ...
    def tobytes(self) -> bytes: ...  # cost: len(self)
    def tolist(self) -> list[int]: ...  # cost: len(self)
    def hex(self) -> str: ...  # cost: len(self)
    def release(self) -> None: ...

class list:
    def __init__(self, iterable: Iterable[T] = (), /) -> None: ...  # cost: len(iterable)
    def append(self, object: T, /) -> None: ...
    def clear(self) -> None: ...
    def copy(self) -> list[T]: ...  # cost: len(self)
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

class tuple:
    def __init__(self, iterable: Iterable[T] = (), /) -> None: ...  # cost: len(iterable)
    def count(self, value: object, /) -> int: ...  # cost: len(self)
    def index(
        self, value: object, start: int = 0, stop: int = ..., /
    ) -> int: ...  # cost: len(self)

class dict:
    def __init__(
        self, iterable: object = ..., /, **kwargs: object
    ) -> None: ...  # cost: len(iterable)
    def clear(self) -> None: ...
    def copy(self) -> dict[K, V]: ...  # cost: len(self)
    @classmethod
    def fromkeys(
        cls, iterable: Iterable[K], value: V = None, /
    ) -> dict[K, V]: ...  # cost: len(iterable)
    def get(self, key: object, default: object = None, /) -> V | None: ...
    def items(self) -> dict_items[K, V]: ...
    def keys(self) -> dict_keys[K]: ...
    def pop(self, key: object, default: object = ..., /) -> V: ...
    def popitem(self) -> tuple[K, V]: ...
    def setdefault(self, key: K, default: V = None, /) -> V: ...
    def update(
        self, iterable: object = ..., /, **kwargs: object
    ) -> None: ...  # cost: len(iterable)
    def values(self) -> dict_values[V]: ...

class set:
    def __init__(self, iterable: Iterable[T] = (), /) -> None: ...  # cost: len(iterable)
    def add(self, element: T, /) -> None: ...
    def clear(self) -> None: ...
    def copy(self) -> set[T]: ...  # cost: len(self)
    def difference(self, *others: Iterable[object]) -> set[T]: ...  # cost: len(self) + len(others)
    def difference_update(self, *others: Iterable[object]) -> None: ...  # cost: len(others)
    def discard(self, element: object, /) -> None: ...
    def intersection(
        self, *others: Iterable[object]
    ) -> set[T]: ...  # cost: len(self) + len(others)
    def intersection_update(
        self, *others: Iterable[object]
    ) -> None: ...  # cost: len(self) + len(others)
    def isdisjoint(self, other: Iterable[object], /) -> bool: ...  # cost: len(other)
    def issubset(self, other: Iterable[object], /) -> bool: ...  # cost: len(self) + len(other)
    def issuperset(self, other: Iterable[object], /) -> bool: ...  # cost: len(other)
    def pop(self) -> T: ...
    def remove(self, element: T, /) -> None: ...
    def symmetric_difference(
        self, other: Iterable[T], /
    ) -> set[T]: ...  # cost: len(self) + len(other)
    def symmetric_difference_update(self, other: Iterable[T], /) -> None: ...  # cost: len(other)
    def union(self, *others: Iterable[T]) -> set[T]: ...  # cost: len(self) + len(others)
    def update(self, *others: Iterable[T]) -> None: ...  # cost: len(others)

class frozenset:
    def __init__(self, iterable: Iterable[T] = (), /) -> None: ...  # cost: len(iterable)
    def copy(self) -> frozenset[T]: ...
    def difference(
        self, *others: Iterable[object]
    ) -> frozenset[T]: ...  # cost: len(self) + len(others)
    def intersection(
        self, *others: Iterable[object]
    ) -> frozenset[T]: ...  # cost: len(self) + len(others)
    def isdisjoint(self, other: Iterable[object], /) -> bool: ...  # cost: len(other)
    def issubset(self, other: Iterable[object], /) -> bool: ...  # cost: len(self) + len(other)
    def issuperset(self, other: Iterable[object], /) -> bool: ...  # cost: len(other)
    def symmetric_difference(
        self, other: Iterable[T], /
    ) -> frozenset[T]: ...  # cost: len(self) + len(other)
    def union(self, *others: Iterable[T]) -> frozenset[T]: ...  # cost: len(self) + len(others)

class range:
    def __init__(self, stop: int, /) -> None: ...
    def __init__(self, start: int, stop: int, step: int = 1, /) -> None: ...
    start: int
    stop: int
    step: int
    def count(self, value: object, /) -> int: ...
    def index(self, value: object, /) -> int: ...

class slice:
    def __init__(self, stop: object, /) -> None: ...
    def __init__(self, start: object, stop: object, step: object = None, /) -> None: ...
    start: Any
    stop: Any
    step: Any
    def indices(self, length: int, /) -> tuple[int, int, int]: ...

class enumerate:
    def __init__(self, iterable: Iterable[T], start: int = 0) -> None: ...

class filter:
    def __init__(
        self, function: Callable[[T], object] | None, iterable: Iterable[T], /
    ) -> None: ...

class map:
    def __init__(
        self, function: Callable[..., T], iterable: Iterable[Any], /, *iterables: Iterable[Any]
    ) -> None: ...

class reversed:
    def __init__(self, sequence: Iterable[T], /) -> None: ...

class zip:
    def __init__(self, *iterables: Iterable[Any], strict: bool = False) -> None: ...

class BaseException:
    def __init__(self, *args: object) -> None: ...
    args: tuple[Any, ...]
    __cause__: BaseException | None
    __context__: BaseException | None
    __suppress_context__: bool
    __traceback__: traceback | None
    __notes__: list[str]
    def add_note(self, note: str, /) -> None: ...
    def with_traceback(self, tb: object, /) -> Self: ...

class Exception(BaseException): ...
class ArithmeticError(Exception): ...
class AssertionError(Exception): ...

class AttributeError(Exception):
    def __init__(self, *args: object, name: str | None = None, obj: object = None) -> None: ...
    name: str | None
    obj: Any

class BaseExceptionGroup(BaseException):
    def __init__(self, message: str, exceptions: Sequence[BaseException], /) -> None: ...
    message: str
    exceptions: tuple[Any, ...]
    def derive(self, excs: Sequence[BaseException], /) -> Self: ...
    def split(self, condition: object, /) -> tuple[Any, Any]: ...
    def subgroup(self, condition: object, /) -> Self | None: ...

class BlockingIOError(OSError): ...
class BrokenPipeError(ConnectionError): ...
class BufferError(Exception): ...
class BytesWarning(Warning): ...
class ChildProcessError(OSError): ...
class ConnectionAbortedError(ConnectionError): ...
class ConnectionError(OSError): ...
class ConnectionRefusedError(ConnectionError): ...
class ConnectionResetError(ConnectionError): ...
class DeprecationWarning(Warning): ...
class EOFError(Exception): ...
class EncodingWarning(Warning): ...
class ExceptionGroup(BaseExceptionGroup, Exception): ...
class FileExistsError(OSError): ...
class FileNotFoundError(OSError): ...
class FloatingPointError(ArithmeticError): ...
class FutureWarning(Warning): ...
class GeneratorExit(BaseException): ...

class ImportError(Exception):
    def __init__(self, *args: object, name: str | None = None, path: str | None = None) -> None: ...
    name: str | None
    path: str | None
    msg: str

class ImportWarning(Warning): ...
class IndentationError(SyntaxError): ...
class IndexError(LookupError): ...
class InterruptedError(OSError): ...
class IsADirectoryError(OSError): ...
class KeyError(LookupError): ...
class KeyboardInterrupt(BaseException): ...
class LookupError(Exception): ...
class MemoryError(Exception): ...
class ModuleNotFoundError(ImportError): ...

class NameError(Exception):
    def __init__(self, *args: object, name: str | None = None) -> None: ...
    name: str | None

class NotADirectoryError(OSError): ...
class NotImplementedError(RuntimeError): ...

class OSError(Exception):
    errno: int | None
    strerror: str | None
    filename: Any
    filename2: Any

class OverflowError(ArithmeticError): ...
class PendingDeprecationWarning(Warning): ...
class PermissionError(OSError): ...
class ProcessLookupError(OSError): ...
class RecursionError(RuntimeError): ...
class ReferenceError(Exception): ...
class ResourceWarning(Warning): ...
class RuntimeError(Exception): ...
class RuntimeWarning(Warning): ...
class StopAsyncIteration(Exception): ...

class StopIteration(Exception):
    value: Any

class SyntaxError(Exception):
    msg: str
    filename: str | None
    lineno: int | None
    offset: int | None
    text: str | None
    end_lineno: int | None
    end_offset: int | None

class SyntaxWarning(Warning): ...
class SystemError(Exception): ...

class SystemExit(BaseException):
    code: Any

class TabError(IndentationError): ...
class TimeoutError(OSError): ...
class ToolError(Exception): ...
class TypeError(Exception): ...
class UnboundLocalError(NameError): ...

class UnicodeDecodeError(UnicodeError):
    def __init__(
        self, encoding: str, object: bytes, start: int, end: int, reason: str, /
    ) -> None: ...
    encoding: str
    object: bytes
    start: int
    end: int
    reason: str

class UnicodeEncodeError(UnicodeError):
    def __init__(
        self, encoding: str, object: str, start: int, end: int, reason: str, /
    ) -> None: ...
    encoding: str
    object: str
    start: int
    end: int
    reason: str

class UnicodeError(ValueError): ...

class UnicodeTranslateError(UnicodeError):
    def __init__(self, object: str, start: int, end: int, reason: str, /) -> None: ...
    encoding: str | None
    object: str
    start: int
    end: int
    reason: str

class UnicodeWarning(Warning): ...
class UserWarning(Warning): ...
class ValueError(Exception): ...
class Warning(Exception): ...
class ZeroDivisionError(ArithmeticError): ...

EnvironmentError = OSError
IOError = OSError
