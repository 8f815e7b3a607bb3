"""Deliver text where nothing richer exists yet (Windows, macOS): pyperclip and a synthetic paste chord.

Not run by the tests: it needs those systems. Nobody tells whether the window fetched the text, so the clipboard's
earlier content, only text at that, is put back after a fixed delay, and delivery is never confirmed.
"""

# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportMissingModuleSource=false

import sys
import threading
import time
from typing import Final, assert_never

import pyperclip
from pynput import keyboard

from srota_dictate.errors import UserFixableError
from srota_dictate.output.options import OutputOptions
from srota_dictate.types import Delivery, DeliveryStatus, Destination, OutputMode

_PUT_BACK_AFTER_S: Final = 0.6


class FallbackOutput:
    """The session's `Output` through pyperclip and pynput."""

    def __init__(self, options: OutputOptions) -> None:
        self._options = options
        self._keyboard = keyboard.Controller()
        self._lock = threading.Lock()

    def set_options(self, options: OutputOptions) -> None:
        """From the next delivery on."""
        self._options = options

    def deliver(self, text: str, mode: OutputMode, destination: Destination | None = None) -> Delivery:
        del destination  # nothing tells which window has the keyboard
        text += " " * (bool(text) and self._options.trailing_space)
        with self._lock:
            match mode:
                case OutputMode.TYPE:
                    self._keyboard.type(text)
                case OutputMode.COPY:
                    self.copy(text)
                    return Delivery(DeliveryStatus.COPIED)
                case OutputMode.CLIPBOARD:
                    self._paste(text)
                case OutputMode.PASTE:
                    before = pyperclip.paste()
                    self._paste(text)
                    time.sleep(_PUT_BACK_AFTER_S)
                    self.copy(before)
                case _:
                    assert_never(mode)
        return Delivery(DeliveryStatus.UNCONFIRMED, "The keys were sent; this system doesn't say whether they arrived")

    def destination(self) -> Destination | None:
        return None

    def undo(self) -> None:
        raise UserFixableError("On this system the last text can't be taken back", "Undo it in its program")

    def copy(self, text: str) -> None:
        try:
            pyperclip.copy(text)
        except pyperclip.PyperclipException as error:
            raise UserFixableError("The clipboard can't be reached", "Close other clipboard programs") from error

    def close(self) -> None: ...

    def _paste(self, text: str) -> None:
        self.copy(text)
        modifier = keyboard.Key.cmd if sys.platform == "darwin" else keyboard.Key.ctrl
        with self._keyboard.pressed(modifier):
            self._keyboard.tap("v")
