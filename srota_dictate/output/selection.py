"""Own the clipboard on X11 and serve it from a thread of its own, for as long as the application runs."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import logging
import select
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, XError
from Xlib.protocol.request import SetSelectionOwner
from Xlib.protocol.rq import Event

from srota_dictate.errors import UserFixableError
from srota_dictate.mailbox import Mailbox
from srota_dictate.output.content import Content
from srota_dictate.output.focus import Program, program_of
from srota_dictate.output.loan import Loan
from srota_dictate.output.serving import Answers
from srota_dictate.output.x11_property import is_touch, make_window, next_event, touch, write_property

T = TypeVar("T")

_log = logging.getLogger(__name__)

CLIPBOARD: Final = "CLIPBOARD"
PRIMARY: Final = "PRIMARY"
_ANSWER_TIMEOUT_S: Final = 5.0
_HAND_OVER_TIMEOUT_S: Final = 2.0
_TICK_S: Final = 0.02
_IDLE_TICK_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Held:
    content: Content
    since: int  # server time
    loan: Loan | None


class SelectionOwner:
    """Thread-safe. `display` is handed over: nobody else may use it afterwards."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._window = make_window(display)
        self._answers = Answers(display)
        self._mailbox = Mailbox()
        self._held: dict[str, _Held] = {}
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="clipboard", daemon=True)
        self._thread.start()

    def own(self, content: Content, selections: Sequence[str] = (CLIPBOARD,)) -> None:
        """Put content on the selections and leave it there; a loan of before is over."""
        self._ask(lambda: self._own(content, selections, None))

    def lend(self, content: Content, before: Mapping[str, Content | None]) -> Loan:
        """Put content on the selections named in `before` until it was fetched, see `Loan`."""
        loan = Loan(before)
        self._ask(lambda: self._own(content, tuple(before), loan))
        return loan

    def expect(self, loan: Loan, program: Program) -> None:
        """Count what `program` fetches from now on."""
        self._ask(lambda: loan.expect(program))

    def give_back(self, loan: Loan) -> None:
        """Nobody is to have the content any more: put back what was there before."""
        self._ask(lambda: self._put_back(loan))

    def kept(self, selection: str) -> Content | None:
        """What the person last put there as far as this owner knows: served here, or waiting to be put back."""
        return self._ask(lambda: self._kept(selection))

    def holds(self, selection: str) -> bool:
        return self._ask(lambda: selection in self._held)

    def close(self) -> None:
        """Hand the clipboard to a clipboard manager if there is one, and end the thread."""
        with suppress(RuntimeError):
            self._mailbox.post(self._stop)
        self._thread.join(_HAND_OVER_TIMEOUT_S + _ANSWER_TIMEOUT_S)

    def _ask(self, task: Callable[[], T]) -> T:
        try:
            return self._mailbox.post(task).result(_ANSWER_TIMEOUT_S)
        except (RuntimeError, ConnectionClosedError) as error:
            raise UserFixableError("The connection to the display is lost", "Start srota-dictate again") from error
        except NoAnswer as error:
            raise UserFixableError("The display doesn't answer", "Try again; if it stays so, log out and in") from error

    # From here on: the clipboard thread.

    def _run(self) -> None:
        try:
            while not self._closing:
                self._sleep()
                self._mailbox.run_pending()
                while not self._closing and self._display.pending_events():
                    self._handle(self._display.next_event())
                self._tick()
            self._display.close()
        except (ConnectionClosedError, OSError) as error:
            _log.warning("the clipboard lost the display: %s", error)
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("the clipboard thread failed")
        finally:
            for held in self._held.values():
                if held.loan is not None:
                    held.loan.end()
            self._mailbox.close()

    def _sleep(self) -> None:
        if self._display.pending_events():
            return
        loans = [held.loan for held in self._held.values() if held.loan is not None]
        timeout_s = None
        if any(loan.waiting for loan in loans):
            timeout_s = _TICK_S
        elif loans or self._answers.transfers.active:
            timeout_s = _IDLE_TICK_S
        select.select([self._display.fileno(), self._mailbox.fileno()], [], [], timeout_s)

    def _tick(self) -> None:
        self._answers.transfers.expire()
        for loan in {id(held.loan): held.loan for held in self._held.values() if held.loan is not None}.values():
            if loan.is_due() and not self._answers.transfers.active:
                self._put_back(loan)
            elif loan.is_stale():
                self._keep(loan)

    def _handle(self, event: Event) -> None:
        match event.type:
            case X.SelectionRequest:
                self._serve(event)
            case X.SelectionClear:
                self._lose(event)
            case X.PropertyNotify if self._answers.transfers.note(event):
                for held in self._held.values():
                    if held.loan is not None:
                        held.loan.note_transfer()
            case _:
                pass

    def _serve(self, request: Event) -> None:
        held = self._held.get(self._display.get_atom_name(request.selection))
        try:
            told = self._answers.answer(request, held.content if held else None, held.since if held else 0)
        except XError as error:  # the requestor closed its window, or asked for an atom that isn't one
            _log.debug("a request for the clipboard failed: %s", type(error).__name__)
            return
        if held is not None and held.loan is not None:
            held.loan.note_request(program_of(self._display, request.requestor.id), told=told)

    def _lose(self, event: Event) -> None:
        name = self._display.get_atom_name(event.atom)
        held = self._held.get(name)
        if held is None or _is_before(event.time, held.since):
            return  # about an earlier ownership of ours
        del self._held[name]
        if held.loan is not None and not any(other.loan is held.loan for other in self._held.values()):
            held.loan.end()

    def _own(self, content: Content, selections: Sequence[str], loan: Loan | None) -> None:
        now = self._server_time()
        superseded = [held.loan for name in selections if (held := self._held.get(name)) and held.loan is not None]
        for name in selections:
            self._set_owner(name, content, now, loan)
        for old in superseded:  # a selection that it had beside those now taken
            self._put_back(old)
        owners = [self._display.get_selection_owner(self._display.intern_atom(name)) for name in selections]
        if any(getattr(owner, "id", None) != self._window.id for owner in owners):
            raise UserFixableError("Another program keeps the clipboard to itself", "Close it and try again")

    def _put_back(self, loan: Loan) -> None:
        # With a time from before the check, whoever takes the selection in between is later and wins.
        now = self._server_time()
        for name, content in loan.before.items():
            held = self._held.get(name)
            if held is None or held.loan is not loan:
                continue  # someone else has it: theirs stays
            if content is held.content:  # meant to stay
                self._held[name] = _Held(held.content, held.since, None)
            else:
                self._set_owner(name, content, now, None)
        self._display.sync()
        loan.end()

    def _set_owner(self, name: str, content: Content | None, now: int, loan: Loan | None) -> None:
        """Become the owner, or leave the selection without one."""
        atom = self._display.intern_atom(name)
        if content is None:
            del self._held[name]
            SetSelectionOwner(display=self._display.display, window=X.NONE, selection=atom, time=now)
        else:
            self._window.set_selection_owner(atom, now)
            self._held[name] = _Held(content, now, loan)

    def _keep(self, loan: Loan) -> None:
        """Nobody fetched it: the text stays on the clipboard as if copied."""
        for name, held in list(self._held.items()):
            if held.loan is loan:
                self._held[name] = _Held(held.content, held.since, None)
        loan.end()

    def _kept(self, selection: str) -> Content | None:
        held = self._held.get(selection)
        if held is None:
            return None
        return held.content if held.loan is None else held.loan.before.get(selection)

    def _server_time(self) -> int:
        """The X server's clock; events that come first are handled on the way."""
        touch(self._display, self._window)
        give_up_at_s = time.monotonic() + _ANSWER_TIMEOUT_S
        while (event := next_event(self._display, give_up_at_s)) is not None:
            if is_touch(self._display, event):
                return int(event.time)
            self._handle(event)
        raise UserFixableError("The display doesn't answer", "Try again; if it stays so, log out and in")

    def _stop(self) -> None:
        self._hand_over()
        self._closing = True

    def _hand_over(self) -> None:
        """Ask a clipboard manager to take every format, and serve it meanwhile."""
        held = self._held.get(CLIPBOARD)
        manager = self._display.intern_atom("CLIPBOARD_MANAGER")
        if held is None or self._display.get_selection_owner(manager) == X.NONE:
            return
        name = self._display.intern_atom("_SROTA_DICTATE_SAVE")
        targets = [self._display.intern_atom(target) for target in held.content.pieces]
        write_property(self._window, name, Xatom.ATOM, 32, targets)
        self._window.convert_selection(manager, self._display.intern_atom("SAVE_TARGETS"), name, self._server_time())
        give_up_at_s = time.monotonic() + _HAND_OVER_TIMEOUT_S
        while (event := next_event(self._display, give_up_at_s)) is not None:
            if event.type == X.SelectionNotify and event.selection == manager:
                return
            self._handle(event)
        _log.info("the clipboard manager didn't take the clipboard in time")


def _is_before(one: int, other: int) -> bool:
    """Server times are milliseconds that start again after 49 days."""
    return (one - other) & 0xFFFFFFFF > 0x7FFFFFFF
