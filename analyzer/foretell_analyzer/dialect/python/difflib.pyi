# mypy: ignore-errors
# Differences of sequences.
class SequenceMatcher:
    def __init__(
        self,
        isjunk: Callable[[Any], object] | None = None,
        a: Sequence[Any] = "",
        b: Sequence[Any] = "",
        autojunk: bool = True,
    ) -> None: ...  # cost: len(b)
    a: Sequence[Any]
    b: Sequence[Any]
    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match: ...  # cost: len(a) * len(b)
    def get_grouped_opcodes(
        self, n: int = 3
    ) -> Iterator[list[tuple[str, int, int, int, int]]]: ...  # cost: len(a) * len(b)
    def get_matching_blocks(self) -> list[Match]: ...  # cost: len(a) * len(b)
    def get_opcodes(self) -> list[tuple[str, int, int, int, int]]: ...  # cost: len(a) * len(b)
    def quick_ratio(self) -> float: ...  # cost: len(a) + len(b)
    def ratio(self) -> float: ...  # cost: len(a) * len(b)
    def real_quick_ratio(self) -> float: ...
    def set_seq1(self, a: Sequence[Any]) -> None: ...
    def set_seq2(self, b: Sequence[Any]) -> None: ...  # cost: len(b)
    def set_seqs(self, a: Sequence[Any], b: Sequence[Any]) -> None: ...  # cost: len(b)

class Match(tuple):
    a: int
    b: int
    size: int

class Differ:
    def __init__(
        self,
        linejunk: Callable[[str], object] | None = None,
        charjunk: Callable[[str], object] | None = None,
    ) -> None: ...
    def compare(
        self, a: Sequence[str], b: Sequence[str]
    ) -> Iterator[str]: ...  # cost: len(a) * len(b)

def context_diff(
    a: Sequence[str],
    b: Sequence[str],
    fromfile: str = "",
    tofile: str = "",
    fromfiledate: str = "",
    tofiledate: str = "",
    n: int = 3,
    lineterm: str = "\n",
) -> Iterator[str]: ...  # cost: len(a) * len(b)
def get_close_matches(
    word: Sequence[Any], possibilities: Iterable[T], n: int = 3, cutoff: float = 0.6
) -> list[T]: ...  # cost: size(possibilities)
def diff_bytes(
    dfunc: Callable[..., Iterable[str]],
    a: Iterable[bytes],
    b: Iterable[bytes],
    fromfile: bytes = b"",
    tofile: bytes = b"",
    fromfiledate: bytes = b"",
    tofiledate: bytes = b"",
    n: int = 3,
    lineterm: bytes = b"\n",
) -> Iterator[bytes]: ...  # cost: len(a) * len(b)
def IS_CHARACTER_JUNK(ch: str, ws: str = " \t") -> bool: ...
def IS_LINE_JUNK(line: str, pat: object = ...) -> bool: ...  # cost: len(line)
def ndiff(
    a: Sequence[str],
    b: Sequence[str],
    linejunk: Callable[[str], object] | None = None,
    charjunk: Callable[[str], object] | None = ...,
) -> Iterator[str]: ...  # cost: len(a) * len(b)
def restore(delta: Iterable[str], which: int) -> Iterator[str]: ...
def unified_diff(
    a: Sequence[str],
    b: Sequence[str],
    fromfile: str = "",
    tofile: str = "",
    fromfiledate: str = "",
    tofiledate: str = "",
    n: int = 3,
    lineterm: str = "\n",
) -> Iterator[str]: ...  # cost: len(a) * len(b)
