"""`srota-dictate doctor`: look at everything dictation needs, and say what to do about what is missing."""

import os
import sys

import typer

from srota_dictate.cli.failures import EXIT_FAILED


def doctor() -> None:
    """Check everything dictation needs: one line each, OK or what to do. Exit code 1 if it can't work."""
    from srota_dictate import history, settings
    from srota_dictate.cli import checks
    from srota_dictate.cli.probing import ProbeRun

    # Each is a process that takes up to ten seconds: all are started before the first is waited for.
    keys, tray, microphone, speech, packages, device = (
        ProbeRun.start(name) for name in ("keys", "tray", "microphone", "speech", "model-packages", "device")
    )
    answers = (
        lambda: checks.check_python(sys.version_info[:3], sys.executable),
        lambda: checks.check_session(os.environ, sys.platform),
        keys.finish,
        tray.finish,
        microphone.finish,
        speech.finish,
        packages.finish,
        device.finish,
        lambda: checks.check_settings(settings.default_path()),
        lambda: checks.check_folder("data folder", history.default_folder()),
    )
    usable = True
    for answer in answers:
        check = answer()
        usable = usable and (check.ok or not check.needed)
        print(check, flush=True)
    if not usable:
        raise typer.Exit(EXIT_FAILED)
