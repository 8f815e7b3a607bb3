"""Read the keyboards themselves through Linux's evdev: for those who allow it, where the desktop gives no key.

Whoever may read them hears every key of the machine, in this program only the chosen ones are looked at. They can't be
consumed: the focused program sees them too. Tests feed it pipes in the place of keyboards.
"""

import errno
import logging
import os
import select
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, parse_chord
from srota_dictate.hotkey.key_codes import KEY_CODES, MODIFIER_CODES
from srota_dictate.mailbox import Mailbox
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent, HotkeyPressed, HotkeyReleased

_log = logging.getLogger(__name__)

_FOLDER: Final = Path("/dev/input")
_EVENT: Final = struct.Struct("llHHi")  # seconds, microseconds, type, code, value
_KEY: Final = 1  # the only type of event that is looked at
_RELEASED, _PRESSED = 0, 1  # 2: it repeats
_LOOK_FOR_NEW_S: Final = 2.0  # keyboards are plugged in
_ANSWER_TIMEOUT_S: Final = 5.0


def keyboards_readable(folder: Path = _FOLDER) -> bool:
    return any(os.access(path, os.R_OK) for path in folder.glob("event*"))


@dataclass(slots=True)
class _Device:
    path: Path
    down: set[int] = field(default_factory=set[int])


@dataclass(slots=True)
class _Key:
    code: int
    chord: KeyChord
    action: HotkeyAction
    since_s: float | None = None  # while it is held


class KeyboardsHotkey:
    """The session's `Hotkey`, with a thread of its own; `on_event` is called on it and must return at once."""

    def __init__(self, on_event: Callable[[HotkeyEvent], None], folder: Path = _FOLDER) -> None:
        self._on_event = on_event
        self._folder = folder
        self._devices: dict[int, _Device] = {}  # by file descriptor
        self._keys: list[_Key] = []
        self._cancel: _Key | None = None  # Esc while recording
        self._mailbox = Mailbox()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="hotkey", daemon=True)
        self._thread.start()

    def bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        refused = {binding: error for binding in bindings if (error := self.check(binding.key)) is not None}
        chords = [(parse_chord(each.key), each.action) for each in bindings if each not in refused]
        keys = [_Key(KEY_CODES[chord.key], chord, action) for chord, action in chords]
        self._ask(lambda: self._bind(keys))
        return tuple(refused.values())

    def check(self, key: str) -> UserFixableError | None:
        try:
            chord = parse_chord(key)
        except UserFixableError as error:
            return error
        if chord.key not in KEY_CODES:
            return UserFixableError(f"{chord.label} can't be heard here", "Choose another key in Settings")
        return None

    def arm_cancel(self, armed: bool) -> None:
        self._ask(lambda: self._arm(armed))

    def close(self) -> None:
        with suppress(RuntimeError):
            self._mailbox.post(self._stop)
        self._thread.join(_ANSWER_TIMEOUT_S)

    def _ask(self, task: Callable[[], None]) -> None:
        try:
            self._mailbox.post(task).result(_ANSWER_TIMEOUT_S)
        except (RuntimeError, TimeoutError) as error:
            raise UserFixableError("The keyboards are read no more", "Start srota-dictate again") from error

    # From here on: the hotkey thread.

    def _run(self) -> None:
        look_at_s = 0.0
        try:
            while not self._closing:
                if time.monotonic() >= look_at_s:
                    self._find_devices()
                    look_at_s = time.monotonic() + _LOOK_FOR_NEW_S
                left_s = max(look_at_s - time.monotonic(), 0.0)
                ready, _, _ = select.select([self._mailbox, *self._devices], [], [], left_s)
                self._mailbox.run_pending()
                for fd in [fd for fd in self._devices if fd in ready]:
                    self._read(fd)
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("the hotkey thread failed")
        finally:
            self._drop(self._keys)
            for fd in self._devices:
                os.close(fd)
            self._mailbox.close()

    def _find_devices(self) -> None:
        known = {device.path for device in self._devices.values()}
        for path in sorted(self._folder.glob("event*")):
            if path not in known and self._has_our_keys(path):
                with suppress(OSError):
                    self._devices[os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)] = _Device(path)

    def _has_our_keys(self, path: Path) -> bool:
        """A mouse that moves would wake us a thousand times a second."""
        bits = Path("/sys/class/input") / path.name / "device/capabilities/key"
        try:
            words = bits.read_text().split()
        except OSError:
            return True
        present = int("".join(word.rjust(16, "0") for word in words), 16)
        return any(present >> key.code & 1 for key in self._keys)

    def _read(self, fd: int) -> None:
        try:
            data = os.read(fd, 64 * _EVENT.size)
        except BlockingIOError:
            return
        except OSError as error:
            if error.errno != errno.ENODEV:
                _log.info("a keyboard can't be read: %s", error)
            data = b""
        if not data:  # unplugged: nobody will tell of the releases
            device = self._devices.pop(fd)
            os.close(fd)
            for code in device.down:
                self._release(code)
            return
        for _, _, kind, code, value in _EVENT.iter_unpack(data[: len(data) // _EVENT.size * _EVENT.size]):
            if kind == _KEY:
                self._hear(self._devices[fd], code, value)

    def _hear(self, device: _Device, code: int, value: int) -> None:
        if value == _PRESSED:
            device.down.add(code)
            self._press(code)
        elif value == _RELEASED:
            device.down.discard(code)
            self._release(code)

    def _press(self, code: int) -> None:
        down = {code for device in self._devices.values() for code in device.down}
        for key in (self._cancel, *self._keys):
            if key is not None and key.code == code and key.since_s is None and _fits(key.chord, down):
                key.since_s = time.monotonic()
                self._on_event(HotkeyPressed(key.action))
                return

    def _release(self, code: int) -> None:
        self._drop([key for key in (self._cancel, *self._keys) if key is not None and key.code == code])

    def _drop(self, keys: list[_Key]) -> None:
        for key in keys:
            if key.since_s is not None:
                self._on_event(HotkeyReleased(key.action, time.monotonic() - key.since_s))
                key.since_s = None

    def _bind(self, keys: list[_Key]) -> None:
        self._drop(self._keys)
        self._keys = keys
        self._find_devices()

    def _arm(self, armed: bool) -> None:
        if self._cancel is not None:
            self._drop([self._cancel])
        chosen = any(key.action is HotkeyAction.CANCEL for key in self._keys)
        escape = _Key(KEY_CODES["Escape"], KeyChord("Escape"), HotkeyAction.CANCEL)
        self._cancel = escape if armed and not chosen else None

    def _stop(self) -> None:
        self._closing = True


def _fits(chord: KeyChord, down: set[int]) -> bool:
    """Esc counts whatever modifiers are down: the talk key may be one."""
    return all(down & MODIFIER_CODES[modifier] for modifier in chord.modifiers)
