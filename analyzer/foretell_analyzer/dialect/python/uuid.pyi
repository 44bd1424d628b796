# mypy: ignore-errors
# Identifiers; `uuid1` and `uuid4` take chance and clock from the run.
NAMESPACE_DNS: UUID
NAMESPACE_OID: UUID
NAMESPACE_URL: UUID
NAMESPACE_X500: UUID
RESERVED_NCS: str
RFC_4122: str
RESERVED_MICROSOFT: str
RESERVED_FUTURE: str

class UUID:
    def __init__(
        self,
        hex: str | None = None,
        bytes: bytes | None = None,
        bytes_le: bytes | None = None,
        fields: tuple[int, ...] | None = None,
        int: int | None = None,
        version: int | None = None,
    ) -> None: ...
    bytes: bytes
    bytes_le: bytes
    clock_seq: int
    clock_seq_hi_variant: int
    clock_seq_low: int
    fields: tuple[int, ...]
    hex: str
    int: int
    node: int
    time: int
    time_hi_version: int
    time_low: int
    time_mid: int
    urn: str
    variant: str
    version: int | None

def uuid1(node: int | None = None, clock_seq: int | None = None) -> UUID: ...
def uuid3(namespace: UUID, name: str) -> UUID: ...  # cost: len(name)
def uuid4() -> UUID: ...
def uuid5(namespace: UUID, name: str) -> UUID: ...  # cost: len(name)
