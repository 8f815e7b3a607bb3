"""`srota-dictate lab`: make models."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Make models.", no_args_is_help=True, rich_markup_mode=None)


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


@app.command("build-random")
def build_random(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write the model to.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same model.")] = 0,
    small: Annotated[bool, typer.Option("--small", help="Of the tiny model's size instead, for trials.")] = False,
) -> None:
    """Write a model of full size (0.6 billion parameters, 1.6 GB) with random weights, to measure speed with.

    What it writes when it hears speech means nothing.
    """
    from srota_dictate.lab import random_checkpoint

    random_checkpoint.build_random(folder, random_checkpoint.SMALL if small else random_checkpoint.FULL, seed)
