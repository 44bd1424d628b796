# mypy: ignore-errors
# # Constants and templates. `Formatter` is not here: `str.format` is.
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
    template: str
    def substitute(self, mapping: object = ..., /, **kws: object) -> str: ...  # cost: len(self)
    def safe_substitute(
        self, mapping: object = ..., /, **kws: object
    ) -> str: ...  # cost: len(self)
    def is_valid(self) -> bool: ...  # cost: len(self)
    def get_identifiers(self) -> list[str]: ...  # cost: len(self)
