# mypy: ignore-errors
# Digests.
algorithms_guaranteed: set[str]
algorithms_available: set[str]

class _Hash:
    name: str
    digest_size: int
    block_size: int
    def copy(self) -> _Hash: ...
    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...
    def update(self, data: bytes, /) -> None: ...  # cost: len(data)

class _ExtendableHash:
    name: str
    digest_size: int
    block_size: int
    def copy(self) -> _ExtendableHash: ...
    def digest(self, length: int, /) -> bytes: ...  # cost: length
    def hexdigest(self, length: int, /) -> str: ...  # cost: length
    def update(self, data: bytes, /) -> None: ...  # cost: len(data)

def blake2b(
    data: bytes = b"",
    /,
    *,
    digest_size: int = 64,
    key: bytes = b"",
    salt: bytes = b"",
    person: bytes = b"",
    fanout: int = 1,
    depth: int = 1,
    leaf_size: int = 0,
    node_offset: int = 0,
    node_depth: int = 0,
    inner_size: int = 0,
    last_node: bool = False,
    usedforsecurity: bool = True,
) -> _Hash: ...  # cost: len(data)
def blake2s(
    data: bytes = b"",
    /,
    *,
    digest_size: int = 32,
    key: bytes = b"",
    salt: bytes = b"",
    person: bytes = b"",
    fanout: int = 1,
    depth: int = 1,
    leaf_size: int = 0,
    node_offset: int = 0,
    node_depth: int = 0,
    inner_size: int = 0,
    last_node: bool = False,
    usedforsecurity: bool = True,
) -> _Hash: ...  # cost: len(data)
def file_digest(fileobj: object, digest: object, /) -> _Hash: ...  # cost: len(fileobj)
def md5(string: bytes = b"", *, usedforsecurity: bool = True) -> _Hash: ...  # cost: len(string)
def new(
    name: str, data: bytes = b"", *, usedforsecurity: bool = True
) -> _Hash: ...  # cost: len(data)
def pbkdf2_hmac(
    hash_name: str, password: bytes, salt: bytes, iterations: int, dklen: int | None = None
) -> bytes: ...  # cost: iterations
def sha1(string: bytes = b"", *, usedforsecurity: bool = True) -> _Hash: ...  # cost: len(string)
def sha224(string: bytes = b"", *, usedforsecurity: bool = True) -> _Hash: ...  # cost: len(string)
def sha256(string: bytes = b"", *, usedforsecurity: bool = True) -> _Hash: ...  # cost: len(string)
def sha384(string: bytes = b"", *, usedforsecurity: bool = True) -> _Hash: ...  # cost: len(string)
def sha512(string: bytes = b"", *, usedforsecurity: bool = True) -> _Hash: ...  # cost: len(string)
def sha3_224(
    string: bytes = b"", *, usedforsecurity: bool = True
) -> _Hash: ...  # cost: len(string)
def sha3_256(
    string: bytes = b"", *, usedforsecurity: bool = True
) -> _Hash: ...  # cost: len(string)
def sha3_384(
    string: bytes = b"", *, usedforsecurity: bool = True
) -> _Hash: ...  # cost: len(string)
def sha3_512(
    string: bytes = b"", *, usedforsecurity: bool = True
) -> _Hash: ...  # cost: len(string)
def shake_128(
    string: bytes = b"", *, usedforsecurity: bool = True
) -> _ExtendableHash: ...  # cost: len(string)
def shake_256(
    string: bytes = b"", *, usedforsecurity: bool = True
) -> _ExtendableHash: ...  # cost: len(string)
