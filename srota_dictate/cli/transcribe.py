"""`srota-dictate transcribe`: what is said in sound files of any length, as text, JSON or subtitles."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from srota_dictate.cli.failures import EXIT_FAILED, complain
from srota_dictate.cli.formats import FileTranscript, Format, render
from srota_dictate.errors import UserFixableError

_FILES_AT_ONCE: Final = 4  # each may have eight segments waiting, of up to 2 MB

if TYPE_CHECKING:
    from srota_dictate.cli.pipeline import Pipeline
    from srota_dictate.cli.progress import Progress


class Device(Enum):
    AUTO = "auto"
    CUDA = "cuda"
    CPU = "cpu"


class Precision(Enum):
    AUTO = "auto"
    BF16 = "bf16"
    F16 = "f16"
    F32 = "f32"
    INT8 = "int8"


class Attention(Enum):
    FULL = "full"
    WINDOWED = "windowed"


def transcribe(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Sound files: WAV, FLAC, MP3, OGG and others.")],
    model: Annotated[
        str | None, typer.Option(help="A name from `srota-dictate models`, a folder or a Hub id; else as in Settings.")
    ] = None,
    device: Annotated[Device | None, typer.Option(help="Where the model runs; else as in Settings.")] = None,
    precision: Annotated[Precision | None, typer.Option(help="Of the model's numbers; else as in Settings.")] = None,
    attention: Annotated[
        Attention | None,
        typer.Option(
            help="How much the model hears at once: a whole segment, as in the published scores, or 8 s, which is "
            "faster; else as in Settings."
        ),
    ] = None,
    fmt: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TEXT,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of to standard output.")] = None,
) -> None:
    """Write down what is said in sound files of any length.

    Standard output carries the result alone, everything else goes to standard error. A file that can't be read is
    named there, the others are still done, and the exit code is 1.
    """
    if fmt is Format.SRT and len(files) > 1:
        raise typer.BadParameter("subtitles are made of one file at a time", param_hint="--format")
    if output is not None and not output.parent.is_dir():
        # Better now than after an hour of work.
        raise UserFixableError(f"There is no folder {output.parent} to write to", hint="Make it, or name another")
    written: list[str] = []

    def write(transcript: FileTranscript) -> None:
        written.append(render(transcript, fmt))
        if output is None:
            # At once: whoever reads has the first file's while the second is at work.
            print(written[-1], end="", flush=True)

    chosen = (choice.value if choice else None for choice in (device, precision, attention))
    _transcribe_all(files, model, *chosen, write=write)
    if written and output is not None:
        _save(output, "".join(written))
    if len(written) < len(files):
        raise typer.Exit(EXIT_FAILED)


def _transcribe_all(
    files: Sequence[Path],
    model: str | None,
    device: str | None,
    precision: str | None,
    attention: str | None,
    *,
    write: Callable[[FileTranscript], None],
) -> None:
    from srota_dictate.cli.pipeline import open_pipeline
    from srota_dictate.cli.progress import Progress

    # A model takes a while to load: what is no sound file is said before, and for nothing none is loaded.
    readable = [file for file in files if _is_readable(file)]
    if not readable:
        return
    with (
        Progress.on_stderr() as progress,
        open_pipeline(model, device, precision, attention, progress) as pipeline,
    ):
        # The recogniser is faster with several recordings at once, and short files are one each.
        readers = ThreadPoolExecutor(_FILES_AT_ONCE, thread_name_prefix="file")
        try:
            for future in [readers.submit(_transcribe_one, file, pipeline, progress) for file in readable]:
                transcript = future.result()
                if transcript is not None:
                    with progress.paused():
                        write(transcript)
        finally:
            # After an error or Ctrl+C those under way end with the recogniser, which is closed next.
            readers.shutdown(wait=False, cancel_futures=True)


def _is_readable(file: Path) -> bool:
    from srota_dictate.audio import duration_s

    try:
        duration_s(file)
    except UserFixableError as error:
        complain(str(error))
        return False
    return True


def _transcribe_one(file: Path, pipeline: "Pipeline", progress: "Progress") -> FileTranscript | None:
    with progress.row(file.name) as report:
        try:
            return pipeline.transcribe(file, report, progress.say)
        except UserFixableError as error:
            progress.say(str(error))
            return None


def _save(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserFixableError(
            f"{output} can't be written ({error.strerror})", hint="Name a file that you may write to"
        ) from error
