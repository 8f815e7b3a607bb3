"""`srota-dictate segment`: show where a sound file would be cut for the model."""

import json
from pathlib import Path
from typing import Annotated

import typer

COLUMNS = ("start_s", "end_s", "kind", "speech_s", "overlap_s", "short_pieces")


def segment(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sound file: WAV, FLAC, MP3, OGG and others.")],
    commands: Annotated[bool, typer.Option("--commands", help="Show what is looked at for spoken commands.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON array instead of lines.")] = False,
) -> None:
    """Show where a sound file is cut: each chunk's times and why it ends, in seconds.

    One line a chunk, fields separated by tabs; short pieces between pauses as begin-end. No model is needed.
    """
    from srota_dictate import settings
    from srota_dictate.audio import stream_file
    from srota_dictate.cli.failures import complain
    from srota_dictate.segmenter.factory import SegmenterFactory

    blocks = stream_file(file)
    factory = SegmenterFactory(settings.load(settings.default_path()).settings.segmenter, commands)
    if factory.backend_note is not None:
        complain(f"{factory.backend_note}.")
    segmenter = factory()
    segments = [s for block in blocks for s in segmenter.push(block)] + segmenter.finish()
    rows = [
        (
            *(round(s.start_s, 2), round(s.end_s, 2), s.kind.value, round(s.speech_s, 2), round(s.overlap_s, 2)),
            " ".join(f"{piece.start_s:.2f}-{piece.end_s:.2f}" for piece in s.short_pieces),
        )
        for s in segments
    ]
    if as_json:
        print(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows]))
        return
    for row in (COLUMNS, *rows):
        print("\t".join(str(field) for field in row))
