# mypy: ignore-errors
# Regular expressions. See docs/decisions for how a pattern is kept from running for ever.
A: RegexFlag
ASCII: RegexFlag
DOTALL: RegexFlag
I: RegexFlag
IGNORECASE: RegexFlag
M: RegexFlag
MULTILINE: RegexFlag
NOFLAG: RegexFlag
S: RegexFlag
U: RegexFlag
UNICODE: RegexFlag
VERBOSE: RegexFlag
X: RegexFlag

class RegexFlag(int):
    name: str
    value: int

class error(Exception):
    def __init__(self, msg: str, pattern: str | None = None, pos: int | None = None) -> None: ...
    msg: str
    pattern: str | bytes | None
    pos: int | None
    lineno: int | None
    colno: int | None

class Match:
    string: str
    re: Pattern
    pos: int
    endpos: int
    lastindex: int | None
    lastgroup: str | None
    regs: tuple[tuple[int, int], ...]
    def end(self, group: int | str = 0, /) -> int: ...
    def expand(self, template: str) -> str: ...  # cost: len(template)
    def group(self, *groups: int | str) -> Any: ...
    def groupdict(self, default: object = None) -> dict[str, str | Any]: ...
    def groups(self, default: object = None) -> tuple[str | Any, ...]: ...
    def span(self, group: int | str = 0, /) -> tuple[int, int]: ...
    def start(self, group: int | str = 0, /) -> int: ...

class Pattern:
    pattern: str
    flags: int
    groups: int
    groupindex: dict[str, int]
    def findall(
        self, string: str, pos: int = 0, endpos: int = ...
    ) -> list[Any]: ...  # cost: len(string)
    def finditer(
        self, string: str, pos: int = 0, endpos: int = ...
    ) -> Iterator[Match]: ...  # cost: len(string)
    def fullmatch(
        self, string: str, pos: int = 0, endpos: int = ...
    ) -> Match | None: ...  # cost: len(string)
    def match(
        self, string: str, pos: int = 0, endpos: int = ...
    ) -> Match | None: ...  # cost: len(string)
    def search(
        self, string: str, pos: int = 0, endpos: int = ...
    ) -> Match | None: ...  # cost: len(string)
    def split(self, string: str, maxsplit: int = 0) -> list[Any]: ...  # cost: len(string)
    def sub(
        self, repl: str | Callable[[Match], str], string: str, count: int = 0
    ) -> str: ...  # cost: len(string)
    def subn(
        self, repl: str | Callable[[Match], str], string: str, count: int = 0
    ) -> tuple[str, int]: ...  # cost: len(string)

def compile(pattern: str | Pattern, flags: int = 0) -> Pattern: ...  # cost: len(pattern)
def escape(pattern: str) -> str: ...  # cost: len(pattern)
def findall(
    pattern: str | Pattern, string: str, flags: int = 0
) -> list[Any]: ...  # cost: len(string)
def finditer(
    pattern: str | Pattern, string: str, flags: int = 0
) -> Iterator[Match]: ...  # cost: len(string)
def fullmatch(
    pattern: str | Pattern, string: str, flags: int = 0
) -> Match | None: ...  # cost: len(string)
def match(
    pattern: str | Pattern, string: str, flags: int = 0
) -> Match | None: ...  # cost: len(string)
def purge() -> None: ...
def search(
    pattern: str | Pattern, string: str, flags: int = 0
) -> Match | None: ...  # cost: len(string)
def split(
    pattern: str | Pattern, string: str, maxsplit: int = 0, flags: int = 0
) -> list[Any]: ...  # cost: len(string)
def sub(
    pattern: str | Pattern,
    repl: str | Callable[[Match], str],
    string: str,
    count: int = 0,
    flags: int = 0,
) -> str: ...  # cost: len(string)
def subn(
    pattern: str | Pattern,
    repl: str | Callable[[Match], str],
    string: str,
    count: int = 0,
    flags: int = 0,
) -> tuple[str, int]: ...  # cost: len(string)
