"""`python -m foretell` is the command `foretell`."""

from .cli import main

if __name__ == "__main__":
    main()
