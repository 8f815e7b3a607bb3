"""Let a text reach no window but the one it was spoken for, unless the person says otherwise."""

from dataclasses import replace
from typing import assert_never

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, HeldBecause, OutputMode
from srota_dictate.output.options import MovedFocus, OutputOptions
from srota_dictate.output.outcomes import held
from srota_dictate.output.ports import Fields, ScreenLock, Windows, Writer


class RightWindow:
    """The session's `Output`: a platform's writer, and the rules that hold on every platform."""

    def __init__(
        self, writer: Writer, windows: Windows, fields: Fields, lock: ScreenLock, options: OutputOptions
    ) -> None:
        self._writer = writer
        self._windows = windows
        self._fields = fields
        self._lock = lock
        self._options = options

    def set_options(self, options: OutputOptions) -> None:
        """From the next delivery on."""
        self._options = options
        self._writer.set_options(options)

    def destination(self) -> Destination | None:
        focused = self._windows.focused()
        return None if focused is None else replace(focused, is_secret=self._fields.is_secret())

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None, *, press_enter: bool = False
    ) -> Delivery:
        if mode is OutputMode.COPY:
            return self._writer.deliver(text, mode, None)
        if self._lock.is_locked():
            return held(HeldBecause.LOCKED.value)
        focused = self._windows.focused()
        if destination is not None and not _same_window(destination, focused):
            match self._options.moved_focus:
                case MovedFocus.HOLD:
                    return held(HeldBecause.MOVED.value)
                case MovedFocus.FOLLOW:
                    pass
                case MovedFocus.RETURN:
                    if not self._windows.activate(destination):
                        return held(HeldBecause.GONE.value)
                    focused = destination
                case _ as never:
                    assert_never(never)
        if self._fields.is_secret():
            # Where nobody could tell at first, it was this field the person spoke to.
            told_late = destination is not None and _same_window(destination, focused) and destination.is_secret is None
            return Delivery(DeliveryStatus.REFUSED) if told_late else held(HeldBecause.SECRET.value)
        return self._writer.deliver(text, mode, focused, press_enter=press_enter)

    def undo(self) -> None:
        self._writer.undo()

    def copy(self, text: str) -> None:
        self._writer.copy(text)

    def close(self) -> None:
        self._writer.close()
        self._windows.close()
        self._fields.close()
        self._lock.close()


def _same_window(one: Destination, other: Destination | None) -> bool:
    return other is not None and one.window == other.window
