# mypy: ignore-errors
# Enumerations.

class EnumType(type): ...

EnumMeta = EnumType

class Enum:
    def __init__(self, value: object) -> None: ...
    def __init__(
        self,
        value: str,
        names: object,
        *,
        module: str | None = None,
        qualname: str | None = None,
        type: type | None = None,
        start: int = 1,
        boundary: object = None,
    ) -> type: ...
    name: str
    value: Any
    _name_: str
    _value_: Any

class ReprEnum(Enum): ...

class IntEnum(int, ReprEnum):
    def __init__(self, value: object) -> None: ...
    def __init__(
        self,
        value: str,
        names: object,
        *,
        module: str | None = None,
        qualname: str | None = None,
        type: type | None = None,
        start: int = 1,
        boundary: object = None,
    ) -> type: ...

class StrEnum(str, ReprEnum):
    def __init__(self, value: object) -> None: ...
    def __init__(
        self,
        value: str,
        names: object,
        *,
        module: str | None = None,
        qualname: str | None = None,
        type: type | None = None,
        start: int = 1,
        boundary: object = None,
    ) -> type: ...

class Flag(Enum): ...

class IntFlag(int, ReprEnum, Flag):
    def __init__(self, value: object) -> None: ...
    def __init__(
        self,
        value: str,
        names: object,
        *,
        module: str | None = None,
        qualname: str | None = None,
        type: type | None = None,
        start: int = 1,
        boundary: object = None,
    ) -> type: ...

def auto(value: object = ...) -> Any: ...
def member(value: T) -> T: ...
def nonmember(value: T) -> T: ...
def unique(enumeration: type) -> type: ...

class EnumCheck(StrEnum):
    CONTINUOUS: EnumCheck
    NAMED_FLAGS: EnumCheck
    UNIQUE: EnumCheck

class FlagBoundary(StrEnum):
    STRICT: FlagBoundary
    CONFORM: FlagBoundary
    EJECT: FlagBoundary
    KEEP: FlagBoundary

CONTINUOUS: EnumCheck
NAMED_FLAGS: EnumCheck
UNIQUE: EnumCheck
STRICT: FlagBoundary
CONFORM: FlagBoundary
EJECT: FlagBoundary
KEEP: FlagBoundary

property = property

def verify(*checks: EnumCheck) -> Callable[[T], T]: ...
