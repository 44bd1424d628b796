# mypy: ignore-errors
# # Places in sorted lists.
def bisect(
    a: Sequence[T],
    x: T,
    lo: int = 0,
    hi: int | None = None,
    *,
    key: Callable[[T], object] | None = None,
) -> int: ...
def bisect_left(
    a: Sequence[T],
    x: T,
    lo: int = 0,
    hi: int | None = None,
    *,
    key: Callable[[T], object] | None = None,
) -> int: ...
def bisect_right(
    a: Sequence[T],
    x: T,
    lo: int = 0,
    hi: int | None = None,
    *,
    key: Callable[[T], object] | None = None,
) -> int: ...
def insort(
    a: Sequence[T],
    x: T,
    lo: int = 0,
    hi: int | None = None,
    *,
    key: Callable[[T], object] | None = None,
) -> None: ...  # cost: len(a)
def insort_left(
    a: Sequence[T],
    x: T,
    lo: int = 0,
    hi: int | None = None,
    *,
    key: Callable[[T], object] | None = None,
) -> None: ...  # cost: len(a)
def insort_right(
    a: Sequence[T],
    x: T,
    lo: int = 0,
    hi: int | None = None,
    *,
    key: Callable[[T], object] | None = None,
) -> None: ...  # cost: len(a)
