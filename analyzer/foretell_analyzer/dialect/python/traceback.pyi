# mypy: ignore-errors
# The script's own lines of an exception, as text.
def format_exc(limit: int | None = None, chain: bool = True) -> str: ...
def format_exception(
    exc: object,
    /,
    value: object = ...,
    tb: object = ...,
    limit: int | None = None,
    chain: bool = True,
) -> list[str]: ...
def format_exception_only(exc: object, /, value: object = ...) -> list[str]: ...
def format_tb(tb: object, limit: int | None = None) -> list[str]: ...
def print_exc(limit: int | None = None, file: object = None, chain: bool = True) -> None: ...
def print_exception(
    exc: object,
    /,
    value: object = ...,
    tb: object = ...,
    limit: int | None = None,
    file: object = None,
    chain: bool = True,
) -> None: ...
