"""Deliver text to the focused window on X11: paste it, confirm it, put the clipboard back."""

import logging
import threading
from collections.abc import Sequence
from typing import Final

from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, HeldBecause, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.output.clipboard_backup import read_selection
from srota_dictate.output.content import Content, text_content
from srota_dictate.output.focus import Target, find_target
from srota_dictate.output.history_markers import X11 as HISTORY_MARKERS
from srota_dictate.output.input_watch import InputWatch
from srota_dictate.output.keys import Keys
from srota_dictate.output.loan import Loan
from srota_dictate.output.options import OutputOptions, PasteKeys
from srota_dictate.output.outcomes import NOT_FETCHED, TAKEN, held
from srota_dictate.output.programs import Manner, for_terminal, manner_of
from srota_dictate.output.selection import CLIPBOARD, PRIMARY, SelectionOwner
from srota_dictate.output.x11_property import make_window
from srota_dictate.output.x11_undo import X11Undo

_log = logging.getLogger(__name__)

# After the fetch it is a matter of moments until the clipboard is put back, unless the window takes it in pieces.
_PUT_BACK_TIMEOUT_S: Final = 5.0
_NO_PASTE_KEY: Final = "The keyboard layout has no key to paste with"
_NO_ENTER: Final = "The text is in the window, but Enter could not be pressed"


