"""Read everything another program offers on a selection, so that it can be put back later."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import logging
import struct
import time
from typing import Final

from Xlib import X
from Xlib.display import Display
from Xlib.xobject.drawable import Window

from srota_dictate.output.content import TEXT_TARGETS, Content, Piece
from srota_dictate.output.x11_property import next_event, take_property

_log = logging.getLogger(__name__)

# Questions to the owner rather than formats.
_QUESTIONS: Final = frozenset(
    {
        "TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY", "CLASS",
        "NAME", "HOST_NAME", "USER", "PROCESS", "TASK", "CLIENT_WINDOW", "LENGTH", "OWNER_OS",
    }
)  # fmt: skip
# Ids of server objects, which end with their program. Qt gives pictures the same names, as bytes.
_OBJECTS: Final = frozenset({"PIXMAP", "BITMAP", "DRAWABLE", "WINDOW", "COLORMAP", "PIXEL", "FONT", "CURSOR"})
# If the owner is slow, these are worth most.
_FIRST: Final = ("UTF8_STRING", "text/uri-list", "x-special/gnome-copied-files", "text/html", "image/png")
# Some owners render a picture anew for each of a dozen formats.
_TOTAL_S: Final = 2.0
# An owner that says nothing for so long hangs.
_PATIENCE_S: Final = 1.0


def read_selection(display: Display, window: Window, selection: str) -> Content | None:
    """Every format of the selection; None when nobody owns it or its owner says nothing.

    `window` must be the caller's own and tell of property changes; takes at most about 3 s. For one thread at a time.
    """
    reader = _Reader(display, window, display.intern_atom(selection))
    if not reader.has_owner():
        return None
    pieces: dict[str, Piece] = {}
    names: list[str] = []
    try:
        names = reader.targets()
        names.sort(key=lambda name: (name not in _FIRST, name not in TEXT_TARGETS))  # stable: else the owner's order
        give_up_at_s = time.monotonic() + _TOTAL_S
        for name in names:
            if time.monotonic() > give_up_at_s:
                raise _Silent
            piece = reader.fetch(name)
            if piece is not None and (piece.bits == 8 or piece.kind not in _OBJECTS):
                pieces[name] = piece
    except _Silent:
        _log.warning("the clipboard's owner is slow: saved %d of %d formats", len(pieces), len(names))
    return Content(pieces) if pieces else None


class _Silent(Exception):
    """The owner takes too long."""


class _Reader:
    def __init__(self, display: Display, window: Window, selection: int) -> None:
        self._display = display
        self._window = window
        self._selection = selection
        self._property = display.intern_atom("_SROTA_DICTATE_READ")

    def has_owner(self) -> bool:
        return self._display.get_selection_owner(self._selection) != X.NONE

    def targets(self) -> list[str]:
        """The formats on offer."""
        answer = self.fetch("TARGETS")
        if answer is None or answer.bits != 32:
            return ["UTF8_STRING", "STRING"]
        atoms = struct.unpack(f"={len(answer.data) // 4}I", answer.data)
        names = [self._display.get_atom_name(atom) for atom in atoms if atom]
        return list(dict.fromkeys(name for name in names if name not in _QUESTIONS))

    def fetch(self, target: str) -> Piece | None:
        """One format, whole; None when the owner refuses."""
        take_property(self._display, self._window, self._property)  # left over from an owner that was too slow
        while self._display.pending_events():
            self._display.next_event()
        atom = self._display.intern_atom(target)
        self._window.convert_selection(self._selection, atom, self._property, X.CurrentTime)
        give_up_at_s = time.monotonic() + _PATIENCE_S
        while (event := next_event(self._display, give_up_at_s)) is not None:
            if event.type == X.SelectionNotify and event.target == atom:
                if event.property == X.NONE:
                    return None
                piece = take_property(self._display, self._window, self._property)
                if piece is not None and piece.kind == "INCR":
                    return self._collect()
                return piece
        raise _Silent

    def _collect(self) -> Piece:
        """The parts of a large piece; each is asked for by deleting the one before, an empty one ends it."""
        parts: list[Piece] = []
        while True:
            event = next_event(self._display, time.monotonic() + _PATIENCE_S)
            if event is None:
                raise _Silent
            if event.type != X.PropertyNotify or event.atom != self._property or event.state != X.PropertyNewValue:
                continue
            part = take_property(self._display, self._window, self._property)
            if part is None:
                continue
            if not part.data:
                kind, bits = (parts[0].kind, parts[0].bits) if parts else (part.kind, part.bits)
                return Piece(kind, bits, b"".join(each.data for each in parts))
            parts.append(part)
