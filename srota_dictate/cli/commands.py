"""The command's options, its subcommands, and what happens without one."""

from typing import Annotated

import typer

from srota_dictate import __version__
from srota_dictate.cli import bench, doctor, history, lab, models, remote, segment, terms, text, transcribe, words
from srota_dictate.cli.failures import FriendlyGroup

# Everything imported above is read for `--help` too: no module of this package may import torch, Qt, PortAudio, numpy
# or pydantic at its top. Without rich's markup typer doesn't load rich either, which is half of the start-up time.
app = typer.Typer(
    name="srota-dictate",
    cls=FriendlyGroup,
    help="Push-to-talk dictation for Hinglish. Without a subcommand the application starts in the tray.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("transcribe")(transcribe.transcribe)
app.command("segment")(segment.segment)
app.command("text")(text.text)
app.command("doctor")(doctor.doctor)
remote.add_commands(app)
app.add_typer(models.app, name="models")
app.add_typer(terms.app, name="terms")
app.add_typer(history.app, name="history")
app.add_typer(words.app, name="words")
app.add_typer(bench.app, name="bench")
app.add_typer(lab.app, name="lab")


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"srota-dictate {__version__}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    debug: Annotated[  # noqa: ARG001 - read by FriendlyGroup
        bool, typer.Option("--debug", help="Show a traceback when something goes wrong.")
    ] = False,
    version: Annotated[  # noqa: ARG001 - read by its callback
        bool, typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        from srota_dictate.app.main import run

        raise typer.Exit(run())
