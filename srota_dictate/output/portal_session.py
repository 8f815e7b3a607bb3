"""A RemoteDesktop session of the desktop's portal: the person allows it once, and is asked by the desktop."""

import logging
import os
import select
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.portal import Portal, PortalFailed, PortalRefused, Signal

_log = logging.getLogger(__name__)

REMOTE_DESKTOP: Final = "org.freedesktop.portal.RemoteDesktop"
CLIPBOARD: Final = "org.freedesktop.portal.Clipboard"
_KEYBOARD: Final = 1  # the devices asked for
_UNTIL_REVOKED: Final = 2  # how long the permission is to hold
_PERSISTENCE_SINCE: Final = 2  # the interface's version that knows this
_QUESTION_TIMEOUT_S: Final = 300.0  # the person reads a dialogue
_REOPEN_TIMEOUT_S: Final = 3.0  # with a remembered permission nobody is asked

_ASKING: Final = "The desktop waits for your answer whether srota-dictate may press keys"
_DENIED: Final = "The desktop doesn't let srota-dictate press keys; start it again to be asked again"
_FAILED: Final = "The desktop's portal doesn't press keys just now"


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """What the person has allowed."""

    portal: Portal
    path: str
    has_clipboard: bool
    ending: tuple[int, int]  # a pipe that wakes the thread


class PortalSession:
    """Thread-safe. The person is asked as soon as it begins, not in the middle of a delivery."""

    def __init__(self, bus_address: str, token_path: Path, *, with_clipboard: bool = False) -> None:
        """`token_path` keeps what the portal remembers the permission by."""
        self._bus_address = bus_address
        self._token_path = token_path
        self._with_clipboard = with_clipboard
        self._heard: Callable[[Signal], None] = lambda _: None
        self._lock = threading.RLock()
        self._open: _Open | None = None
        self._trouble = _ASKING
        self._is_hearing = False  # a signal is being dealt with
        self._answered = threading.Event()

    def listen(self, heard: Callable[[Signal], None]) -> None:
        """Before it begins: whom to tell of what the portal says, with the lock held, on whatever thread reads it."""
        self._heard = heard

    def begin(self) -> None:
        """Returns at once."""
        self._trouble = _ASKING
        self._answered.clear()
        threading.Thread(target=self._run, name="portal", daemon=True).start()

    def trouble(self) -> str:
        """Why it can't be used just now, a sentence without a full stop; "" when it can."""
        with self._lock:
            self._hear()
        if self._trouble == _FAILED:
            # The desktop ends such sessions, when the screen is locked for one. Its permission holds.
            self.begin()
            self._answered.wait(_REOPEN_TIMEOUT_S)
        return self._trouble

    @property
    def path(self) -> str:
        """The name that the portal gave it, another each time it is opened; "" while it isn't open."""
        with self._lock:
            return "" if self._open is None else self._open.path

    @property
    def has_clipboard(self) -> bool:
        """Whether it is open, and the clipboard is allowed as well."""
        with self._lock:
            return self._open is not None and self._open.has_clipboard

    def call(self, interface: str, method: str, signature: str, *body: object) -> tuple[object, ...]:
        """`signature` and `body` are those of the arguments after the session. PortalFailed when it isn't open."""
        with self._lock:
            if self._open is None:
                raise PortalFailed("there is no session")
            result = self._open.portal.call(interface, method, f"o{signature}", (self._open.path, *body))
            self._hear()  # what came before the answer
            return result

    def close(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        """The lock is held."""
        if self._open is not None:
            ended, self._open = self._open, None
            os.close(ended.ending[1])
            ended.portal.close_session(ended.path)
            ended.portal.close()

    def _hear(self) -> None:
        """Deal with what the portal has said so far. The lock is held."""
        if self._open is None or self._is_hearing:
            return
        portal, path = self._open.portal, self._open.path
        self._is_hearing = True
        try:
            while portal.has_pending():
                signal = portal.next_signal(0)
                if signal is None:
                    continue
                if signal.member == "Closed" and signal.path == path:
                    raise PortalFailed("the desktop ended the session")
                self._heard(signal)
        except PortalFailed as error:
            _log.info("the portal's session is over: %s", error)
            self._end()
            self._trouble = _FAILED
        finally:
            self._is_hearing = False

    # From here on: the thread of one session. The person may take minutes to answer.

    def _run(self) -> None:
        opened: _Open | None = None
        try:
            opened = self._ask_person()
            self._trouble = ""
        except PortalRefused:
            _log.info("the person or the desktop refused the permission to press keys")
            self._trouble = _DENIED
        except (PortalFailed, UserFixableError) as error:
            _log.warning("no permission to press keys: %s", error)
            self._trouble = _FAILED
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("asking for the permission to press keys failed")
            self._trouble = _FAILED
        self._answered.set()
        if opened is not None:
            self._stay(opened)

    def _stay(self, opened: _Open) -> None:
        """Hear what the portal says while nobody calls."""
        try:
            while self._open is opened:
                select.select([opened.portal, opened.ending[0]], [], [])
                with self._lock:
                    if self._open is opened:
                        self._hear()
        except (OSError, ValueError):  # closed just now
            pass
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("listening to the portal failed")
        finally:
            os.close(opened.ending[0])

    def _ask_person(self) -> _Open:
        portal = Portal(self._bus_address)
        try:
            results = portal.ask(
                REMOTE_DESKTOP, "CreateSession", "", (), {"session_handle_token": ("s", portal.new_token())}
            )
            session = str(results["session_handle"])
            devices: dict[str, tuple[str, object]] = {"types": ("u", _KEYBOARD)}
            if portal.version(REMOTE_DESKTOP) >= _PERSISTENCE_SINCE:
                devices["persist_mode"] = ("u", _UNTIL_REVOKED)
                if token := self._read_token():
                    devices["restore_token"] = ("s", token)
            portal.ask(REMOTE_DESKTOP, "SelectDevices", "o", (session,), devices)
            if self._with_clipboard:
                portal.call(CLIPBOARD, "RequestClipboard", "oa{sv}", (session, {}))
            started = portal.ask(REMOTE_DESKTOP, "Start", "os", (session, ""), timeout_s=_QUESTION_TIMEOUT_S)
            if not int(str(started.get("devices", 0))) & _KEYBOARD:
                raise PortalRefused("no keyboard among the devices")
            opened = _Open(portal, session, bool(started.get("clipboard_enabled", False)), os.pipe())
            with self._lock:
                self._open = opened
                self._hear()
        except BaseException:
            portal.close()
            raise
        self._keep_token(str(started.get("restore_token", "")))
        return opened

    def _read_token(self) -> str:
        try:
            return self._token_path.read_text(encoding="utf-8")
        except OSError:
            return ""

    def _keep_token(self, token: str) -> None:
        """Each token serves once."""
        try:
            if token:
                self._token_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._token_path.touch(mode=0o600)
                self._token_path.write_text(token, encoding="utf-8")
            else:
                self._token_path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("the permission can't be remembered: %s", error)
