"""Other programs: a clipboard manager, an owner of the clipboard that never answers, one with a key of its own."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import select
import struct
import threading

from Xlib import XK, X
from Xlib.display import Display
from Xlib.protocol.event import SelectionNotify
from Xlib.protocol.rq import Event


class ClipboardManager:
    """Fetches the text of every new clipboard owner at once, and saves everything for programs that end."""

    def __init__(self, display_name: str) -> None:
        self.texts: list[str] = []
        self.saved: dict[str, bytes] = {}
        self._display = Display(display_name)
        self._display.set_error_handler(lambda error, request: None)
        atom = self._display.intern_atom
        self._clipboard, self._manager, self._utf8 = atom("CLIPBOARD"), atom("CLIPBOARD_MANAGER"), atom("UTF8_STRING")
        root = self._display.screen().root
        self._window = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask)
        self._window.set_selection_owner(self._manager, X.CurrentTime)
        self._display.xfixes_query_version()
        self._display.xfixes_select_selection_input(self._window, self._clipboard, 1)
        self._display.sync()
        self._to_save: list[int] = []
        self._asked_by: Event | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(5)
        self._display.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self._display.pending_events():
                select.select([self._display.fileno()], [], [], 0.02)
            while self._display.pending_events():
                self._handle(self._display.next_event())

    def _handle(self, event: Event) -> None:
        if type(event).__name__ == "SetSelectionOwnerNotify":  # python-xlib makes its event classes on the fly
            self._fetch(self._utf8)
        elif event.type == X.SelectionNotify and event.selection == self._clipboard:
            self._received(event)
        elif event.type == X.SelectionRequest:
            asked = event.requestor.get_full_property(event.property, X.AnyPropertyType)
            self._to_save = list(struct.unpack(f"={len(asked.value)}I", asked.value.tobytes()))
            self._asked_by = event
            self._save_next()

    def _received(self, event: Event) -> None:
        found = self._window.get_full_property(event.property, X.AnyPropertyType) if event.property else None
        if self._asked_by is not None:
            if found is not None:
                self.saved[self._display.get_atom_name(event.target)] = bytes(found.value)
            self._save_next()
        elif found is not None:
            self.texts.append(bytes(found.value).decode())

    def _fetch(self, target: int) -> None:
        self._window.convert_selection(self._clipboard, target, target, X.CurrentTime)
        self._display.flush()

    def _save_next(self) -> None:
        asked = self._asked_by
        if self._to_save:
            self._fetch(self._to_save.pop(0))
        elif asked is not None:
            self._asked_by = None
            asked.requestor.send_event(
                SelectionNotify(
                    time=asked.time,
                    requestor=asked.requestor,
                    selection=asked.selection,
                    target=asked.target,
                    property=asked.property,
                )
            )
            self._display.flush()


class HungOwner:
    """Owns the clipboard and answers nobody."""

    def __init__(self, display_name: str) -> None:
        self._display = Display(display_name)
        window = self._display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        window.set_selection_owner(self._display.intern_atom("CLIPBOARD"), X.CurrentTime)
        self._display.sync()

    @property
    def is_asked(self) -> bool:
        return bool(self._display.pending_events())

    def close(self) -> None:
        self._display.close()


class KeyGrabber:
    """Has Ctrl+Alt+Z to itself, as programs have their hotkeys."""

    def __init__(self, display_name: str) -> None:
        self._display = Display(display_name)
        keycode = self._display.keysym_to_keycode(XK.XK_z)
        modifiers = X.ControlMask | X.Mod1Mask
        self._display.screen().root.grab_key(keycode, modifiers, False, X.GrabModeAsync, X.GrabModeAsync)
        self._display.sync()

    def close(self) -> None:
        self._display.close()


class KeyboardGrabber:
    """Has the whole keyboard to itself, as lock screens and open menus do."""

    def __init__(self, display_name: str) -> None:
        self._display = Display(display_name)
        root = self._display.screen().root
        assert root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess

    def close(self) -> None:
        self._display.close()
