# mypy: ignore-errors
# Enumerations.
CONFORM: FlagBoundary
CONTINUOUS: EnumCheck
EJECT: FlagBoundary
KEEP: FlagBoundary
NAMED_FLAGS: EnumCheck
STRICT: FlagBoundary
UNIQUE: EnumCheck

class EnumType(type): ...

EnumMeta = EnumType

class Enum:
    def __init__(self, value: object) -> None: ...
    name: str
    value: Any
    _name_: str
    _value_: Any

class ReprEnum(Enum): ...

class IntEnum(int, ReprEnum):
    def __init__(self, value: object) -> None: ...

class StrEnum(str, ReprEnum):
    def __init__(self, value: object) -> None: ...

class Flag(Enum): ...

class IntFlag(int, ReprEnum, Flag):
    def __init__(self, value: object) -> None: ...

class FlagBoundary(StrEnum): ...
class EnumCheck(StrEnum): ...

class property:
    def __init__(
        self,
        fget: Callable[[Any], Any] | None = None,
        fset: object = None,
        fdel: object = None,
        doc: str | None = None,
    ) -> None: ...

class verify:
    def __init__(self, *checks: EnumCheck) -> None: ...

def auto(value: object = ...) -> Any: ...
def global_enum(cls: type, update_str: bool = False) -> type: ...
def member(value: T) -> T: ...
def nonmember(value: T) -> T: ...
def unique(enumeration: type) -> type: ...
