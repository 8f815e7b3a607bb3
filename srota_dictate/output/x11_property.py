"""Read and write window properties, and learn the server's time."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import select
import time
from typing import Final

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol.rq import Event
from Xlib.xobject.drawable import Window

from srota_dictate.output.content import Piece

# Well below the 256 KiB that every X server takes in one request.
MAX_PIECE_BYTES: Final = 128 * 1024
_READ_WORDS: Final = 64 * 1024


def make_window(display: Display) -> Window:
    """An invisible window that tells of changes to its properties."""
    return display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask)


def write_property(window: Window, name: int, kind: int, bits: int, data: bytes | list[int]) -> None:
    window.change_property(name, kind, bits, data)


def take_property(display: Display, window: Window, name: int) -> Piece | None:
    """Read a property whole and delete it; None when there is none."""
    data, offset_words = b"", 0
    while True:
        part = window.get_property(name, X.AnyPropertyType, offset_words, _READ_WORDS, True)
        if part is None:
            return None
        value = part.value
        data += value if isinstance(value, bytes) else value.tobytes()
        if not part.bytes_after:
            return Piece(display.get_atom_name(part.property_type), part.format, data)
        offset_words += _READ_WORDS


def next_event(display: Display, give_up_at_s: float) -> Event | None:
    """Wait for an event until that moment of `time.monotonic`; None when it has passed."""
    while not display.pending_events():
        left_s = give_up_at_s - time.monotonic()
        if left_s <= 0:
            return None
        select.select([display.fileno()], [], [], left_s)
    return display.next_event()


def touch(display: Display, window: Window) -> None:
    """Change a property to no effect: the notification that follows carries the server's time."""
    # Owning a selection with a made-up time is refused or, worse, wins over someone who came later.
    write_property(window, display.intern_atom("_SROTA_DICTATE_TIME"), Xatom.STRING, 8, b"")


def is_touch(display: Display, event: Event) -> bool:
    return event.type == X.PropertyNotify and event.atom == display.intern_atom("_SROTA_DICTATE_TIME")
