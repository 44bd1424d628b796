# mypy: ignore-errors
# Keyed digests.
class HMAC:
    name: str
    digest_size: int
    block_size: int
    def copy(self) -> HMAC: ...
    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...
    def update(self, msg: bytes) -> None: ...  # cost: len(msg)

def compare_digest(a: object, b: object, /) -> bool: ...  # cost: len(a)
def digest(key: bytes, msg: bytes, digest: object) -> bytes: ...  # cost: len(msg)
def new(key: bytes, msg: bytes | None = None, digestmod: object = "") -> HMAC: ...  # cost: len(msg)
