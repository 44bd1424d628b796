# mypy: ignore-errors
# Constants, templates and formatters.
ascii_letters: str
ascii_lowercase: str
ascii_uppercase: str
digits: str
hexdigits: str
octdigits: str
printable: str
punctuation: str
whitespace: str

def capwords(s: str, sep: str | None = None) -> str: ...  # cost: len(s)

class Template:
    def __init__(self, template: str) -> None: ...
    delimiter: str
    idpattern: str
    braceidpattern: str | None
    flags: Any
    pattern: Any
    template: str
    def substitute(self, mapping: object = ..., /, **kws: object) -> str: ...  # cost: len(self)
    def safe_substitute(
        self, mapping: object = ..., /, **kws: object
    ) -> str: ...  # cost: len(self)
    def is_valid(self) -> bool: ...  # cost: len(self)
    def get_identifiers(self) -> list[str]: ...  # cost: len(self)

class Formatter:
    def format(
        self, format_string: str, /, *args: object, **kwargs: object
    ) -> str: ...  # cost: len(format_string)
    def vformat(
        self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> str: ...  # cost: len(format_string)
    def parse(self, format_string: str) -> Iterator[tuple]: ...  # cost: len(format_string)
    def get_field(
        self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> tuple[Any, Any]: ...
    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any: ...
    def check_unused_args(
        self, used_args: Any, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None: ...
    def format_field(self, value: object, format_spec: str) -> Any: ...  # cost: size(value)
    def convert_field(self, value: object, conversion: str | None) -> Any: ...
