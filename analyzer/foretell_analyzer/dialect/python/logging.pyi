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

BASIC_FORMAT: str

class LogRecord:
    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: object,
        exc_info: object,
        func: str | None = None,
        sinfo: str | None = None,
    ) -> None: ...
    name: str
    msg: Any
    args: Any
    levelname: str
    levelno: int
    pathname: str
    filename: str
    module: str
    lineno: int
    funcName: str
    created: float
    msecs: float
    relativeCreated: float
    exc_info: Any
    exc_text: str | None
    stack_info: str | None
    process: int
    processName: str
    thread: int
    threadName: str
    def getMessage(self) -> str: ...  # cost: len(self)

class Filter:
    def __init__(self, name: str = "") -> None: ...
    name: str
    def filter(self, record: LogRecord) -> bool: ...

class Formatter:
    def __init__(
        self,
        fmt: str | None = None,
        datefmt: str | None = None,
        style: str = "%",
        validate: bool = True,
        *,
        defaults: object = None,
    ) -> None: ...
    datefmt: str | None
    default_time_format: str
    default_msec_format: str | None
    def format(self, record: LogRecord) -> str: ...
    def formatException(self, ei: tuple) -> str: ...
    def formatMessage(self, record: LogRecord) -> str: ...
    def formatTime(self, record: LogRecord, datefmt: str | None = None) -> str: ...
    def usesTime(self) -> bool: ...

class Handler:
    def __init__(self, level: int | str = 0) -> None: ...
    level: int
    name: str | None
    formatter: Formatter | None
    filters: list[Any]
    def acquire(self) -> None: ...
    def addFilter(self, filter: object) -> None: ...
    def close(self) -> None: ...
    def createLock(self) -> None: ...
    def emit(self, record: LogRecord) -> None: ...
    def filter(self, record: LogRecord) -> bool: ...
    def flush(self) -> None: ...
    def format(self, record: LogRecord) -> str: ...
    def get_name(self) -> str | None: ...
    def handle(self, record: LogRecord) -> Any: ...
    def handleError(self, record: LogRecord) -> None: ...
    def release(self) -> None: ...
    def removeFilter(self, filter: object) -> None: ...
    def setFormatter(self, fmt: Formatter | None) -> None: ...
    def setLevel(self, level: int | str) -> None: ...
    def set_name(self, name: str | None) -> None: ...

class StreamHandler(Handler):
    def __init__(self, stream: object = None) -> None: ...
    stream: Any
    terminator: str
    def setStream(self, stream: object) -> Any: ...

class NullHandler(Handler):
    def __init__(self, level: int | str = 0) -> None: ...

class Logger:
    name: str
    level: int
    parent: Logger | None
    propagate: bool
    disabled: bool
    handlers: list[Handler]
    filters: list[Any]
    def addFilter(self, filter: object) -> None: ...
    def addHandler(self, hdlr: Handler) -> None: ...
    def filter(self, record: LogRecord) -> bool: ...
    def handle(self, record: LogRecord) -> None: ...
    def removeFilter(self, filter: object) -> None: ...
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

class LoggerAdapter:
    def __init__(self, logger: Any, extra: object = None) -> None: ...
    logger: Any
    extra: Any
    def process(self, msg: object, kwargs: dict) -> tuple[Any, dict]: ...
    def getEffectiveLevel(self) -> int: ...
    def hasHandlers(self) -> bool: ...
    def isEnabledFor(self, level: int) -> bool: ...
    def setLevel(self, level: int | str) -> None: ...
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
    def info(
        self,
        msg: object,
        *args: object,
        exc_info: object = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
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
    def exception(
        self,
        msg: object,
        *args: object,
        exc_info: object = True,
        stack_info: bool = False,
        stacklevel: int = 1,
        extra: object = None,
    ) -> None: ...
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

def addLevelName(level: int, levelName: str) -> None: ...
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
def fatal(
    msg: object,
    *args: object,
    exc_info: object = None,
    stack_info: bool = False,
    stacklevel: int = 1,
    extra: object = None,
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
def getLevelNamesMapping() -> dict[str, int]: ...
def makeLogRecord(dict: dict) -> LogRecord: ...
def shutdown() -> None: ...
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
