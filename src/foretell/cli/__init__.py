"""The command `foretell`. Each command is a module of its own, imported when it is called.

Exit statuses: 0 clean; 1 findings, not allowed, or the script raised or was stopped; 2 a mistake
in the call or in a file that it names; 3 a fault of ours; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

import click
from click.exceptions import Exit

from foretell_analyzer.errors import ForetellError

CLEAN: Final = 0
FINDINGS: Final = 1
USAGE: Final = 2
FAULT: Final = 3
INTERRUPTED: Final = 130

COMMANDS: Final = {
    "check": "report mistakes in scripts, without running anything",
    "plan": "show what a script will do",
    "decide": "tell what a policy says of a script",
    "diff": "tell what another version of a script does otherwise",
    "run": "decide on a script, then run it if it may",
    "explain": "tell what a rule finds, and why it matters",
    "schema": "print the JSON Schema of what the other commands write",
    "tools": "list what was understood of a tool catalog, and check it",
}


class LazyGroup(click.Group):
    """Commands are imported when they are called: `--help` needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which they are used."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{cmd_name}", __package__)
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Tell the nearest command where there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from foretell_analyzer.suggestions import nearest

            found = nearest(args[0], COMMANDS, limit=1)
            hint = f"; did you mean `{found[0]}`?" if found else ""
            raise click.UsageError(f"there is no command `{args[0]}`{hint}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _tell_version(ctx: click.Context, _: click.Parameter, wished: bool) -> None:  # noqa: FBT001  # click's signature
    if not wished or ctx.resilient_parsing:
        return
    from foretell.form import running_form
    from foretell_analyzer.version import VERSION

    click.echo(f"foretell {VERSION} ({running_form()})")
    ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Tell the version and the form that runs, then stop.",
)
def foretell() -> None:
    """Say what a script that calls tools will do before it runs, and run just that."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and end the process with its status."""
    sys.exit(run_command(arguments))


def run_command(arguments: list[str] | None = None) -> int:  # noqa: PLR0911  # one a way to end
    """Run the command; every way in which it may end becomes an exit status."""
    try:
        given = sys.argv[1:] if arguments is None else arguments
        with foretell.make_context("foretell", list(given)) as context:
            status: Any = foretell.invoke(context)
        sys.stdout.flush()
    except Exit as end:
        return end.exit_code
    except BrokenPipeError:
        _silence(sys.stdout)
        return CLEAN
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted")
        return INTERRUPTED
    except click.UsageError as error:
        where = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        _say(f"{_sentence(error.format_message())}{where}")
        return USAGE
    except (click.ClickException, ForetellError) as error:
        _say(error.format_message() if isinstance(error, click.ClickException) else str(error))
        return USAGE
    except Exception as error:  # whatever it is, it is our fault, and is told so
        if os.environ.get("FORETELL_DEBUG", "") not in {"", "0"}:
            raise
        _say(
            f"this is a fault of foretell, please report it: {type(error).__name__}: {error}"
            " (FORETELL_DEBUG=1 shows the traceback)"
        )
        return FAULT
    return status if isinstance(status, int) else CLEAN


def _say(message: str) -> None:
    """One line for people, where the command's own output is not."""
    from foretell.render.safe import one_line

    sys.stderr.write(f"foretell: {one_line(' '.join(message.split()))}\n")


def _sentence(message: str) -> str:
    """Click's sentence in our form: lower case, no full stop."""
    return (message[:1].lower() + message[1:]).rstrip(".")


def _silence(stream: Any) -> None:  # noqa: ANN401  # tests put other objects there
    """Keep Python from complaining at its end that nobody reads any more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
