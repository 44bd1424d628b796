# mypy: ignore-errors
# Values laid out for reading.
def pformat(
    object: object,
    indent: int = 1,
    width: int = 80,
    depth: int | None = None,
    *,
    compact: bool = False,
    sort_dicts: bool = True,
    underscore_numbers: bool = False,
) -> str: ...  # cost: size(object)
def saferepr(object: object) -> str: ...  # cost: size(object)
def pprint(
    object: object,
    stream: object = None,
    indent: int = 1,
    width: int = 80,
    depth: int | None = None,
    *,
    compact: bool = False,
    sort_dicts: bool = True,
    underscore_numbers: bool = False,
) -> None: ...  # cost: size(object)
def pp(
    object: object,
    stream: object = None,
    indent: int = 1,
    width: int = 80,
    depth: int | None = None,
    *,
    compact: bool = False,
    sort_dicts: bool = False,
    underscore_numbers: bool = False,
) -> None: ...  # cost: size(object)
def isreadable(object: object) -> bool: ...  # cost: size(object)
def isrecursive(object: object) -> bool: ...  # cost: size(object)
