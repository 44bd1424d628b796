# mypy: ignore-errors
# Addresses and their parts.
class ParseResult(tuple):
    def __init__(
        self, scheme: str, netloc: str, path: str, params: str, query: str, fragment: str
    ) -> None: ...
    scheme: str
    netloc: str
    path: str
    params: str
    query: str
    fragment: str
    hostname: str | None
    password: str | None
    port: int | None
    username: str | None
    def geturl(self) -> str: ...
    def encode(self, encoding: str = "ascii", errors: str = "strict") -> Any: ...  # cost: len(self)
    def _replace(
        self,
        *,
        scheme: str = ...,
        netloc: str = ...,
        path: str = ...,
        params: str = ...,
        query: str = ...,
        fragment: str = ...,
    ) -> ParseResult: ...
    def _asdict(self) -> dict[str, str]: ...

class SplitResult(tuple):
    def __init__(self, scheme: str, netloc: str, path: str, query: str, fragment: str) -> None: ...
    scheme: str
    netloc: str
    path: str
    query: str
    fragment: str
    hostname: str | None
    password: str | None
    port: int | None
    username: str | None
    def geturl(self) -> str: ...
    def encode(self, encoding: str = "ascii", errors: str = "strict") -> Any: ...  # cost: len(self)
    def _replace(
        self,
        *,
        scheme: str = ...,
        netloc: str = ...,
        path: str = ...,
        query: str = ...,
        fragment: str = ...,
    ) -> SplitResult: ...
    def _asdict(self) -> dict[str, str]: ...

class DefragResult(tuple):
    def __init__(self, url: str, fragment: str) -> None: ...
    url: str
    fragment: str
    def geturl(self) -> str: ...
    def encode(self, encoding: str = "ascii", errors: str = "strict") -> Any: ...  # cost: len(self)

class ParseResultBytes(tuple):
    def __init__(
        self,
        scheme: bytes,
        netloc: bytes,
        path: bytes,
        params: bytes,
        query: bytes,
        fragment: bytes,
    ) -> None: ...
    scheme: bytes
    netloc: bytes
    path: bytes
    params: bytes
    query: bytes
    fragment: bytes
    hostname: bytes | None
    password: bytes | None
    port: int | None
    username: bytes | None
    def geturl(self) -> bytes: ...
    def decode(self, encoding: str = "ascii", errors: str = "strict") -> Any: ...  # cost: len(self)

class SplitResultBytes(tuple):
    def __init__(
        self, scheme: bytes, netloc: bytes, path: bytes, query: bytes, fragment: bytes
    ) -> None: ...
    scheme: bytes
    netloc: bytes
    path: bytes
    query: bytes
    fragment: bytes
    hostname: bytes | None
    password: bytes | None
    port: int | None
    username: bytes | None
    def geturl(self) -> bytes: ...
    def decode(self, encoding: str = "ascii", errors: str = "strict") -> Any: ...  # cost: len(self)

class DefragResultBytes(tuple):
    def __init__(self, url: bytes, fragment: bytes) -> None: ...
    url: bytes
    fragment: bytes
    def geturl(self) -> bytes: ...
    def decode(self, encoding: str = "ascii", errors: str = "strict") -> Any: ...  # cost: len(self)

def parse_qs(
    qs: object,
    keep_blank_values: bool = False,
    strict_parsing: bool = False,
    encoding: str | None = "utf-8",
    errors: str | None = "replace",
    max_num_fields: int | None = None,
    separator: str = "&",
) -> dict[str, list[str]]: ...  # cost: len(qs)
def parse_qsl(
    qs: object,
    keep_blank_values: bool = False,
    strict_parsing: bool = False,
    encoding: str | None = "utf-8",
    errors: str | None = "replace",
    max_num_fields: int | None = None,
    separator: str = "&",
) -> list[tuple[str, str]]: ...  # cost: len(qs)
def quote(
    string: str, safe: str = "/", encoding: str | None = None, errors: str | None = None
) -> str: ...  # cost: len(string)
def quote_plus(
    string: str, safe: str = "", encoding: str | None = None, errors: str | None = None
) -> str: ...  # cost: len(string)
def quote_from_bytes(bs: object, safe: str = "/") -> str: ...  # cost: len(string)
def unquote(
    string: str, encoding: str | None = "utf-8", errors: str | None = "replace"
) -> str: ...  # cost: len(string)
def unquote_plus(
    string: str, encoding: str | None = "utf-8", errors: str | None = "replace"
) -> str: ...  # cost: len(string)
def unquote_to_bytes(string: str) -> bytes: ...  # cost: len(string)
def urldefrag(url: str) -> DefragResult: ...  # cost: len(url)
def urlencode(
    query: object,
    doseq: bool = False,
    safe: str = "",
    encoding: str | None = None,
    errors: str | None = None,
    quote_via: Callable[..., str] = ...,
) -> str: ...  # cost: size(query)
def urljoin(base: str, url: str, allow_fragments: bool = True) -> str: ...  # cost: len(url)
def urlparse(
    url: str, scheme: str = "", allow_fragments: bool = True
) -> ParseResult: ...  # cost: len(url)
def urlsplit(
    url: str, scheme: str = "", allow_fragments: bool = True
) -> SplitResult: ...  # cost: len(url)
def urlunparse(components: Iterable[str]) -> str: ...  # cost: size(components)
def urlunsplit(components: Iterable[str]) -> str: ...  # cost: size(components)
