"""Sizing: how large things are and how often code runs, worked out when a view asks.

Everything here is read off the facts after evaluation, for the loops that call tools alone. What
is said holds at any time of a run: upper ends count whatever may be put into a list, wherever that
is done; lower ends count nothing that was put in, and nothing at all once something is taken out.
"""

from __future__ import annotations

from .measuring import Sizing
from .spending import Spending
from .texts import length_of, shown

__all__ = ["Sizing", "Spending", "length_of", "shown"]
