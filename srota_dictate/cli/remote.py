"""`srota-dictate press`, `release` and so on: work the running program, e.g. from a shortcut of the desktop."""

import typer

from srota_dictate.errors import UserFixableError


def press() -> None:
    """Start dictation in the running program; nothing happens when it records already."""
    _wish("press")


def release() -> None:
    """End the dictation being recorded, and have its text written."""
    _wish("release")


def toggle() -> None:
    """Start dictation in the running program, or end it."""
    _wish("toggle")


def cancel() -> None:
    """Forget the dictation being recorded, else the newest one still being transcribed."""
    _wish("cancel")


def paste_last() -> None:
    """Write the last text again, where the keyboard is."""
    _wish("paste-last")


def undo() -> None:
    """Take the last text out of its window again."""
    _wish("undo")


def next_view() -> None:
    """Put the next script view of the last text in its place: mixed, Roman, Devanagari."""
    _wish("next-view")


def add_commands(app: typer.Typer) -> None:
    for command in (press, release, toggle, cancel, paste_last, undo, next_view):
        app.command(command.__name__.replace("_", "-"))(command)


def _wish(name: str) -> None:
    from srota_dictate.app.instance_folder import instance_folder
    from srota_dictate.app.single_instance import Wish, ask_first

    if not ask_first(instance_folder(), Wish(name)):
        raise UserFixableError("Srota Dictate isn't running, or doesn't answer", "Start it: srota-dictate")
