"""`srota-dictate lab`: make models."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Make models.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def lab() -> None:
    """Keeps `lab` a group while it has a single subcommand."""


@app.command("build-tiny")
def build_tiny(
    out: Annotated[Path, typer.Option(help="Folder to write the model to.")] = Path("tiny-model"),
    seed: Annotated[int, typer.Option(help="The same seed gives the same model.")] = 0,
) -> None:
    """Train the tiny demonstration model from nothing, with a synthetic voice; about 35 minutes on two cores.

    Needs espeak-ng, and 2 GB of disk while it lasts.
    """
    from srota_dictate.lab.tiny.build import build_tiny as build

    build(out, seed=seed)
