# mypy: ignore-errors
# Only `urllib.parse` is here: nothing fetches.
parse: Module
