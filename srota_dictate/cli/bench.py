"""`srota-dictate bench`: measure parts of the program on your own recordings."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Measure parts of the program.", no_args_is_help=True, rich_markup_mode=None)

AudioFolder = Annotated[
    Path,
    typer.Argument(
        metavar="AUDIO_FOLDER",
        help="Folder of FLAC files named by what is in them: hi_… and en_… speech, hing_… speech, noise_… noise, "
        "en_notld_… long dialogues.",
    ),
]


@app.command("vad")
def vad(folder: AudioFolder) -> None:
    """Measure how well speech is told from noise: a report in Markdown, on standard output."""
    from srota_dictate.lab.bench.vad import bench_vad

    print(bench_vad(folder), end="")


@app.command("segment")
def segment(folder: AudioFolder) -> None:
    """Measure where long recordings are cut: a report in Markdown, on standard output."""
    from srota_dictate.lab.bench.segment import bench_segment

    print(bench_segment(folder), end="")
