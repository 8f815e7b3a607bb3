"""Which microphone is meant, and what is said when it can't be had."""

import subprocess
import sys

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.devices import DEVICE_UNAVAILABLE, explain_open_failure, find_device
from srota_dictate.recorder.ports import InputDevice


def device(index: int, name: str, host_api: str = "ALSA") -> InputDevice:
    return InputDevice(index, name, host_api, 48_000, 2, is_default=index == 0)


DEVICES = (
    device(0, "Built-in: ALC (hw:0,0)"),
    device(1, "Headset", "MME"),
    device(2, "Headset"),
    device(3, "USB Mic: Audio (hw:2,0)"),
)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("", 0),
        ("Built-in: ALC (hw:0,0)", 0),
        ("Headset", 2),  # by the sound API the default uses
        ("USB Mic: Audio (hw:1,0)", 3),  # plugged in again, with another number
        ("usb mic: audio", 3),
    ],
)
def test_a_device_is_found_by_its_name(name: str, index: int) -> None:
    found = find_device(DEVICES, name)
    assert (found.device.index, found.note) == (index, "")


def test_a_device_that_is_gone_gives_way_to_the_default_and_a_note() -> None:
    found = find_device(DEVICES, "Studio")
    assert found.device.index == 0
    assert found.note == "The microphone “Studio” is not connected, so “Built-in: ALC (hw:0,0)” is used"


def test_no_microphone_at_all() -> None:
    with pytest.raises(UserFixableError, match="No microphone was found") as caught:
        find_device((), "Studio")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("code", "words"),
    [(DEVICE_UNAVAILABLE, "in use by another program"), (-9999, "can't be opened"), (None, "can't be opened")],
)
def test_failures_name_the_device_and_a_remedy(code: int | None, words: str) -> None:
    error = explain_open_failure(code, "Headset")
    assert "“Headset”" in error.message
    assert words in error.message
    assert error.hint


def test_a_missing_library_is_named_with_its_package() -> None:
    code = (
        "import ctypes.util, ctypes, sys\n"
        "import cffi.api\n"
        "ctypes.util.find_library = lambda name: None\n"
        "cffi.api.FFI.dlopen = lambda *_: (_ for _ in ()).throw(OSError('gone'))\n"
        "from srota_dictate.recorder.devices import load_portaudio\n"
        "from srota_dictate.errors import UserFixableError\n"
        "try:\n    load_portaudio()\n"
        "except UserFixableError as error:\n    print(error)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "PortAudio is missing" in result.stdout
    assert "libportaudio2" in result.stdout
