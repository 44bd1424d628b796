# mypy: ignore-errors
# Tables as text.
QUOTE_ALL: int
QUOTE_MINIMAL: int
QUOTE_NONE: int
QUOTE_NONNUMERIC: int

class Error(Exception): ...

class Dialect:
    delimiter: str
    quotechar: str | None
    escapechar: str | None
    doublequote: bool
    skipinitialspace: bool
    lineterminator: str
    quoting: int

class excel(Dialect): ...
class excel_tab(excel): ...
class unix_dialect(Dialect): ...

class _Reader:
    line_num: int
    dialect: Any

class _Writer:
    dialect: Any
    def writerow(self, row: Iterable[object], /) -> Any: ...  # cost: size(row)
    def writerows(self, rows: Iterable[Iterable[object]], /) -> None: ...  # cost: size(rows)

class DictReader:
    def __init__(
        self,
        f: Iterable[str],
        fieldnames: Sequence[str] | None = None,
        restkey: str | None = None,
        restval: object = None,
        dialect: object = "excel",
        *,
        delimiter: str = ",",
        quotechar: str | None = '"',
        escapechar: str | None = None,
        doublequote: bool = True,
        skipinitialspace: bool = False,
        lineterminator: str = "\r\n",
        quoting: int = 0,
        strict: bool = False,
    ) -> None: ...
    fieldnames: list[str]
    line_num: int
    restkey: str | None
    restval: Any

class DictWriter:
    def __init__(
        self,
        f: object,
        fieldnames: Iterable[str],
        restval: object = "",
        extrasaction: str = "raise",
        dialect: object = "excel",
        *,
        delimiter: str = ",",
        quotechar: str | None = '"',
        escapechar: str | None = None,
        doublequote: bool = True,
        skipinitialspace: bool = False,
        lineterminator: str = "\r\n",
        quoting: int = 0,
        strict: bool = False,
    ) -> None: ...
    fieldnames: list[str]
    restval: Any
    extrasaction: str
    def writeheader(self) -> Any: ...
    def writerow(self, rowdict: Mapping[str, object]) -> Any: ...  # cost: size(rowdict)
    def writerows(
        self, rowdicts: Iterable[Mapping[str, object]]
    ) -> None: ...  # cost: size(rowdicts)

def list_dialects() -> list[str]: ...
def reader(
    csvfile: Iterable[str],
    dialect: object = "excel",
    *,
    delimiter: str = ",",
    quotechar: str | None = '"',
    escapechar: str | None = None,
    doublequote: bool = True,
    skipinitialspace: bool = False,
    lineterminator: str = "\r\n",
    quoting: int = 0,
    strict: bool = False,
) -> _Reader: ...
def writer(
    csvfile: object,
    dialect: object = "excel",
    *,
    delimiter: str = ",",
    quotechar: str | None = '"',
    escapechar: str | None = None,
    doublequote: bool = True,
    skipinitialspace: bool = False,
    lineterminator: str = "\r\n",
    quoting: int = 0,
    strict: bool = False,
) -> _Writer: ...
