"""`srota-dictate lab`: make models and lexicons."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Make models and lexicons.", no_args_is_help=True, rich_markup_mode=None)


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


@app.command("roman-lexicon")
def roman_lexicon(
    words: Annotated[Path, typer.Argument(metavar="WORDS", help="Hindi words, one a line, most frequent first.")],
    lexicon: Annotated[Path, typer.Option(help="The lexicon to lengthen.")] = Path("resources/lexicon/roman_hi.tsv"),
    size: Annotated[int, typer.Option(min=1, help="How many words it is to have.")] = 5000,
) -> None:
    """Add frequent words to the lexicon of Roman spellings, spelled by rule; what stands there already stays."""
    from srota_dictate.lab.roman_lexicon import lengthen

    print(f"{lengthen(lexicon, words.read_text(encoding='utf-8').split(), size)} words added")
