"""The plan as one page for a browser: no script, nothing from elsewhere, hostile text harmless."""

from .document import plan_page

__all__ = ["plan_page"]
