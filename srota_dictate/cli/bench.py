"""`srota-dictate bench`: measure parts of the program on your own recordings."""

import sys
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


@app.command("release")
def release(
    model: Annotated[
        str, typer.Option(help="random (full size, made when it isn't there), a model of the catalogue, or a folder.")
    ] = "random",
    device: Annotated[str, typer.Option(help="auto, cuda or cpu.")] = "auto",
    precision: Annotated[str, typer.Option(help="auto, bf16, f16, f32 or int8.")] = "auto",
    attention: Annotated[str, typer.Option(help="full or windowed.")] = "full",
    seconds: Annotated[
        str, typer.Option(help="Lengths of speech, each with its own number of utterances if you like: 2:5,30:1.")
    ] = "2:3,5:3,10:2,30:1",
    repeats: Annotated[int, typer.Option(min=1, help="Utterances of each length that has no number of its own.")] = 3,
    arms: Annotated[str, typer.Option(help="What to compare.")] = (
        "reference,reference-last,fast,fast-overlap,fast-overlap-pause"
    ),
    audio: Annotated[
        Path | None, typer.Option(help="Folder with speech as hi_*.flac; without it a synthetic voice speaks.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the figures here, anew after each step.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the wait against the length here, as SVG.")] = None,
    starts: Annotated[bool, typer.Option(help="Measure loading and memory too, in processes of their own.")] = True,
) -> None:
    """Measure the wait from the end of speech to its text: a report in Markdown, on standard output."""
    from srota_dictate.recognizer.environment import prepare_environment

    prepare_environment()  # as the recogniser's own process has it
    from srota_dictate.lab.bench.release.options import ReleaseOptions, parse_arms, parse_seconds
    from srota_dictate.lab.bench.release.run import Outputs, bench_release

    options = ReleaseOptions(
        model, device, precision, attention, parse_seconds(seconds, repeats), parse_arms(arms), audio, starts
    )
    command = (
        f"srota-dictate bench release --model {'DIR' if Path(model).is_dir() else model} --device {device} "
        f"--precision {precision} --attention {attention} --seconds {seconds} --repeats {repeats} --arms {arms}"
        f"{'' if audio is None else ' --audio AUDIO_FOLDER'}"
    )
    print(bench_release(options, Outputs(json, plot), command, _say), end="")


@app.command("agree")
def agree(
    model: Annotated[str, typer.Option(help="As for release.")] = "tiny",
    device: Annotated[str, typer.Option(help="auto, cuda or cpu.")] = "auto",
    precision: Annotated[str, typer.Option(help="auto, bf16, f16, f32 or int8.")] = "f32",
    attention: Annotated[str, typer.Option(help="full or windowed.")] = "full",
    utterances: Annotated[int, typer.Option(min=1, help="How many.")] = 100,
    audio: Annotated[
        Path | None, typer.Option(help="Folder with speech as hi_*.flac; without it a synthetic voice speaks.")
    ] = None,
) -> None:
    """Measure how often our own decode writes the reference's very tokens: a report in Markdown, on standard output."""
    from srota_dictate.recognizer.environment import prepare_environment

    prepare_environment()  # as the recogniser's own process has it
    from srota_dictate.lab.bench.agree import AgreeOptions, bench_agree

    options = AgreeOptions(model, device, precision, attention, utterances, audio)
    command = (
        f"srota-dictate bench agree --model {'DIR' if Path(model).is_dir() else model} --device {device} "
        f"--precision {precision} --attention {attention} --utterances {utterances}"
        f"{'' if audio is None else ' --audio AUDIO_FOLDER'}"
    )
    print(bench_agree(options, command, _say), end="")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@app.command("manners")
def manners(
    model: Annotated[str, typer.Option(help="As for release.")] = "random",
    device: Annotated[str, typer.Option(help="auto, cuda or cpu.")] = "auto",
    precision: Annotated[str, typer.Option(help="auto, bf16, f16, f32 or int8.")] = "auto",
    attention: Annotated[str, typer.Option(help="full or windowed.")] = "full",
    cancels: Annotated[int, typer.Option(min=1, help="How many answers are cancelled.")] = 25,
    seconds: Annotated[float, typer.Option(min=0.5, max=30.0, help="Length of each recording.")] = 10.0,
    idle: Annotated[float, typer.Option(min=0.1, help="For how many seconds nothing is asked.")] = 20.0,
    application: Annotated[
        int | None, typer.Option(metavar="PID", help="Watch this running application meanwhile, too.")
    ] = None,
) -> None:
    """Measure how soon a cancel frees the recogniser, and what it costs when idle: a report in Markdown, on stdout."""
    from srota_dictate.lab.bench.manners import MannersOptions, bench_manners

    options = MannersOptions(model, device, precision, attention, cancels, seconds, idle, application)
    command = (
        f"srota-dictate bench manners --model {'DIR' if Path(model).is_dir() else model} --device {device} "
        f"--precision {precision} --attention {attention} --cancels {cancels} --seconds {seconds:g} --idle {idle:g}"
        f"{'' if application is None else ' --application PID'}"
    )
    print(bench_manners(options, command, _say), end="")


@app.command("batch")
def batch(
    folder: AudioFolder,
    model: Annotated[Path, typer.Argument(metavar="MODEL_FOLDER", help="A checkpoint's folder.")],
    precisions: Annotated[str, typer.Option(help="Of int8, f32, bf16, f16, with commas between.")] = "int8,f32",
) -> None:
    """Measure what recognising several recordings at once gains: a report in Markdown, on standard output."""
    from srota_dictate.lab.bench.batch import bench_batch
    from srota_dictate.recognizer.environment import prepare_environment

    prepare_environment()  # as the recogniser's own process has it

    print(bench_batch(folder, model, tuple(precisions.split(","))), end="")


@app.command("text")
def text(
    folder: Annotated[
        Path,
        typer.Argument(metavar="LISTS_FOLDER", help="Folder with roman_words.tsv and the like: tests/data has them."),
    ],
    json: Annotated[Path | None, typer.Option(help="Write the figures here, too.")] = None,
) -> None:
    """Measure how well and how fast what was heard is written: a report in Markdown, on standard output.

    What is written otherwise than the lists accept goes to standard error.
    """
    import json as as_json

    from srota_dictate.lab.bench.text import bench_text, text_report

    found = bench_text(folder, _say)
    print(text_report(found, "srota-dictate bench text LISTS_FOLDER"), end="")
    if json is not None:
        json.write_text(as_json.dumps(found.as_json(), indent=1) + "\n", encoding="utf-8")
