"""List microphones, find one by its name, and say in a sentence why one can't be had."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportPrivateUsage=false, reportUnknownParameterType=false

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.ports import InputDevice

_log = logging.getLogger(__name__)

# PortAudio's codes.
DEVICE_UNAVAILABLE: Final = -9985  # somebody else holds it
INVALID_CHANNEL_COUNT: Final = -9998


@dataclass(frozen=True, slots=True)
class DeviceFound:
    device: InputDevice
    note: str = ""  # a sentence when it isn't the one asked for


def no_microphone() -> UserFixableError:
    return UserFixableError("No microphone was found", "Plug one in or switch it on, then try again")


def sound_does_not_answer() -> UserFixableError:
    return UserFixableError(
        "The sound system does not answer", "Check that sound works in other programs, then try again"
    )


def load_portaudio() -> ModuleType:
    """The sounddevice module, which starts PortAudio when first imported; raises UserFixableError."""
    try:
        import sounddevice
    except OSError as error:
        # Raised by sounddevice itself when the shared library can't be found.
        raise UserFixableError(
            "The sound library PortAudio is missing",
            "Install it, on Debian and Ubuntu with: sudo apt install libportaudio2",
        ) from error
    except Exception as error:
        _log.warning("PortAudio does not start: %s", error)
        raise sound_does_not_answer() from error
    return sounddevice


def refresh_devices() -> None:
    """Make PortAudio look again for what is plugged in. Ends every open stream: only while none is open."""
    sounddevice = load_portaudio()
    with contextlib.suppress(sounddevice.PortAudioError):  # it isn't running when an earlier start failed
        sounddevice._terminate()
    try:
        sounddevice._initialize()
    except sounddevice.PortAudioError as error:
        _log.warning("PortAudio does not start again: %s", error)
        raise sound_does_not_answer() from error


def list_input_devices() -> tuple[InputDevice, ...]:
    """Every microphone PortAudio knew of when it was last refreshed, the system's default first."""
    sounddevice = load_portaudio()
    try:
        raw: Sequence[dict[str, Any]] = list(sounddevice.query_devices())
        apis: Sequence[dict[str, Any]] = list(sounddevice.query_hostapis())
    except sounddevice.PortAudioError as error:
        _log.warning("the microphones can't be listed: %s", error)
        return ()
    default = sounddevice.default.device[0]
    devices = [
        InputDevice(
            index=int(entry["index"]),
            name=str(entry["name"]),
            host_api=str(apis[entry["hostapi"]]["name"]),
            rate_hz=round(entry["default_samplerate"]),
            channels=int(entry["max_input_channels"]),
            is_default=entry["index"] == default,
        )
        for entry in raw
        if entry["max_input_channels"] > 0
    ]
    return tuple(sorted(devices, key=lambda device: not device.is_default))


def find_device(devices: Sequence[InputDevice], name: str) -> DeviceFound:
    """The device of that name, or the default one with a note; raises UserFixableError when there is none at all."""
    if not devices:
        raise no_microphone()
    default = devices[0]
    if not name:
        return DeviceFound(default)
    # On Windows every device appears once per sound API; the default's API is the one that works here.
    candidates = sorted(devices, key=lambda device: device.host_api != default.host_api)
    exact = [device for device in candidates if device.name == name]
    replugged = [device for device in candidates if _stem(device.name) == _stem(name)]
    for device in [*exact, *replugged]:
        return DeviceFound(device)
    return DeviceFound(default, f"The microphone “{name}” is not connected, so “{default.name}” is used")


def error_code(error: Exception) -> int | None:
    """The number in a PortAudioError, which is (text, number, …)."""
    code = error.args[1] if len(error.args) > 1 else None
    return code if isinstance(code, int) else None


def explain_open_failure(code: int | None, name: str) -> UserFixableError:
    """PortAudio's error code at opening → what the person can do."""
    if code == DEVICE_UNAVAILABLE:
        return UserFixableError(
            f"The microphone “{name}” is in use by another program",
            "Close that program, or pick another microphone in Settings",
        )
    return UserFixableError(
        f"The microphone “{name}” can't be opened",
        "Check that it is plugged in and switched on, or pick another in Settings",
    )


def _stem(name: str) -> str:
    # ALSA appends the card's number, which changes when it is plugged in again: "USB Audio: - (hw:1,0)".
    return name.split(" (hw:")[0].casefold()
