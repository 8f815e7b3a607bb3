"""`srota-dictate history`: list the recordings that are kept, and transcribe or discard those without a text."""

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from srota_dictate.cli.failures import EXIT_FAILED, complain
from srota_dictate.errors import UserFixableError, reason_of

if TYPE_CHECKING:
    from srota_dictate.history.store import TakeStore
    from srota_dictate.takes import UnfinishedTake

app = typer.Typer(
    help="List recordings, transcribe or discard interrupted ones.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

HEADINGS = ("id", "when", "length", "state", "path")
_Number = Annotated[int | None, typer.Argument(metavar="ID", help="A number from the list.")]
_All = Annotated[bool, typer.Option("--all", help="All that were interrupted or failed.")]


@app.callback()
def list_takes(context: typer.Context) -> None:
    """List every take whose recording is known, oldest first; lengths in seconds, fields separated by tabs."""
    if context.invoked_subcommand is not None:
        return
    with _open_store() as store:
        lines = [
            (
                str(row.row_id),
                datetime.fromtimestamp(row.started_at_s).isoformat(sep=" ", timespec="seconds"),
                f"{row.audio_s:.1f}",
                row.state.value,
                str(store.path_of(row) or ""),
            )
            for row in store.rows()
        ]
        n_unfinished = len(store.unfinished())
    if lines or not sys.stdout.isatty():
        for line in (HEADINGS, *lines):
            print("\t".join(line))
    if n_unfinished:
        complain(f"{n_unfinished} without a text: srota-dictate history transcribe --all")


@app.command("transcribe")
def transcribe_takes(row_id: _Number = None, every: _All = False) -> None:
    """Print what was said in interrupted dictations, one line each; their recordings then go as usual."""
    from srota_dictate.cli.pipeline import open_pipeline
    from srota_dictate.cli.progress import Progress
    from srota_dictate.takes import TakeState

    with _open_store() as store:
        takes = _chosen(store, row_id, every)
        n_failed = 0
        with Progress.on_stderr() as progress, open_pipeline(None, None, None, None, progress) as pipeline:
            for take in takes:
                with progress.row(take.path.name) as report:
                    try:
                        text = pipeline.transcribe(take.path, report, progress.say).text
                    except UserFixableError as error:
                        progress.say(str(error))
                        n_failed += 1
                        continue
                with progress.paused():
                    print(text, flush=True)
                store.finish(take.row_id, TakeState.DELIVERED if text else TakeState.DISCARDED)
    if n_failed:
        raise typer.Exit(EXIT_FAILED)


@app.command("discard")
def discard_takes(row_id: _Number = None, every: _All = False) -> None:
    """Delete the recordings of interrupted dictations."""
    with _open_store() as store:
        for take in _chosen(store, row_id, every):
            if not store.discard(take.row_id):
                raise UserFixableError(f"{take.path} can't be deleted", hint="Delete it yourself")


def _chosen(store: "TakeStore", row_id: int | None, every: bool) -> "Sequence[UnfinishedTake]":
    if (row_id is None) is not every:
        raise typer.BadParameter("name one take by its ID, or all with --all", param_hint="ID")
    takes = [take for take in store.unfinished() if every or take.row_id == row_id]
    if not takes and not every:
        raise UserFixableError(
            f"There is no take {row_id} without a text", hint="`srota-dictate history` lists them all"
        )
    return takes


@contextmanager
def _open_store() -> "Generator[TakeStore]":
    """The application's own list; it may be running meanwhile. Raises UserFixableError."""
    import sqlite3

    from srota_dictate.app.logs import state_folder
    from srota_dictate.history.store import TakeStore
    from srota_dictate.history.table import TakeTable, is_damaged
    from srota_dictate.history.takes import KeptAudio
    from srota_dictate.recorder.journal import repair_journal

    path = state_folder() / "history.db"
    try:
        store = TakeStore(TakeTable.open(path), KeptAudio(state_folder() / "takes"), repair_journal)
        try:
            store.recover()
            yield store
        finally:
            store.close()
    except sqlite3.Error as error:
        if is_damaged(error):
            hint = "Start the application: it sets the list aside and finds the recordings again"
            raise UserFixableError(f"The list of recordings in {path} is damaged", hint) from error
        hint = f"Check that you may write to {path} and that the disk isn't full, then try again"
        raise UserFixableError(f"The list of recordings can't be used ({error})", hint) from error
    except OSError as error:
        raise UserFixableError(f"The list of recordings can't be used ({reason_of(error)})", f"Check {path}") from error
