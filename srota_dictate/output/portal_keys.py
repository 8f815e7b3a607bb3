"""Press keys through the RemoteDesktop portal."""

import logging
from contextlib import suppress
from typing import Final

from srota_dictate.output.portal_session import REMOTE_DESKTOP, PortalSession
from srota_dictate.portal import PortalFailed

_log = logging.getLogger(__name__)

_KEYSYMS: Final = {"ctrl": 0xFFE3, "shift": 0xFFE1, "insert": 0xFF63, "v": ord("v"), "return": 0xFF0D}


class PortalKeys:
    """A `KeySender`. Closes the session with itself."""

    def __init__(self, session: PortalSession) -> None:
        self._session = session

    def trouble(self) -> str:
        return self._session.trouble()

    def press(self, chord: str) -> bool:
        keysyms = [_KEYSYMS[name] for name in chord.split("+")]
        down: list[int] = []
        try:
            for keysym in keysyms:
                self._notify(keysym, is_down=True)
                down.append(keysym)
        except PortalFailed as error:
            _log.warning("the portal presses no keys: %s", error)
            return False
        finally:
            # Whatever is down comes up again, last one first.
            for keysym in reversed(down):
                with suppress(PortalFailed):
                    self._notify(keysym, is_down=False)
        return True

    def close(self) -> None:
        self._session.close()

    def _notify(self, keysym: int, *, is_down: bool) -> None:
        self._session.call(REMOTE_DESKTOP, "NotifyKeyboardKeysym", "a{sv}iu", {}, keysym, int(is_down))
