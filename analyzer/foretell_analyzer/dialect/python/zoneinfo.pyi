# mypy: ignore-errors
# Time zones by name, from the host's database.
class ZoneInfoNotFoundError(KeyError): ...
class InvalidTZPathWarning(RuntimeWarning): ...

class ZoneInfo(datetime.tzinfo):
    def __init__(self, key: str) -> None: ...
    key: str

def available_timezones() -> set[str]: ...  # cost: 600
