"""Deliver text to the focused window of a Wayland session: paste it, confirm it, put the clipboard back."""

import threading
from typing import Final, assert_never

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, HeldBecause, OutputMode
from srota_dictate.output.history_markers import X11 as HISTORY_MARKERS
from srota_dictate.output.options import OutputOptions, PasteKeys
from srota_dictate.output.outcomes import NOT_FETCHED, TAKEN, held, nobody_tells
from srota_dictate.output.programs import for_terminal, manner_of
from srota_dictate.output.wayland_clipboard import Clipboard, Fetch, Loan
from srota_dictate.output.wayland_keys import ENTER, KeySender
from srota_dictate.output.wayland_windows import UntoldWindows, WaylandWindows

_UNKNOWN: Final = "The keys were pressed, but nothing tells whether the window took the text; it is on the clipboard"
_NO_KEYS: Final = "The paste keys could not be pressed; the text is on the clipboard"
_NO_ENTER: Final = "The text is in the window, but Enter could not be pressed"


class WaylandWriter:
    """Implements `ports.Writer`."""

    def __init__(
        self,
        options: OutputOptions,
        clipboard: Clipboard,
        keys: KeySender | None,
        windows: WaylandWindows | UntoldWindows,
    ) -> None:
        """Without `keys` the text is put on the clipboard, for the person to paste."""
        self._options = options
        self._clipboard = clipboard
        self._keys = keys
        self._windows = windows
        self._lock = threading.Lock()

    def set_options(self, options: OutputOptions) -> None:
        """From the next delivery on."""
        with self._lock:
            self._options = options

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None, *, press_enter: bool = False
    ) -> Delivery:
        """Typing mode pastes too: a compositor doesn't tell which text its layout can produce."""
        with self._lock:
            text, press_enter = self._options.ending(text, press_enter)
            return self._deliver(text, mode, destination, press_enter)

    def undo(self) -> None:
        raise nobody_tells()

    def copy(self, text: str) -> None:
        self._clipboard.copy(text)

    def close(self) -> None:
        self._clipboard.close()
        if self._keys is not None:
            self._keys.close()

    def _deliver(self, text: str, mode: OutputMode, destination: Destination | None, press_enter: bool) -> Delivery:
        if not text and (not press_enter or mode is OutputMode.COPY):
            return Delivery(DeliveryStatus.DELIVERED)
        if mode is OutputMode.COPY:
            return self._copied(text, "")
        if not text and (self._keys is None or self._keys.trouble()):
            return Delivery(DeliveryStatus.UNCONFIRMED, _NO_ENTER)
        if self._keys is None:
            return self._copied(text, "Text can't be put into windows here; it is on the clipboard: paste it")
        if trouble := self._keys.trouble():
            return self._copied(text, f"{trouble}; the text is on the clipboard")
        focused = self._windows.focused()
        if problem := self._problem(focused, destination):
            return held(problem)
        manner = manner_of([focused.program] if focused else [], self._options.programs)
        if manner.is_terminal:
            text = for_terminal(text, keep_newlines=self._options.terminal_newlines)
        match mode:
            case _ if not text:
                delivery = Delivery(DeliveryStatus.DELIVERED)
            case OutputMode.PASTE | OutputMode.TYPE:
                delivery = self._paste(text, manner.paste_keys, focused, put_back=True)
            case OutputMode.CLIPBOARD:
                delivery = self._paste(text, manner.paste_keys, focused, put_back=False)
            case _:
                assert_never(mode)
        if delivery.status is DeliveryStatus.DELIVERED and press_enter:
            return self._enter(focused)
        return delivery

    def _paste(self, text: str, chord: PasteKeys, focused: Destination | None, *, put_back: bool) -> Delivery:
        assert self._keys is not None
        markers = HISTORY_MARKERS if put_back and self._options.keep_out_of_history else {}
        with self._clipboard.lend(text, markers) as loan:
            # Saving a large clipboard may have taken a while.
            if problem := self._problem(self._windows.focused(), focused):
                return held(problem)
            loan.expect()
            if not self._keys.press(chord.value):
                loan.keep()
                return Delivery(DeliveryStatus.COPIED, _NO_KEYS)
            return self._outcome(loan, put_back=put_back)

    def _outcome(self, loan: Loan, *, put_back: bool) -> Delivery:
        """Wait until the window has what it needs."""
        fetch = loan.wait_fetched(self._options.fetch_timeout_s)
        if fetch is not Fetch.FETCHED or not put_back:
            loan.keep()
        match fetch:
            case Fetch.FETCHED:
                return Delivery(DeliveryStatus.DELIVERED)
            case Fetch.TAKEN:
                return Delivery(DeliveryStatus.UNCONFIRMED, TAKEN)
            case Fetch.UNKNOWN:
                return Delivery(DeliveryStatus.UNCONFIRMED, _UNKNOWN)
            case Fetch.NOT_FETCHED:
                return Delivery(DeliveryStatus.UNCONFIRMED, NOT_FETCHED)
            case _:
                assert_never(fetch)

    def _enter(self, focused: Destination | None) -> Delivery:
        assert self._keys is not None
        done = self._windows.focused() == focused and self._keys.press(ENTER)
        return Delivery(DeliveryStatus.DELIVERED) if done else Delivery(DeliveryStatus.UNCONFIRMED, _NO_ENTER)

    def _problem(self, focused: Destination | None, expected: Destination | None) -> str:
        """Why keys pressed now would not go where the text is meant for; "" when they would, as far as anyone tells."""
        if not self._windows.are_told:
            return ""
        if focused is None:
            return HeldBecause.NO_WINDOW.value
        return HeldBecause.MOVED.value if expected is not None and focused.window != expected.window else ""

    def _copied(self, text: str, why: str) -> Delivery:
        self._clipboard.copy(text)
        return Delivery(DeliveryStatus.COPIED, why)
