# mypy: ignore-errors
# Bytes as text.
def b64encode(s: bytes, altchars: bytes | None = None) -> bytes: ...  # cost: len(s)
def standard_b64encode(s: bytes) -> bytes: ...  # cost: len(s)
def urlsafe_b64encode(s: bytes) -> bytes: ...  # cost: len(s)
def b32encode(s: bytes) -> bytes: ...  # cost: len(s)
def b32hexencode(s: bytes) -> bytes: ...  # cost: len(s)
def b16encode(s: bytes) -> bytes: ...  # cost: len(s)
def a85encode(
    b: bytes,
    *,
    foldspaces: object = False,
    wrapcol: object = 0,
    pad: object = False,
    adobe: object = False,
) -> bytes: ...  # cost: len(s)
def b85encode(b: bytes, pad: object = False) -> bytes: ...  # cost: len(s)
def encodebytes(s: bytes) -> bytes: ...  # cost: len(s)
def b64decode(
    s: bytes, altchars: bytes | None = None, validate: object = False
) -> bytes: ...  # cost: len(s)
def standard_b64decode(s: bytes) -> bytes: ...  # cost: len(s)
def urlsafe_b64decode(s: bytes) -> bytes: ...  # cost: len(s)
def b32decode(
    s: bytes, casefold: object = False, map01: bytes | None = None
) -> bytes: ...  # cost: len(s)
def b32hexdecode(s: bytes, casefold: object = False) -> bytes: ...  # cost: len(s)
def b16decode(s: bytes, casefold: object = False) -> bytes: ...  # cost: len(s)
def a85decode(
    b: bytes,
    *,
    foldspaces: object = False,
    adobe: object = False,
    ignorechars: bytes | None = b" \t\n\r\x0b",
) -> bytes: ...  # cost: len(s)
def b85decode(b: bytes) -> bytes: ...  # cost: len(s)
def decodebytes(s: bytes) -> bytes: ...  # cost: len(s)
