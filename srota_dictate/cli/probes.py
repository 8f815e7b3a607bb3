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
from typing import TYPE_CHECKING, Final

from srota_dictate.app.instance_folder import LOCK_NAME, instance_folder
from srota_dictate.cli.checks import Check
from srota_dictate.cli.wayland_checks import check_wayland_hotkeys, check_wayland_output
from srota_dictate.desktop_session import SessionKind, is_wayland, session_kind
from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import parse_chord

if TYPE_CHECKING:
    from srota_dictate.settings import Settings

_PUBLISHED_BYTES: Final = 1_570_000_000  # of each of the published models


def probe_keys() -> Check:
    """Whether keys can be grabbed and sent: any X server with XTEST lets us, macOS if the person does."""
    name = "key grabbing and sending"
    if sys.platform == "darwin":
        from srota_dictate.cli.permissions import ask_macos, check_permissions

        return check_permissions(ask_macos())
    if sys.platform != "linux":
        return Check(name, True, f"not asked on {sys.platform}")
    if is_wayland(os.environ):
        return check_wayland_output(os.environ)
    from Xlib.display import Display
    from Xlib.error import DisplayError

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


def probe_hotkeys() -> Check:
    """Whether the chosen keys can be had."""
    name = "hotkeys"
    bindings = _settings().hotkey.bindings
    chosen = ", ".join(f"{parse_chord(binding.key).label} ({binding.action.value})" for binding in bindings)
    if not bindings:
        return Check(name, True, "none chosen, dictation starts in the menu or by `srota-dictate toggle`")
    if sys.platform == "linux" and is_wayland(os.environ):
        return check_wayland_hotkeys(_settings().hotkey, os.environ)
    if sys.platform != "linux" or not os.environ.get("DISPLAY"):
        return Check(name, True, f"{chosen}; not tried here")
    if (instance_folder() / LOCK_NAME).exists():
        return Check(name, True, f"{chosen}; the running program has them")
    from srota_dictate.hotkey.x11 import X11Hotkey

    try:
        hotkey = X11Hotkey(lambda _event: None)
    except UserFixableError as error:
        return Check(name, False, error.message, hint=error.hint)
    try:
        refused = [error for binding in bindings if (error := hotkey.check(binding.key)) is not None]
    finally:
        hotkey.close()
    if refused:
        return Check(name, False, "; ".join(error.message for error in refused), hint=refused[0].hint, needed=False)
    return Check(name, True, f"{chosen}; nobody else uses them")


def probe_tray() -> Check:
    """Whether Qt starts on this display, and something shows tray icons."""
    name = "window and tray"
    if find_spec("PySide6") is None:
        return Check(name, False, "PySide6 is not installed", hint="Install it: pip install PySide6-Essentials")
    if sys.platform == "linux" and session_kind(os.environ) is SessionKind.NONE:
        return Check(name, False, "no display", hint="Run this in a desktop session")
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QApplication, QSystemTrayIcon

    application = QApplication([])
    shown = QSystemTrayIcon.isSystemTrayAvailable()
    application.quit()
    if not shown:
        hint = "A small window stands in for it; or switch on the tray (GNOME: the extension AppIndicator)"
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


def probe_microphone() -> Check:
    """Whether there is a microphone, and the chosen one is among them."""
    from srota_dictate.recorder.devices import find_device, list_input_devices

    name = "microphone"
    chosen = _settings().recorder.device
    try:
        devices = list_input_devices()
        found = find_device(devices, chosen)
    except UserFixableError as error:
        return Check(name, False, error.message, hint=error.hint)
    if found.note:
        return Check(name, False, found.note, hint="Plug it in, or pick another in Settings", needed=False)
    return Check(name, True, f"{found.device.name}, {found.device.rate_hz} Hz ({len(devices)} found)")


def probe_speech() -> Check:
    """Whether the detector that tells speech from noise loads, and which one."""
    from srota_dictate.segmenter.factory import SegmenterFactory

    name = "speech detection"
    factory = SegmenterFactory(_settings().segmenter)
    if factory.backend_note is not None:
        hint = "Reinstall onnxruntime: pip install --force-reinstall onnxruntime"
        return Check(name, False, factory.backend_note, hint=hint, needed=False)
    return Check(name, True, factory.backend.value)


def probe_device() -> Check:
    """Where and how the model will run, and why; imports torch."""
    from srota_dictate.recognizer.device import choose_device, probe_cuda
    from srota_dictate.recognizer.loading import with_fastest_weights

    name = "computing device"
    options = _settings().recognizer
    try:
        choice = choose_device(options.device, options.precision, probe_cuda())
        choice = with_fastest_weights(choice, options.precision, _model_size_bytes(options.model))
    except ImportError as error:
        hint = 'Install the local recogniser: pip install "srota-dictate[local]"'
        return Check(name, False, f"PyTorch cannot be loaded ({error})", hint=hint)
    except UserFixableError as error:
        return Check(name, False, error.message, hint=error.hint)
    how = f"{choice.device}, {choice.precision}, {options.attention} attention"
    return Check(name, True, f"{how} ({choice.reason})")


def probe_model() -> Check:
    """Whether the chosen model lies ready on this machine, and what runs it."""
    from srota_dictate.recognizer.catalogue import loadable_folder
    from srota_dictate.recognizer.loading import why_reference

    name = "model"
    chosen = _settings().recognizer.model
    try:
        folder = loadable_folder(chosen)
    except UserFixableError as error:
        return Check(name, False, error.message, hint=error.hint)
    try:
        why = why_reference(folder)
    except ImportError:  # the check of the packages tells it, and what to do
        return Check(name, True, f"{chosen} ({folder})")
    runner = f"run by qwen-asr, slower and with full attention, because {why}" if why else "run by our own loop"
    return Check(name, True, f"{chosen} ({folder}), {runner}")


def _model_size_bytes(model: str) -> int:
    from srota_dictate.recognizer.catalogue import loadable_folder
    from srota_dictate.recognizer.checkpoint import check_checkpoint

    try:
        return check_checkpoint(loadable_folder(model)).size_bytes
    except UserFixableError:  # the check of the model tells it
        return _PUBLISHED_BYTES


def _settings() -> "Settings":
    from srota_dictate import settings

    return settings.load(settings.default_path()).settings


PROBES: dict[str, Callable[[], Check]] = {
    "keys": probe_keys,
    "hotkeys": probe_hotkeys,
    "tray": probe_tray,
    "microphone": probe_microphone,
    "speech": probe_speech,
    "model-packages": probe_model_packages,
    "device": probe_device,
    "model": probe_model,
}


def main(name: str) -> None:
    # python-xlib and PortAudio print to standard output when they meet something new: only the answer may go there.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with answer:
        json.dump(asdict(PROBES[name]()), answer)


if __name__ == "__main__":
    main(sys.argv[1])
