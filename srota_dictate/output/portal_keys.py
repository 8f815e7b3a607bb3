"""Press keys through the RemoteDesktop portal, which asks the person once and remembers the answer."""

import logging
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

from srota_dictate.errors import UserFixableError
from srota_dictate.output.options import PasteKeys
from srota_dictate.portal import Portal, PortalFailed, PortalRefused

_log = logging.getLogger(__name__)

REMOTE_DESKTOP: Final = "org.freedesktop.portal.RemoteDesktop"
_KEYBOARD: Final = 1  # the devices asked for
_UNTIL_REVOKED: Final = 2  # how long the permission is to hold
_PERSISTENCE_SINCE: Final = 2  # the interface's version that knows this
_QUESTION_TIMEOUT_S: Final = 300.0  # the person reads a dialogue
_REOPEN_TIMEOUT_S: Final = 3.0  # with a remembered permission nobody is asked

_CONTROL, _SHIFT, _INSERT, _V, _RETURN = 0xFFE3, 0xFFE1, 0xFF63, ord("v"), 0xFF0D
_CHORDS: Final = {
    PasteKeys.CTRL_V: (_CONTROL, _V),
    PasteKeys.CTRL_SHIFT_V: (_CONTROL, _SHIFT, _V),
    PasteKeys.SHIFT_INSERT: (_SHIFT, _INSERT),
}
_ASKING: Final = "The desktop waits for your answer whether srota-dictate may press keys"
_DENIED: Final = "The desktop doesn't let srota-dictate press keys; start it again to be asked again"
_FAILED: Final = "The desktop's portal doesn't press keys just now"

_Session: TypeAlias = tuple[Portal, str]


class PortalKeys:
    """A `KeySender`. The person is asked as soon as it is made, not in the middle of a delivery."""

    def __init__(self, bus_address: str, token_path: Path) -> None:
        """Returns at once. `token_path` keeps what the portal remembers the permission by."""
        self._bus_address = bus_address
        self._token_path = token_path
        self._lock = threading.Lock()
        self._session: _Session | None = None
        self._trouble = _ASKING
        self._asking = threading.Thread(target=self._open, name="portal", daemon=True)
        self._asking.start()

    def trouble(self) -> str:
        self._notice_end()
        if self._session is None and self._trouble == _FAILED and not self._asking.is_alive():
            # The desktop ends such sessions, when the screen is locked for one. Its permission holds.
            self._trouble = _ASKING
            self._asking = threading.Thread(target=self._open, name="portal", daemon=True)
            self._asking.start()
            self._asking.join(_REOPEN_TIMEOUT_S)
        return "" if self._session else self._trouble

    def paste(self, keys: PasteKeys) -> bool:
        return self._press(*_CHORDS[keys])

    def enter(self) -> bool:
        return self._press(_RETURN)

    def close(self) -> None:
        with self._lock:
            self._end_session()

    def _press(self, *keysyms: int) -> bool:
        with self._lock:
            if self._session is None:
                return False
            portal, path = self._session
            done = 0
            try:
                for keysym in keysyms:
                    _notify(portal, path, keysym, is_down=True)
                    done += 1
            except PortalFailed as error:
                _log.warning("the portal presses no keys: %s", error)
                return False
            finally:
                # Whatever is down comes up again, last one first.
                for keysym in reversed(keysyms[:done]):
                    with suppress(PortalFailed):
                        _notify(portal, path, keysym, is_down=False)
        return True

    def _notice_end(self) -> None:
        """The portal says when it ends a session."""
        with self._lock:
            if self._session is None:
                return
            portal, path = self._session
            try:
                while portal.has_pending():
                    signal = portal.next_signal(0)
                    if signal is not None and signal.member == "Closed" and signal.path == path:
                        raise PortalFailed("the desktop ended the session")
            except PortalFailed as error:
                _log.info("the portal's session is over: %s", error)
                self._end_session()
                self._trouble = _FAILED

    def _end_session(self) -> None:
        if self._session is not None:
            portal, path = self._session
            self._session = None
            portal.close_session(path)
            portal.close()

    def _open(self) -> None:
        """On a thread of its own: the person may take minutes to answer."""
        try:
            self._session = self._ask_person()
        except PortalRefused:
            _log.info("the person or the desktop refused the permission to press keys")
            self._trouble = _DENIED
        except (PortalFailed, UserFixableError) as error:
            _log.warning("no permission to press keys: %s", error)
            self._trouble = _FAILED
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("asking for the permission to press keys failed")
            self._trouble = _FAILED

    def _ask_person(self) -> _Session:
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
            started = portal.ask(REMOTE_DESKTOP, "Start", "os", (session, ""), timeout_s=_QUESTION_TIMEOUT_S)
            if not int(str(started.get("devices", 0))) & _KEYBOARD:
                raise PortalRefused("no keyboard among the devices")
        except BaseException:
            portal.close()
            raise
        self._keep_token(str(started.get("restore_token", "")))
        return portal, session

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


def _notify(portal: Portal, session: str, keysym: int, *, is_down: bool) -> None:
    portal.call(REMOTE_DESKTOP, "NotifyKeyboardKeysym", "oa{sv}iu", (session, {}, keysym, int(is_down)))
