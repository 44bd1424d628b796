"""What to write instead of members that other languages, libraries and versions have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INSTEAD: Final[Mapping[tuple[str, str], str]] = {
    ("", "forEach"): "use a `for` loop",
    ("", "filter"): "use `[x for x in values if …]`",
    ("", "includes"): "use `x in values`",
    ("", "length"): "use `len(…)`",
    ("", "map"): "use `[… for x in values]`",
    ("", "toFixed"): 'use `round(x, digits)` or `f"{x:.1f}"`',
    ("", "toString"): "use `str(…)`",
    ("datetime", "now"): "write `from datetime import datetime` and `datetime.now()`",
    ("datetime", "today"): "write `from datetime import date` and `date.today()`",
    ("datetime", "strptime"): "write `from datetime import datetime` and `datetime.strptime(…)`",
    ("datetime", "fromisoformat"): "write `from datetime import datetime`",
    ("dict", "has_key"): "use `key in mapping`",
    ("dict", "iteritems"): "use `.items()`",
    ("json", "parse"): "use `json.loads`",
    ("json", "stringify"): "use `json.dumps`",
    ("list", "add"): "use `.append(…)`",
    ("list", "contains"): "use `x in values`",
    ("list", "join"): "use `separator.join(values)`",
    ("list", "push"): "use `.append(…)`",
    ("list", "size"): "use `len(…)`",
    ("set", "append"): "use `.add(…)`",
    ("str", "contains"): "use `part in text`",
    ("str", "match"): "use `re.match(pattern, text)`",
    ("str", "search"): "use `re.search(pattern, text)`",
    ("str", "strftime"): "it is text: read it with `datetime.fromisoformat(…)` first",
    ("str", "substring"): "use `text[start:end]`",
    ("str", "toLowerCase"): "use `.lower()`",
    ("str", "toUpperCase"): "use `.upper()`",
    ("str", "trim"): "use `.strip()`",
    ("time", "sleep"): "nothing waits here: leave it out",
}
"""By type or module (empty: any type) and member."""
