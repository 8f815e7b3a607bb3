"""Bars for a person at a terminal, silence for a pipe; standard output is never touched."""

import io
import sys

import pytest

from srota_dictate.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_lines_only(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress.on_stderr() as progress, progress.row("Working") as report:
        report(0.5)
        with progress.paused():
            progress.say("one line")
    assert capsys.readouterr() == ("", "one line\n")


def test_a_terminal_gets_bars_that_vanish_before_anything_else_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    with Progress.on_stderr() as progress, progress.row("[b]talk.wav") as report:
        report(0.5)
        with progress.paused():
            print("the text")
        progress.say("a [warning]")
    shown = screen.getvalue()
    assert "[b]talk.wav" in shown
    before, _, after = shown.partition("the text\n")
    # The line is erased and the cursor at its start when the text comes.
    assert before.endswith("\x1b[?25h\r") or before.endswith("\x1b[2K")
    assert "a [warning]" in after
