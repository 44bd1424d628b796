"""Text with characters that no source may have.

*What it finds.* Null characters and other things that cannot be decoded or are no text.

*Why it matters.* What a person cannot see when reading the script must not be in it.

*Example.*

    print(1) and a null character behind it

*What it cannot see.* Characters that look like others: a Cyrillic letter that looks like a Latin one is text.
"""

from __future__ import annotations

from typing import Final

from foretell_analyzer.diagnostics import Rule

RULE: Final = Rule("S106", "unreadable-text", "error", "the text cannot be read as text")
