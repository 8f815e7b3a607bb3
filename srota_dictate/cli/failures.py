"""Turn whatever goes wrong in a command into one line on stderr and an exit code."""

import os
import sys

from typer import Context
from typer.core import TyperGroup

from srota_dictate.errors import UserFixableError

EXIT_FAILED = 1
EXIT_INTERRUPTED = 130  # what shells report for a program ended by Ctrl+C
EXIT_BROKEN_PIPE = 141  # … and by SIGPIPE


def complain(text: str) -> None:
    """Say one line on stderr; nothing happens when nobody reads it any more."""
    try:
        print(text, file=sys.stderr, flush=True)
    except BrokenPipeError:
        _forget(sys.stderr.fileno())


class FriendlyGroup(TyperGroup):
    """The outermost command: no failure of a subcommand gets past it as a traceback, except with --debug."""

    # typer moved the class of `ctx` between its versions; `typer.Context` is what they share.
    def invoke(self, ctx: Context) -> object:  # pyright: ignore[reportIncompatibleMethodOverride]
        try:
            result: object = super().invoke(ctx)  # pyright: ignore[reportArgumentType]
            sys.stdout.flush()  # a reader that has left must be noticed here, not while the interpreter shuts down
            return result
        except KeyboardInterrupt:
            raise SystemExit(EXIT_INTERRUPTED) from None
        except BrokenPipeError:
            _forget(sys.stdout.fileno())
            raise SystemExit(EXIT_BROKEN_PIPE) from None
        except UserFixableError as error:
            if ctx.params.get("debug"):
                raise
            complain(str(error))
            raise SystemExit(EXIT_FAILED) from None
        except Exception as error:
            if ctx.params.get("debug") or _belongs_to_typer(error):
                raise
            first_line = str(error).partition("\n")[0]
            complain(
                f"srota-dictate made a mistake of its own ({type(error).__name__}: {first_line}). "
                f"Run the same again with --debug before the subcommand and report what it shows."
            )
            raise SystemExit(EXIT_FAILED) from None


def _belongs_to_typer(error: Exception) -> bool:
    """Whether typer itself will handle it: wrong usage (it shows it and exits with 2), or an exit asked for.

    Told by where the class comes from, because typer moved these classes between its versions.
    """
    return any(base.__module__.partition(".")[0] in ("typer", "click") for base in type(error).__mro__)


def _forget(fd: int) -> None:
    """Point a stream whose reader has left at nothing, so that the interpreter's last flush stays quiet."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, fd)
    os.close(null)
