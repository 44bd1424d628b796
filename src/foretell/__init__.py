"""Says what a script that calls tools will do before it runs, lets a policy decide, runs it.

What is imported here is imported by everybody: neither libcst nor networkx, nor anything of the
command line.
"""

# First of all: importing `foretell_analyzer` chooses between the compiled and the pure form.
from foretell_analyzer.version import VERSION

__all__ = ["__version__"]

__version__ = VERSION
