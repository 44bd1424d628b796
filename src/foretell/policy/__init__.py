"""Decides on a report: rules in TOML, read strictly, that allow, ask or deny."""

from foretell_analyzer.errors import GrantError, PolicyError

from .decision import Allow, Ask, Decision, Deny, Grant, GrantDigests, Guard, Reason
from .policy import SHIPPED, Policy

__all__ = [
    "SHIPPED",
    "Allow",
    "Ask",
    "Decision",
    "Deny",
    "Grant",
    "GrantDigests",
    "GrantError",
    "Guard",
    "Policy",
    "PolicyError",
    "Reason",
]
