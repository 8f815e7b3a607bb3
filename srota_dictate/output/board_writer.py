"""Deliver text to the window with the keyboard on Windows and macOS: paste it, confirm it, put the clipboard back."""

import threading
import time
from typing import Final, Protocol

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, HeldBecause, OutputMode
from srota_dictate.output.lending import Board, Lending
from srota_dictate.output.options import OutputOptions, PasteKeys
from srota_dictate.output.outcomes import NOT_FETCHED, TAKEN, held, nobody_tells
from srota_dictate.output.programs import for_terminal, manner_of

_POLL_S: Final = 0.01
# What is longer is pasted: the queue of keys of a window is not endless.
_MAX_TYPED: Final = 2_000
_DELIVERED: Final = Delivery(DeliveryStatus.DELIVERED)
_UNKNOWN_READER: Final = (
    "Another program read the clipboard first, so nobody can tell whether the window has the text; "
    "it is on the clipboard"
)


class Reader(Protocol):
    """The window that has the keyboard now, as its system tells it."""

    @property
    def window(self) -> int: ...

    @property
    def program(self) -> str:
        """In small letters."""
        ...

    @property
    def pid(self) -> int | None:
        """The process that will ask for the text; None where that may be any."""
        ...

    @property
    def obstacle(self) -> str:
        """Why the system keeps our keys from it, a sentence for the person; "" when it doesn't."""
        ...


class Readers(Protocol):
    def reader(self) -> Reader | None:
        """None when no window has the keyboard, or one of this program."""
        ...


class Keyboard(Protocol):
    """The system's keyboard, to look at and to press."""

    def any_down(self) -> bool: ...

    def modifiers_down(self) -> bool:
        """Whether a modifier is held, locks aside."""
        ...

    def paste(self, keys: PasteKeys) -> None: ...

    def type(self, text: str) -> None:
        """Type what has no control characters, whatever the keyboard layout."""
        ...

    def enter(self) -> None: ...


class BoardWriter:
    """Implements `ports.Writer`. Thread-safe; `deliver` blocks for as long as the window takes."""

    def __init__(self, board: Board, keyboard: Keyboard, readers: Readers, options: OutputOptions) -> None:
        self._board = board
        self._keyboard = keyboard
        self._readers = readers
        self._options = options
        self._lock = threading.Lock()

    def set_options(self, options: OutputOptions) -> None:
        with self._lock:
            self._options = options

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None = None, *, press_enter: bool = False
    ) -> Delivery:
        with self._lock:
            text, press_enter = self._options.ending(text, press_enter)
            return self._deliver(text, mode, destination, press_enter)

    def undo(self) -> None:
        raise nobody_tells()

    def copy(self, text: str) -> None:
        self._board.copy(text)

    def close(self) -> None:
        self._board.close()

    def _deliver(self, text: str, mode: OutputMode, destination: Destination | None, press_enter: bool) -> Delivery:
        if not text and (not press_enter or mode is OutputMode.COPY):
            return _DELIVERED
        if mode is OutputMode.COPY:
            self.copy(text)
            return Delivery(DeliveryStatus.COPIED)
        if not self._wait_until_up():
            return held(HeldBecause.KEY_DOWN.value)
        reader = self._readers.reader()
        if reader is None:
            return held(HeldBecause.NO_WINDOW.value)
        if destination is not None and reader.window != destination.window:
            return held(HeldBecause.MOVED.value)
        if reader.obstacle:
            return held(reader.obstacle)
        manner = manner_of((reader.program,), self._options.programs)
        if manner.is_terminal:
            text = for_terminal(text, keep_newlines=self._options.terminal_newlines)
        delivery = _DELIVERED
        if mode is OutputMode.TYPE and _can_be_typed(text):
            self._keyboard.type(text)
        elif text:
            delivery = self._paste(text, reader, manner.paste_keys, stays=mode is OutputMode.CLIPBOARD)
        if delivery.status is DeliveryStatus.DELIVERED and press_enter:
            if problem := self._problem_now(reader):
                return _unconfirmed(f"The text is in the window, but Enter was not pressed: {problem}")
            self._keyboard.enter()
        return delivery

    def _paste(self, text: str, reader: Reader, keys: PasteKeys, *, stays: bool) -> Delivery:
        lending = Lending(text, reader.pid, stays)
        self._board.lend(lending, private=self._options.keep_out_of_history and not stays)
        # Saving a large clipboard may have taken a while.
        problem = "" if self._wait_until_up() else HeldBecause.KEY_DOWN.value
        problem = problem or self._problem_now(reader) or ("" if self._board.still_lent(lending) else TAKEN)
        if problem:
            self._board.give_back(lending)
            return held(problem)
        lending.expect()
        self._keyboard.paste(keys)
        if lending.wait_fetched(self._options.fetch_timeout_s):
            if not stays:
                self._board.give_back(lending)
            return _DELIVERED
        if not self._board.still_lent(lending):
            return _unconfirmed(TAKEN)
        lending.keep()
        return _unconfirmed(_UNKNOWN_READER if lending.spoiled else NOT_FETCHED)

    def _problem_now(self, reader: Reader) -> str:
        """Why keys pressed now would not do in that window what they are to do; "" when they would."""
        if self._readers.reader() != reader:
            return HeldBecause.MOVED.value
        return HeldBecause.KEY_DOWN.value if self._keyboard.modifiers_down() else ""

    def _wait_until_up(self) -> bool:
        """Wait until the person holds no key; False when a modifier is still down at the end of the patience."""
        give_up_at_s = time.monotonic() + self._options.keys_up_timeout_s
        while self._keyboard.any_down():
            if time.monotonic() > give_up_at_s:
                return not self._keyboard.modifiers_down()
            time.sleep(_POLL_S)
        return True


def _can_be_typed(text: str) -> bool:
    """Line breaks and tabs do things in many programs."""
    return len(text) <= _MAX_TYPED and not any(character < " " or "\x7f" <= character <= "\x9f" for character in text)


def _unconfirmed(why: str) -> Delivery:
    return Delivery(DeliveryStatus.UNCONFIRMED, why)
