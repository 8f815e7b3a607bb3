"""`srota-dictate doctor`: look at everything dictation needs, and say what to do about what is missing."""

import os
import sys
from collections.abc import Callable
from typing import Final

import typer

from srota_dictate.cli.failures import EXIT_FAILED

PROBES: Final = ("keys", "hotkeys", "tray", "microphone", "speech", "model-packages", "device", "model")


def doctor() -> None:
    """Check everything dictation needs: one line each, OK or what to do. Exit code 1 if it can't work."""
    from srota_dictate import settings
    from srota_dictate.app.logs import state_folder
    from srota_dictate.cli import checks
    from srota_dictate.cli.probing import ProbeRun

    # Each is a process that may take ten seconds: all are started before the first is waited for.
    probes = [ProbeRun.start(name) for name in PROBES]
    answers: list[Callable[[], checks.Check]] = [
        lambda: checks.check_python(sys.version_info[:3], sys.executable),
        lambda: checks.check_session(os.environ, sys.platform),
        *(probe.finish for probe in probes),
        lambda: checks.check_settings(settings.default_path()),
        lambda: checks.check_folder("recordings and log", state_folder()),
    ]
    usable = True
    for answer in answers:
        check = answer()
        usable = usable and (check.ok or not check.needed)
        print(check, flush=True)
    if not usable:
        raise typer.Exit(EXIT_FAILED)
