"""Answer one request for a selection's content."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import struct
from typing import Final

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol.event import SelectionNotify
from Xlib.protocol.rq import Event
from Xlib.xobject.drawable import Window

from srota_dictate.output.content import TEXT_TARGETS, Content
from srota_dictate.output.incremental import Transfers
from srota_dictate.output.x11_property import MAX_PIECE_BYTES, take_property, write_property

# What an owner answers about itself, beside the formats of its content.
META_TARGETS: Final = ("TARGETS", "TIMESTAMP", "MULTIPLE")


class Answers:
    """Writes what was asked for into the requestor's property. For the thread that owns the display only."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self.transfers = Transfers(display)

    def answer(self, request: Event, content: Content | None, owned_since: int) -> bool:
        """Serve the request, or refuse it when `content` is None; True when text was handed out."""
        # Very old clients name no property and mean one called like the target.
        name = request.property or request.target
        told = False
        served = False
        if content is not None:
            if self._name(request.target) == "MULTIPLE":
                served, told = self._answer_many(request.requestor, name, content, owned_since)
            else:
                served, told = self._answer_one(request.requestor, request.target, name, content, owned_since)
        notice = SelectionNotify(
            time=request.time,
            requestor=request.requestor,
            selection=request.selection,
            target=request.target,
            property=name if served else X.NONE,
        )
        request.requestor.send_event(notice)
        self._display.flush()
        return told

    def _answer_one(
        self, requestor: Window, target: int, name: int, content: Content, owned_since: int
    ) -> tuple[bool, bool]:
        """Whether the target was served, and whether that told the text."""
        wanted = self._name(target)
        match wanted:
            case "TARGETS":
                offered = [self._display.intern_atom(each) for each in (*META_TARGETS, *content.pieces)]
                write_property(requestor, name, Xatom.ATOM, 32, offered)
            case "TIMESTAMP":
                write_property(requestor, name, Xatom.INTEGER, 32, [owned_since])
            case _:
                piece = content.pieces.get(wanted)
                if piece is None:
                    return False, False
                if len(piece.data) > MAX_PIECE_BYTES:
                    self.transfers.start(requestor, name, piece)
                else:
                    kind = self._display.intern_atom(piece.kind)
                    write_property(requestor, name, kind, piece.bits, piece.data)
        return True, wanted in TEXT_TARGETS

    def _answer_many(self, requestor: Window, name: int, content: Content, owned_since: int) -> tuple[bool, bool]:
        """Serve the (target, property) pairs listed in the property; those refused are marked there."""
        asked = take_property(self._display, requestor, name)
        if asked is None or asked.bits != 32:
            return False, False
        atoms = list(struct.unpack(f"={len(asked.data) // 4}I", asked.data))
        told = False
        for at in range(0, len(atoms) - 1, 2):
            served, told_now = self._answer_one(requestor, atoms[at], atoms[at + 1], content, owned_since)
            told = told or told_now
            if not served:
                atoms[at + 1] = X.NONE
        write_property(requestor, name, self._display.intern_atom("ATOM_PAIR"), 32, atoms)
        return True, told

    def _name(self, atom: int) -> str:
        return self._display.get_atom_name(atom)
