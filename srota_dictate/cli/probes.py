"""The doctor's costly questions, each asked in a process of its own: `python -m srota_dictate.cli.probes NAME`.

A broken Qt or PortAudio ends its process with a signal, a broken CUDA hangs: neither may take the doctor along.
The answer is one Check as JSON on stdout.
"""
# python-xlib, qwen-asr and torch come without (complete) types:
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from srota_dictate.cli.checks import Check


def probe_keys() -> Check:
    """Whether keys can be grabbed (any X server lets us) and sent (XTEST)."""
    from Xlib.display import Display
    from Xlib.error import DisplayError

    name = "key grabbing and sending"
    hint = "Run this in a desktop session, as the person it belongs to"
    if not os.environ.get("DISPLAY"):
        return Check(name, False, "no X11 display", hint=hint)
    try:
        display = Display()
    except (DisplayError, OSError, OverflowError) as error:
        return Check(name, False, f"the X server cannot be reached ({error})", hint=hint)
    try:
        if not display.has_extension("XTEST"):
            return Check(name, False, "the X server has no XTEST extension", hint="Switch XTEST on in the X server")
        return Check(name, True, "the X server answers and has XTEST")
    finally:
        display.close()


def probe_tray() -> Check:
    """Whether Qt starts on this display, and something shows tray icons."""
    name = "window and tray"
    if find_spec("PySide6") is None:
        return Check(name, False, "PySide6 is not installed", hint="Install it: pip install PySide6-Essentials")
    if not os.environ.get("DISPLAY"):
        return Check(name, False, "no X11 display", hint="Run this in a desktop session")
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QApplication, QSystemTrayIcon

    application = QApplication([])
    shown = QSystemTrayIcon.isSystemTrayAvailable()
    application.quit()
    if not shown:
        hint = "Switch on your desktop's tray; on GNOME install the extension AppIndicator"
        return Check(name, False, "nothing shows tray icons here", hint=hint, needed=False)
    return Check(name, True, f"Qt {qVersion()}, and the desktop shows tray icons")


def probe_model_packages() -> Check:
    """Whether the model's own packages are there; without importing them, which takes ten seconds."""
    name = "model packages"
    found: list[str] = []
    for package in ("torch", "qwen-asr"):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            hint = 'Install the local recogniser: pip install "srota-dictate[local]"'
            return Check(name, False, f"{package} is not installed", hint=hint)
    return Check(name, True, ", ".join(found))


PROBES: dict[str, Callable[[], Check]] = {
    "keys": probe_keys,
    "tray": probe_tray,
    "model-packages": probe_model_packages,
}


def main(name: str) -> None:
    json.dump(asdict(PROBES[name]()), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
