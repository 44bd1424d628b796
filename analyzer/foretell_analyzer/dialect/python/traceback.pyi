# mypy: ignore-errors
# The script's own lines of an exception, as text and as values. There are no frames.
class FrameSummary:
    def __init__(
        self,
        filename: str,
        lineno: int | None,
        name: str,
        *,
        lookup_line: bool = True,
        locals: object = None,
        line: str | None = None,
        end_lineno: int | None = None,
        colno: int | None = None,
        end_colno: int | None = None,
    ) -> None: ...
    filename: str
    lineno: int | None
    name: str
    line: str | None
    end_lineno: int | None
    colno: int | None
    end_colno: int | None

class StackSummary(list):
    def format(self) -> list[str]: ...  # cost: len(self)

class TracebackException:
    exc_type: type
    stack: StackSummary
    __cause__: TracebackException | None
    __context__: TracebackException | None
    __notes__: list[str] | None
    __suppress_context__: bool
    exceptions: list[TracebackException] | None
    @classmethod
    def from_exception(
        cls, exc: BaseException, *, limit: int | None = None
    ) -> TracebackException: ...
    def format(self, *, chain: bool = True) -> Iterator[str]: ...
    def format_exception_only(self) -> Iterator[str]: ...

def extract_tb(tb: object, limit: int | None = None) -> StackSummary: ...
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
def format_list(
    extracted_list: Iterable[FrameSummary],
) -> list[str]: ...  # cost: len(extracted_list)
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
def print_tb(tb: object, limit: int | None = None, file: object = None) -> None: ...
