# mypy: ignore-errors
# Warnings, into the run's output.
def filterwarnings(
    action: str,
    message: str = "",
    category: type = ...,
    module: str = "",
    lineno: int = 0,
    append: bool = False,
) -> None: ...
def resetwarnings() -> None: ...
def simplefilter(
    action: str, category: type = ..., lineno: int = 0, append: bool = False
) -> None: ...
def warn(
    message: object, category: type | None = None, stacklevel: int = 1, source: object = None
) -> None: ...

class catch_warnings:
    def __init__(
        self,
        *,
        record: bool = False,
        module: object = None,
        action: str | None = None,
        category: type = ...,
        lineno: int = 0,
        append: bool = False,
    ) -> None: ...
