"""What a terminal would obey: no output of ours may have it, whatever a script is made of."""

from __future__ import annotations


def assert_harmless(text: str) -> None:
    """Nothing that a terminal obeys is in a text, but line ends."""
    wrong = [one for one in text if one != "\n" and is_harmful(one)]
    assert not wrong, f"harmful characters: {wrong[:5]!r}"


def is_harmful(character: str) -> bool:
    """Is it a control character, one that turns the writing around, or half a surrogate pair?"""
    code = ord(character)
    return (
        code < 32
        or 127 <= code < 160
        or 0x2028 <= code < 0x202F
        or 0x2066 <= code < 0x206A
        or 0xD800 <= code < 0xE000
    )
