# mypy: ignore-errors
# Classes of fields.
KW_ONLY: Any
MISSING: Any

class FrozenInstanceError(AttributeError): ...

class Field:
    name: str
    type: Any
    default: Any
    default_factory: Any
    init: bool
    repr: bool
    hash: bool | None
    compare: bool
    metadata: Mapping[str, Any]
    kw_only: bool

class InitVar:
    def __init__(self, type: object) -> None: ...

def asdict(
    obj: object, *, dict_factory: Callable[..., Any] = ...
) -> dict[str, Any]: ...  # cost: size(obj)
def astuple(
    obj: object, *, tuple_factory: Callable[..., Any] = ...
) -> tuple[Any, ...]: ...  # cost: size(obj)
def dataclass(
    cls: type | None = None,
    /,
    *,
    init: bool = True,
    repr: bool = True,
    eq: bool = True,
    order: bool = False,
    unsafe_hash: bool = False,
    frozen: bool = False,
    match_args: bool = True,
    kw_only: bool = False,
    slots: bool = False,
    weakref_slot: bool = False,
) -> Any: ...
def field(
    *,
    default: object = ...,
    default_factory: Callable[[], Any] = ...,
    init: bool = True,
    repr: bool = True,
    hash: bool | None = None,
    compare: bool = True,
    metadata: Mapping[str, Any] | None = None,
    kw_only: bool = ...,
) -> Any: ...
def fields(class_or_instance: object) -> tuple[Field, ...]: ...
def is_dataclass(obj: object) -> bool: ...
def make_dataclass(
    cls_name: str,
    fields: Iterable[object],
    *,
    bases: tuple[type, ...] = (),
    namespace: dict[str, Any] | None = None,
    init: bool = True,
    repr: bool = True,
    eq: bool = True,
    order: bool = False,
    unsafe_hash: bool = False,
    frozen: bool = False,
    match_args: bool = True,
    kw_only: bool = False,
    slots: bool = False,
    weakref_slot: bool = False,
) -> type: ...
def replace(obj: T, /, **changes: object) -> T: ...
