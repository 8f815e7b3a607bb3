"""Hand large content over piece by piece, as ICCCM's INCR asks."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import time
from dataclasses import dataclass
from typing import Final

from Xlib import X
from Xlib.display import Display
from Xlib.protocol.rq import Event
from Xlib.xobject.drawable import Window

from srota_dictate.output.content import Piece
from srota_dictate.output.x11_property import MAX_PIECE_BYTES, write_property

# A requestor that takes no piece for so long has gone.
_PATIENCE_S: Final = 10.0


@dataclass(slots=True)
class _Transfer:
    requestor: Window
    kind: int
    piece: Piece
    sent_bytes: int
    give_up_at_s: float


class Transfers:
    """The transfers under way. For the thread that owns the display only."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._running: dict[tuple[int, int], _Transfer] = {}

    @property
    def active(self) -> bool:
        return bool(self._running)

    def start(self, requestor: Window, name: int, piece: Piece) -> None:
        """Announce `piece` in the property; the requestor asks for each part by deleting the property."""
        requestor.change_attributes(event_mask=X.PropertyChangeMask)
        incr = self._display.intern_atom("INCR")
        write_property(requestor, name, incr, 32, [len(piece.data)])
        kind = self._display.intern_atom(piece.kind)
        self._running[requestor.id, name] = _Transfer(requestor, kind, piece, 0, time.monotonic() + _PATIENCE_S)

    def note(self, event: Event) -> bool:
        """Go on when the event says that a requestor took its part; False when it is about something else."""
        if event.type != X.PropertyNotify or event.state != X.PropertyDelete:
            return False
        key = (event.window.id, event.atom)
        transfer = self._running.get(key)
        if transfer is None:
            return False
        part = transfer.piece.data[transfer.sent_bytes : transfer.sent_bytes + MAX_PIECE_BYTES]
        write_property(transfer.requestor, event.atom, transfer.kind, transfer.piece.bits, part)
        transfer.sent_bytes += len(part)
        transfer.give_up_at_s = time.monotonic() + _PATIENCE_S
        if not part:  # the empty part says: that was all
            self._forget(key)
        return True

    def expire(self) -> None:
        """Forget requestors that have gone."""
        now_s = time.monotonic()
        for key in [key for key, transfer in self._running.items() if transfer.give_up_at_s < now_s]:
            self._forget(key)

    def _forget(self, key: tuple[int, int]) -> None:
        transfer = self._running.pop(key)
        if all(window_id != key[0] for window_id, _ in self._running):
            transfer.requestor.change_attributes(event_mask=X.NoEventMask)
