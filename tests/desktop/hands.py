"""Press keys and mouse buttons on a test desktop through XTEST."""

from Xlib import XK, X
from Xlib.display import Display

from tests.desktop.chords import Chords, full_name


class Hands(Chords):
    """One thread at a time."""

    def __init__(self, display: Display) -> None:
        self._display = display
        XK.load_keysym_group("xkb")  # ISO_Next_Group and the like

    def key_down(self, key: str) -> None:
        self._key(X.KeyPress, key)

    def key_up(self, key: str) -> None:
        self._key(X.KeyRelease, key)

    def is_down(self, key: str) -> bool:
        """Whether the server takes the key for pressed."""
        code = self.keycode(key)
        return bool(self._display.query_keymap()[code // 8] & (1 << (code % 8)))

    def any_down(self) -> bool:
        """Whether the server takes any key for pressed."""
        return any(self._display.query_keymap())

    def move(self, x: int, y: int) -> None:
        self._display.xtest_fake_input(X.MotionNotify, x=x, y=y)
        self._display.sync()

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.move(x, y)
        self._display.xtest_fake_input(X.ButtonPress, button)
        self._display.xtest_fake_input(X.ButtonRelease, button)
        self._display.sync()

    def button_down(self, button: int) -> None:
        self._fake(X.ButtonPress, button)

    def button_up(self, button: int) -> None:
        self._fake(X.ButtonRelease, button)

    def code_down(self, code: int) -> None:
        """A key by its place on the keyboard, whatever the layout calls it."""
        self._fake(X.KeyPress, code)

    def code_up(self, code: int) -> None:
        self._fake(X.KeyRelease, code)

    def close(self) -> None:
        self._display.close()

    def _key(self, kind: int, key: str) -> None:
        self._fake(kind, self.keycode(key))

    def _fake(self, kind: int, detail: int) -> None:
        self._display.xtest_fake_input(kind, detail)
        self._display.sync()

    def keycode(self, key: str) -> int:
        # A test may have changed the layout since the last key.
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MappingNotify:
                self._display.refresh_keyboard_mapping(event)
        keysym = XK.string_to_keysym(full_name(key))
        code = self._display.keysym_to_keycode(keysym)
        if not code:
            raise ValueError(f"No key produces {key!r} in the present layout")
        return code
