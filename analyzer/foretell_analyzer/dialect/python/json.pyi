# mypy: ignore-errors
# # Values to JSON text and back. Encoders are not for deriving: use `default`.
class JSONDecodeError(ValueError):
    def __init__(self, msg: str, doc: str, pos: int) -> None: ...
    msg: str
    doc: str
    pos: int
    lineno: int
    colno: int

def dumps(
    obj: object,
    *,
    skipkeys: bool = False,
    ensure_ascii: bool = True,
    check_circular: bool = True,
    allow_nan: bool = True,
    indent: int | str | None = None,
    separators: tuple[str, str] | None = None,
    default: Callable[[Any], object] | None = None,
    sort_keys: bool = False,
) -> str: ...  # cost: size(obj)
def dump(
    obj: object,
    fp: object,
    *,
    skipkeys: bool = False,
    ensure_ascii: bool = True,
    check_circular: bool = True,
    allow_nan: bool = True,
    indent: int | str | None = None,
    separators: tuple[str, str] | None = None,
    default: Callable[[Any], object] | None = None,
    sort_keys: bool = False,
) -> None: ...  # cost: size(obj)
def loads(
    s: str | bytes | bytearray,
    *,
    object_hook: Callable[[dict], object] | None = None,
    parse_float: Callable[[str], object] | None = None,
    parse_int: Callable[[str], object] | None = None,
    parse_constant: Callable[[str], object] | None = None,
    object_pairs_hook: Callable[[list], object] | None = None,
) -> Any: ...  # cost: len(s)
def load(
    fp: object,
    *,
    object_hook: Callable[[dict], object] | None = None,
    parse_float: Callable[[str], object] | None = None,
    parse_int: Callable[[str], object] | None = None,
    parse_constant: Callable[[str], object] | None = None,
    object_pairs_hook: Callable[[list], object] | None = None,
) -> Any: ...  # cost: len(fp)
