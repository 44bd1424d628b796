# mypy: ignore-errors
# Bytes as text, checksums.
class Error(ValueError): ...
class Incomplete(Exception): ...

def a2b_base64(data: bytes, /, *, strict_mode: object = False) -> bytes: ...  # cost: len(data)
def a2b_hex(hexstr: bytes, /) -> bytes: ...  # cost: len(data)
def a2b_qp(data: bytes, header: object = False) -> bytes: ...  # cost: len(data)
def a2b_uu(data: bytes, /) -> bytes: ...  # cost: len(data)
def b2a_qp(
    data: bytes, quotetabs: object = False, istext: object = True, header: object = False
) -> bytes: ...  # cost: len(data)
def b2a_uu(data: bytes, /, *, backtick: object = False) -> bytes: ...  # cost: len(data)
def unhexlify(hexstr: bytes, /) -> bytes: ...  # cost: len(data)
def b2a_base64(data: bytes, /, *, newline: object = True) -> bytes: ...  # cost: len(data)
def b2a_hex(data: bytes, sep: object = ..., bytes_per_sep: int = 1) -> bytes: ...  # cost: len(data)
def crc32(data: bytes, crc: int = 0, /) -> int: ...  # cost: len(data)
def crc_hqx(data: bytes, crc: int, /) -> int: ...  # cost: len(data)
def hexlify(data: bytes, sep: object = ..., bytes_per_sep: int = 1) -> bytes: ...  # cost: len(data)
