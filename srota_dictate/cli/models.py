"""`srota-dictate models`: what models there are, which are on this machine, and download one."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from srota_dictate.recognizer.catalogue import Variant, Whereabouts

app = typer.Typer(
    help="List the models, or download one.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

HEADINGS = ("name", "title", "what for", "licence", "state", "size", "where")


@app.callback()
def list_models(context: typer.Context) -> None:
    """List the models. In a pipe: one line each, fields separated by tabs, sizes in bytes."""
    if context.invoked_subcommand is not None:
        return
    from srota_dictate.recognizer.catalogue import VARIANTS, locate, resolve

    found = [(variant, locate(resolve(variant.name))) for variant in VARIANTS]
    if sys.stdout.isatty():
        _show_table([_row(variant, at, readable=True) for variant, at in found])
    else:
        for row in (HEADINGS, *(_row(variant, at, readable=False) for variant, at in found)):
            print("\t".join(row))


@app.command("download")
def download_model(
    name: Annotated[str, typer.Argument(help="A name from the list, or a Hub id such as owner/name.")],
) -> None:
    """Download a model, or go on with a download that was interrupted; then say where it is.

    This is the only command that uses the network.
    """
    from srota_dictate.cli.progress import Progress
    from srota_dictate.recognizer.download import DownloadProgress, download

    with Progress.on_stderr() as progress, progress.row(f"Downloading {name}") as report:

        def on_progress(at: DownloadProgress) -> None:
            if at.total_bytes:
                report(at.done_bytes / at.total_bytes)

        folder = download(name, on_progress)
    print(folder)


def _row(variant: "Variant", at: "Whereabouts", *, readable: bool) -> tuple[str, ...]:
    # What a model not here would take is told as well: it is what one wants to know before downloading it.
    size_bytes = at.size_bytes if at.folder is not None else variant.download_bytes
    size = show_size(size_bytes) if readable else str(size_bytes)
    where = str(at.folder) if at.folder is not None else (variant.hub_id or "")
    return variant.name, variant.title, variant.description, variant.licence, at.state.value, size, where


def show_size(size_bytes: int) -> str:
    """In decimal units, as disks and downloads are labelled, e.g. `1.57 GB`."""
    if size_bytes >= 1_000_000_000:
        return f"{size_bytes / 1e9:.2f} GB"
    return f"{size_bytes / 1e6:.0f} MB"


def _show_table(rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold", justify="right" if heading == "size" else "left")
    for row in rows:
        table.add_row(*row)
    Console().print(table, markup=False)
