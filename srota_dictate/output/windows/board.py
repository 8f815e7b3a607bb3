"""Own the Windows clipboard while a text is lent: tell who fetches it, put back what was there."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import AbstractContextManager, suppress
from typing import Final, Protocol, TypeVar

from srota_dictate.errors import UserFixableError
from srota_dictate.mailbox import TaskQueue
from srota_dictate.output.history_markers import WINDOWS as HISTORY_MARKERS
from srota_dictate.output.lending import Lending
from srota_dictate.output.windows.formats import CF_UNICODETEXT, plan_backup, text_bytes

T = TypeVar("T")

_log = logging.getLogger(__name__)

_ANSWER_TIMEOUT_S: Final = 5.0
# An owner that renders a dozen formats of a large picture.
_SAVE_TIMEOUT_S: Final = 2.0


class Clipboard(Protocol):
    """The system's calls. All but `wake` on one thread; what they raise is a bug or the end of the session."""

    def open_window(self, on_asked: Callable[[int], None]) -> None:
        """Make the window that owns what we put there; `on_asked` is called by `pump` with the format asked for."""
        ...

    def pump(self) -> None:
        """Sleep until there is a message or somebody called `wake`, and handle what has come."""
        ...

    def wake(self) -> None:
        """Any thread."""
        ...

    def session(self) -> AbstractContextManager[None]:
        """Have the clipboard to ourselves; UserFixableError when another program doesn't let go of it."""
        ...

    def formats(self) -> tuple[int, ...]: ...

    def name(self, number: int) -> str:
        """Of a registered format; "" for the system's own."""
        ...

    def register(self, name: str) -> int: ...

    def read(self, number: int) -> bytes | None:
        """None when its owner doesn't hand it over."""
        ...

    def empty(self) -> None: ...

    def write(self, number: int, data: bytes | None) -> None:
        """None: to be asked for when it is wanted. Within a session, or while asked."""
        ...

    def is_ours(self) -> bool:
        """Whether nobody has emptied the clipboard since we wrote to it."""
        ...

    def sequence(self) -> int:
        """Changes with every change of content, also when a format is handed over that was only promised."""
        ...

    def asking_pid(self) -> int | None:
        """The process that has the clipboard open; None when it does so without a window."""
        ...

    def owner_hangs(self) -> bool: ...

    def close_window(self) -> None: ...


class WindowsBoard:
    """Implements `lending.Board` with a thread of its own, which owns a window and answers its messages."""

    def __init__(self, clipboard: Clipboard) -> None:
        self._clipboard = clipboard
        self._tasks = TaskQueue(clipboard.wake)
        self._lending: Lending | None = None
        self._before: dict[int, bytes] = {}
        self._sequence = 0  # when the text was put there, as long as nobody fetched it
        self._closing = False
        self._open = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clipboard", daemon=True)
        self._thread.start()
        self._open.wait(_ANSWER_TIMEOUT_S)

    def lend(self, lending: Lending, *, private: bool) -> None:
        self._ask(lambda: self._lend(lending, private=private))

    def still_lent(self, lending: Lending) -> bool:
        return self._ask(lambda: self._still_lent(lending))

    def give_back(self, lending: Lending) -> None:
        self._ask(lambda: self._give_back(lending))

    def copy(self, text: str) -> None:
        self._ask(lambda: self._copy(text))

    def close(self) -> None:
        with suppress(RuntimeError):
            self._tasks.post(self._stop)
        self._thread.join(_ANSWER_TIMEOUT_S)

    def _ask(self, task: Callable[[], T]) -> T:
        try:
            return self._tasks.post(task).result(_ANSWER_TIMEOUT_S)
        except RuntimeError as error:
            raise UserFixableError("The clipboard is lost", "Start srota-dictate again") from error
        except NoAnswer as error:
            raise UserFixableError("The clipboard doesn't answer", "Close the program you last copied from") from error

    # From here on: the clipboard thread.

    def _run(self) -> None:
        try:
            self._clipboard.open_window(self._asked)
            self._open.set()
            while not self._closing:
                self._clipboard.pump()
                self._tasks.run_pending()
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("the clipboard thread failed")
        finally:
            self._open.set()
            self._tasks.close()

    def _lend(self, lending: Lending, *, private: bool) -> None:
        with self._clipboard.session():
            # What an earlier text took the place of is what the person had.
            before = self._before if self._holds_lent else self._save()
            self._before = {} if lending.stays else before
            self._lending = lending
            self._clipboard.empty()
            self._clipboard.write(CF_UNICODETEXT, None)
            for name, data in HISTORY_MARKERS.items() if private else ():
                self._clipboard.write(self._clipboard.register(name), data)
        self._sequence = self._clipboard.sequence()

    @property
    def _holds_lent(self) -> bool:
        return self._lending is not None and not self._lending.stays and self._clipboard.is_ours()

    def _save(self) -> dict[int, bytes]:
        if self._clipboard.owner_hangs():
            _log.warning("the clipboard's owner hangs: nothing of it is saved")
            return {}
        formats = self._clipboard.formats()
        plan = plan_backup(formats, [self._clipboard.name(number) for number in formats])
        saved: dict[int, bytes] = {}
        give_up_at_s = time.monotonic() + _SAVE_TIMEOUT_S
        for number in plan.formats:
            if time.monotonic() > give_up_at_s:
                break
            data = self._clipboard.read(number)
            if data is not None:
                saved[number] = data
        n_lost = plan.n_lost + len(plan.formats) - len(saved)
        if n_lost:
            _log.warning("%d of the clipboard's %d formats can't be put back", n_lost, len(formats))
        return saved

    def _asked(self, number: int) -> None:
        """A program wants the text; it has the clipboard open meanwhile."""
        lending = self._lending
        if lending is None or number != CF_UNICODETEXT:
            return
        # Left unanswered the promise stays, and the next who asks is heard of.
        if lending.note_request(self._clipboard.asking_pid(), can_refuse=True):
            self._clipboard.write(CF_UNICODETEXT, text_bytes(lending.text))
            self._sequence = self._clipboard.sequence()

    def _still_lent(self, lending: Lending) -> bool:
        if self._lending is not lending or not self._clipboard.is_ours():
            return False
        if lending.spoiled:
            return True
        # Somebody may have added to it or taken the promise away, without becoming its owner.
        with self._clipboard.session():
            return self._clipboard.sequence() == self._sequence and CF_UNICODETEXT in self._clipboard.formats()

    def _give_back(self, lending: Lending) -> None:
        if self._lending is not lending:
            return
        with self._clipboard.session():
            if self._clipboard.is_ours():
                self._clipboard.empty()
                for number, data in self._before.items():
                    self._clipboard.write(number, data)
        self._forget()

    def _copy(self, text: str) -> None:
        with self._clipboard.session():
            self._clipboard.empty()
            self._clipboard.write(CF_UNICODETEXT, text_bytes(text))
        self._forget()

    def _forget(self) -> None:
        self._lending, self._before = None, {}

    def _stop(self) -> None:
        self._closing = True
        try:
            if self._lending is not None and self._clipboard.is_ours():
                self._leave(self._lending)
        finally:
            self._clipboard.close_window()

    def _leave(self, lending: Lending) -> None:
        """Promises end with our window: what the person had comes back, or the text is handed over."""
        if not lending.stays:
            self._give_back(lending)
            return
        with self._clipboard.session():
            self._clipboard.write(CF_UNICODETEXT, text_bytes(lending.text))
