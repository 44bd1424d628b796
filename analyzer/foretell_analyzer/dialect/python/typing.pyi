# mypy: ignore-errors
# Annotations; they have no effect at run time but what CPython's have.
AbstractSet: Any
Annotated: Any
Any: Any
AnyStr: Any
AsyncContextManager: Any
AsyncGenerator: Any
AsyncIterable: Any
AsyncIterator: Any
Awaitable: Any
BinaryIO: Any
ByteString: Any
Callable: Any
ChainMap: Any
ClassVar: Any
Collection: Any
Concatenate: Any
Container: Any
ContextManager: Any
Coroutine: Any
Counter: Any
DefaultDict: Any
Deque: Any
Dict: Any
Final: Any
FrozenSet: Any
Generator: Any
Hashable: Any
IO: Any
ItemsView: Any
Iterable: Any
Iterator: Any
KeysView: Any
List: Any
Literal: Any
LiteralString: Any
Mapping: Any
MappingView: Any
Match: Any
MutableMapping: Any
MutableSequence: Any
MutableSet: Any
Never: Any
NoReturn: Any
NotRequired: Any
Optional: Any
OrderedDict: Any
Pattern: Any
Required: Any
Reversible: Any
Self: Any
Sequence: Any
Set: Any
Sized: Any
TYPE_CHECKING: bool
Text: type
TextIO: Any
Tuple: Any
Type: Any
TypeAlias: Any
TypeGuard: Any
Union: Any
Unpack: Any
ValuesView: Any

class Generic: ...

class NamedTuple:
    def __init__(
        self, typename: str, fields: Iterable[tuple[str, Any]] = ..., /, **kwargs: Any
    ) -> None: ...

class NewType:
    def __init__(self, name: str, tp: Any) -> None: ...

class ParamSpec:
    def __init__(
        self,
        name: str,
        *,
        bound: object = None,
        covariant: bool = False,
        contravariant: bool = False,
    ) -> None: ...

class Protocol: ...
class SupportsAbs(Protocol): ...
class SupportsBytes(Protocol): ...
class SupportsComplex(Protocol): ...
class SupportsFloat(Protocol): ...
class SupportsIndex(Protocol): ...
class SupportsInt(Protocol): ...
class SupportsRound(Protocol): ...

class TypeVar:
    def __init__(
        self,
        name: str,
        *constraints: object,
        bound: object = None,
        covariant: bool = False,
        contravariant: bool = False,
    ) -> None: ...

class TypeVarTuple:
    def __init__(self, name: str) -> None: ...

class TypedDict:
    def __init__(
        self,
        typename: str,
        fields: Mapping[str, Any] = ...,
        /,
        *,
        total: bool = True,
        **kwargs: Any,
    ) -> None: ...

def assert_never(arg: object, /) -> NoReturn: ...
def assert_type(val: T, typ: object, /) -> T: ...
def cast(typ: object, val: T) -> Any: ...
def dataclass_transform(
    *,
    eq_default: bool = True,
    order_default: bool = False,
    kw_only_default: bool = False,
    field_specifiers: tuple[Any, ...] = (),
    **kwargs: object,
) -> Any: ...
def final(f: T) -> T: ...
def get_args(tp: object) -> tuple[Any, ...]: ...
def get_origin(tp: object) -> Any: ...
def get_type_hints(
    obj: object, globalns: object = None, localns: object = None, include_extras: bool = False
) -> dict[str, Any]: ...
def is_typeddict(tp: object) -> bool: ...
def no_type_check(arg: T) -> T: ...
def overload(func: T) -> T: ...
def reveal_type(obj: T, /) -> T: ...
def runtime_checkable(cls: T) -> T: ...
