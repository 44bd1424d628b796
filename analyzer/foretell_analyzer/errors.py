"""What a caller did wrong. What a script does wrong is a finding, never an exception.

ForetellError
├── UsageError            an argument of ours that cannot be used
├── CatalogError          a tool catalog or overlay that cannot be read
├── PolicyError           a policy that cannot be read
├── GrantError            a grant that does not fit what it is used for
└── ReportError           a report that cannot be read back
"""

from __future__ import annotations


class ForetellError(Exception):
    """Base of all: its text is one clear line for people, place first, cure last."""


class UsageError(ForetellError):
    """An argument or option that cannot be used."""


class CatalogError(ForetellError):
    """A tool catalog or its overlay cannot be read; the text names file, place and cure."""


class PolicyError(ForetellError):
    """A policy cannot be read; the text names file, line, key and the nearest right name."""


class GrantError(ForetellError):
    """A grant does not fit the tools, inputs or script it is used with."""


class ReportError(ForetellError):
    """A report cannot be read back from its JSON form."""
