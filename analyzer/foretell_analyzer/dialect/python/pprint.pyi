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

class PrettyPrinter:
    def __init__(
        self,
        indent: int = 1,
        width: int = 80,
        depth: int | None = None,
        stream: object = None,
        *,
        compact: bool = False,
        sort_dicts: bool = True,
        underscore_numbers: bool = False,
    ) -> None: ...
    def pformat(self, object: object) -> str: ...  # cost: size(object)
    def pprint(self, object: object) -> None: ...  # cost: size(object)
    def isreadable(self, object: object) -> bool: ...  # cost: size(object)
    def isrecursive(self, object: object) -> bool: ...  # cost: size(object)
