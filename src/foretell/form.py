"""Which form of the package runs: compiled where it could be built, else pure Python."""

from foretell_analyzer.form import Form, running_form

__all__ = ["Form", "running_form"]