class X11Output:
    """The session's `Output` on X11. Thread-safe; `deliver` blocks for as long as the window takes."""

    def __init__(self, options: OutputOptions, display_name: str | None = None) -> None:
        """Connect to `display_name`, else $DISPLAY; UserFixableError when there is no such display."""
        self._options = options
        self._lock = threading.Lock()
        self._display = connect(display_name)
        self._window = make_window(self._display)
        self._keys = Keys(self._display)
        self._owner = SelectionOwner(connect(display_name))
        self._undo = X11Undo(self._display, self._keys, InputWatch(connect(display_name)))

    def set_options(self, options: OutputOptions) -> None:
        """From the next delivery on."""
        with self._lock:
            self._options = options

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None = None, *, press_enter: bool = False
    ) -> Delivery:
        """Only into `destination`, when one is given: while another window has the keyboard the text is held."""
        with self._lock:
            text, press_enter = self._options.ending(text, press_enter)
            try:
                return self._deliver(text, mode, destination, press_enter)
            except (ConnectionClosedError, OSError) as error:
                raise _lost() from error

    def undo(self) -> None:
        with self._lock:
            try:
                self._undo.undo(self._options.keys_up_timeout_s)
            except (ConnectionClosedError, OSError) as error:
                raise _lost() from error

    def copy(self, text: str) -> None:
        self._owner.own(text_content(text))

    def close(self) -> None:
        """Hand the clipboard over where a clipboard manager takes it; else it goes with the application."""
        self._owner.close()
        self._undo.close()
        with self._lock:
            try:
                self._display.close()
            except (ConnectionClosedError, OSError):
                _log.debug("the display was gone before the output closed")

    def _deliver(self, text: str, mode: OutputMode, destination: Destination | None, press_enter: bool) -> Delivery:
        if not text and (not press_enter or mode is OutputMode.COPY):
            return Delivery(DeliveryStatus.DELIVERED)
        if mode is OutputMode.COPY:
            self.copy(text)
            return Delivery(DeliveryStatus.COPIED)
        if not self._keys.wait_until_up(self._options.keys_up_timeout_s):
            return held(HeldBecause.KEY_DOWN.value)
        target = find_target(self._display)
        if target is None:
            return held(HeldBecause.NO_WINDOW.value)
        if destination is not None and target.window_id != destination.window:
            return held(HeldBecause.MOVED.value)
        manner = manner_of(target.classes, self._options.programs)
        if manner.is_terminal:
            text = for_terminal(text, keep_newlines=self._options.terminal_newlines)
        delivery = None if text else Delivery(DeliveryStatus.DELIVERED)
        if text and mode is OutputMode.TYPE:
            delivery = self._type(text, target, manner)
        if delivery is None:
            delivery = self._paste(text, target, manner, put_back=mode is not OutputMode.CLIPBOARD)
        if delivery.status is DeliveryStatus.DELIVERED and press_enter:
            return self._enter(target)
        return delivery

    def _type(self, text: str, target: Target, manner: Manner) -> Delivery | None:
        """None when the present layout can't produce the text."""
        strokes = self._keys.strokes_for(text)
        if strokes is None:
            return None
        self._undo.expect(target.window_id, len(strokes))
        with self._keys.only_ours():
            if not (problem := self._problem_now(target)):
                self._keys.type(strokes)
        if problem:
            return held(problem)
        self._undo.typed(text, in_terminal=manner.is_terminal)
        return Delivery(DeliveryStatus.DELIVERED)

    def _paste(self, text: str, target: Target, manner: Manner, *, put_back: bool) -> Delivery:
        keys = self._keys.paste_keys(manner.paste_keys)
        if keys is None:
            return held(_NO_PASTE_KEY)
        # Which of the two Shift+Insert pastes differs between terminals. Others take the clipboard, and may forget what
        # is marked in them, and is to be replaced, when they lose PRIMARY.
        either = keys is PasteKeys.SHIFT_INSERT and (manner.is_terminal or manner.paste_keys is keys)
        selections = (CLIPBOARD, PRIMARY) if either else (CLIPBOARD,)
        content = text_content(text, HISTORY_MARKERS if put_back and self._options.keep_out_of_history else None)
        before = {name: self._present(name) if put_back else content for name in selections}
        loan = self._owner.lend(content, before)
        # Saving a large clipboard may have taken a while.
        if not self._keys.wait_until_up(self._options.keys_up_timeout_s):
            return self._give_back(loan, HeldBecause.KEY_DOWN.value)
        self._owner.expect(loan, target.program)
        self._undo.expect(target.window_id, 1)
        with self._keys.only_ours():
            problem = self._problem_now(target) or ("" if self._keys.paste(keys) else _NO_PASTE_KEY)
        if problem:
            return self._give_back(loan, problem)
        delivery = self._outcome(loan, selections)
        if delivery.status is DeliveryStatus.DELIVERED:
            self._undo.pasted(keys, in_terminal=manner.is_terminal)
        return delivery

    def _enter(self, target: Target) -> Delivery:
        with self._keys.only_ours():
            done = not self._problem_now(target) and self._keys.enter()
        if done:
            self._undo.lost("What Enter did with the text can't be taken back")
        return Delivery(DeliveryStatus.DELIVERED) if done else Delivery(DeliveryStatus.UNCONFIRMED, _NO_ENTER)

    def _problem_now(self, target: Target) -> str:
        """Why keys pressed now would not do in that window what they are to do; "" when they would."""
        if find_target(self._display) != target:
            return HeldBecause.MOVED.value
        if not self._keys.reach_windows():
            return HeldBecause.GRABBED.value
        return HeldBecause.KEY_DOWN.value if self._keys.modifiers_down() else ""

    def _give_back(self, loan: Loan, why: str) -> Delivery:
        """Nothing was pasted: the clipboard is as before."""
        self._owner.give_back(loan)
        return held(why)

    def _outcome(self, loan: Loan, selections: Sequence[str]) -> Delivery:
        """Wait until the window has what it needs."""
        if loan.wait_fetched(self._options.fetch_timeout_s):
            loan.ended.wait(_PUT_BACK_TIMEOUT_S)
            return Delivery(DeliveryStatus.DELIVERED)
        if not any(self._owner.holds(name) for name in selections):
            return Delivery(DeliveryStatus.UNCONFIRMED, TAKEN)
        return Delivery(DeliveryStatus.UNCONFIRMED, NOT_FETCHED)

    def _present(self, selection: str) -> Content | None:
        """What is to be put back later."""
        if self._owner.holds(selection):
            return self._owner.kept(selection)
        return read_selection(self._display, self._window, selection)


def _lost() -> UserFixableError:
    return UserFixableError("The connection to the display is lost", "Start srota-dictate again")


def connect(display_name: str | None) -> Display:
    """Raises UserFixableError when there is no such display."""
    try:
        display = Display(display_name)
    except (DisplayError, OSError) as error:
        hint = "Start srota-dictate from a graphical session"
        raise UserFixableError("The display can't be reached", hint) from error
    # Windows come and go while we deal with them; python-xlib would print each such error.
    display.set_error_handler(_log_x_error)
    return display


def _log_x_error(error: object, _request: object) -> None:
    _log.debug("the X server refused something: %s", type(error).__name__)
