# mypy: ignore-errors
# # Text to HTML and back.
def escape(s: str, quote: bool = True) -> str: ...  # cost: len(s)
def unescape(s: str) -> str: ...  # cost: len(s)
