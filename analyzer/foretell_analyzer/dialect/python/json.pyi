# mypy: ignore-errors
# Values to JSON text and back.
class JSONDecodeError(ValueError):
    def __init__(self, msg: str, doc: str, pos: int) -> None: ...
    msg: str
    doc: str
    pos: int
    lineno: int
    colno: int

class JSONEncoder:
    def __init__(
        self,
        *,
        skipkeys: bool = False,
        ensure_ascii: bool = True,
        check_circular: bool = True,
        allow_nan: bool = True,
        sort_keys: bool = False,
        indent: int | str | None = None,
        separators: tuple[str, str] | None = None,
        default: Callable[[Any], object] | None = None,
    ) -> None: ...
    item_separator: str
    key_separator: str
    def default(self, o: object) -> Any: ...
    def encode(self, o: object) -> str: ...  # cost: size(o)
    def iterencode(self, o: object) -> Iterator[str]: ...  # cost: size(o)

class JSONDecoder:
    def __init__(
        self,
        *,
        object_hook: Callable[[dict], object] | None = None,
        parse_float: Callable[[str], object] | None = None,
        parse_int: Callable[[str], object] | None = None,
        parse_constant: Callable[[str], object] | None = None,
        strict: bool = True,
        object_pairs_hook: Callable[[list], object] | None = None,
    ) -> None: ...
    def decode(self, s: str) -> Any: ...  # cost: len(s)
    def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]: ...  # cost: len(s)

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
    cls: type | None = None,
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
    cls: type | None = None,
) -> None: ...  # cost: size(obj)
def loads(
    s: str | bytes | bytearray,
    *,
    object_hook: Callable[[dict], object] | None = None,
    parse_float: Callable[[str], object] | None = None,
    parse_int: Callable[[str], object] | None = None,
    parse_constant: Callable[[str], object] | None = None,
    object_pairs_hook: Callable[[list], object] | None = None,
    strict: bool = True,
    cls: type | None = None,
) -> Any: ...  # cost: len(s)
def load(
    fp: object,
    *,
    object_hook: Callable[[dict], object] | None = None,
    parse_float: Callable[[str], object] | None = None,
    parse_int: Callable[[str], object] | None = None,
    parse_constant: Callable[[str], object] | None = None,
    object_pairs_hook: Callable[[list], object] | None = None,
    strict: bool = True,
    cls: type | None = None,
) -> Any: ...  # cost: len(fp)
