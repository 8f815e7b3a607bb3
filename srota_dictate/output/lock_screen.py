"""Tell over D-Bus whether the screen is locked, on Linux."""

import logging
from typing import Final

from srota_dictate.output.bus import BUS_ERRORS, Interface, open_bus

_log = logging.getLogger(__name__)

# Who locks the screen depends on the desktop; each answers the same question under its own name.
_SAVERS: Final = tuple(
    Interface(name, "/" + name.replace(".", "/"), name)
    for name in (
        "org.freedesktop.ScreenSaver",
        "org.gnome.ScreenSaver",
        "org.cinnamon.ScreenSaver",
        "org.mate.ScreenSaver",
        "org.xfce.ScreenSaver",
    )
)
_LOGIN_SESSION: Final = Interface(
    "org.freedesktop.login1", "/org/freedesktop/login1/session/auto", "org.freedesktop.login1.Session"
)


class LockScreen:
    """Implements `ports.ScreenLock`: the desktop's screen saver and the login manager are asked each time."""

    def __init__(self, session_bus: str = "SESSION", system_bus: str = "SYSTEM") -> None:
        self._session_bus = session_bus
        self._system_bus = system_bus

    def is_locked(self) -> bool:
        return self._saver_is_active() or self._login_is_locked()

    def close(self) -> None: ...

    def _saver_is_active(self) -> bool:
        try:
            with open_bus(self._session_bus) as bus:
                for saver in _SAVERS:
                    try:
                        (is_active,) = bus.call(saver, "GetActive")
                    except BUS_ERRORS:  # another desktop's, or one that only keeps the screen awake
                        continue
                    if is_active is True:
                        return True
        except BUS_ERRORS as error:
            _log.debug("no session bus: %s", type(error).__name__)
        return False

    def _login_is_locked(self) -> bool:
        try:
            with open_bus(self._system_bus) as bus:
                return bus.get(_LOGIN_SESSION, "LockedHint") is True
        except BUS_ERRORS as error:
            _log.debug("the login manager doesn't tell: %s", type(error).__name__)
            return False
