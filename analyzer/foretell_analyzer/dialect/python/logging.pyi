# mypy: ignore-errors
# Messages, into the run's output.
CRITICAL: int
DEBUG: int
ERROR: int
FATAL: int
INFO: int
NOTSET: int
WARN: int
WARNING: int

class Formatter:
    def __init__(
        self, fmt: str | None = None, datefmt: str | None = None, style: str = "%"
    ) -> None: ...
    def format(self, record: LogRecord) -> str: ...

class Handler:
    def __init__(self, level: int | str = 0) -> None: ...
    level: int
    def setFormatter(self, fmt: Formatter | None) -> None: ...
    def setLevel(self, level: int | str) -> None: ...

class StreamHandler(Handler):
    def __init__(self, stream: object = None) -> None: ...

class NullHandler(Handler):
    def __init__(self, level: int | str = 0) -> None: ...

class LogRecord:
    name: str
    levelno: int
    levelname: str
    msg: Any
    args: Any
    created: float
    def getMessage(self) -> str: ...

class Logger:
    name: str
    level: int
    parent: Logger | None
    propagate: bool
    disabled: bool
    handlers: list[Handler]
    def addHandler(self, hdlr: Handler) -> None: ...
    def critical(
        self,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
    def debug(
        self,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
    def error(
        self,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
    def exception(
        self,
        msg: object,
        *args: object,
        exc_info: object = True,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
    def fatal(
        self,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
    def getChild(self, suffix: str) -> Logger: ...
    def getEffectiveLevel(self) -> int: ...
    def hasHandlers(self) -> bool: ...
    def info(
        self,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
    def isEnabledFor(self, level: int) -> bool: ...
    def log(
        self,
        level: int,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
    def removeHandler(self, hdlr: Handler) -> None: ...
    def setLevel(self, level: int | str) -> None: ...
    def warn(
        self,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
    def warning(
        self,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...

def basicConfig(
    *,
    format: str = ...,
    datefmt: str | None = None,
    style: str = "%",
    level: int | str | None = None,
    stream: object = None,
    handlers: Iterable[Handler] | None = None,
    force: bool = False,
    filename: object = None,
    filemode: str = "a",
    encoding: str | None = None,
    errors: str | None = None,
) -> None: ...
def critical(
    msg: object,
    *args: object,
    exc_info: object = None,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
) -> None: ...
def debug(
    msg: object,
    *args: object,
    exc_info: object = None,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
) -> None: ...
def disable(level: int = 50) -> None: ...
def error(
    msg: object,
    *args: object,
    exc_info: object = None,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
) -> None: ...
def exception(
    msg: object,
    *args: object,
    exc_info: object = True,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
) -> None: ...
def getLevelName(level: int | str) -> Any: ...
def getLogger(name: str | None = None) -> Logger: ...
def info(
    msg: object,
    *args: object,
    exc_info: object = None,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
) -> None: ...
def log(
    level: int,
    msg: object,
    *args: object,
    exc_info: object = None,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
) -> None: ...
def warn(
    msg: object,
    *args: object,
    exc_info: object = None,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
) -> None: ...
def warning(
    msg: object,
    *args: object,
    exc_info: object = None,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
) -> None: ...
