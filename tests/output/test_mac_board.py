"""Delivery on macOS, on fakes of its pasteboard and keyboard: nothing here was ever run on macOS itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.output.board_writer import BoardWriter
from srota_dictate.output.history_markers import MACOS as MARKERS
from srota_dictate.output.macos.board import TEXT, MacBoard
from srota_dictate.output.macos.layout import key_for
from srota_dictate.output.macos.units import in_parts, n_units
from srota_dictate.output.options import OutputOptions
from tests.fakes.board_desktop import FakeKeyboard, FakeReader, FakeReaders
from tests.fakes.pasteboard import FakePasteboard

SPOKEN = "नमस्ते 👩‍👩‍👧"
BEFORE = ({TEXT: b"before", "public.html": b"<b>before</b>"}, {"public.png": b"picture"})
OPTIONS = OutputOptions(fetch_timeout_s=0.05)
PATIENT = OutputOptions(fetch_timeout_s=10.0)
DELIVERED, UNCONFIRMED = DeliveryStatus.DELIVERED, DeliveryStatus.UNCONFIRMED


@dataclass
class Desk:
    pasteboard: FakePasteboard = field(default_factory=lambda: FakePasteboard(BEFORE))
    keyboard: FakeKeyboard = field(default_factory=FakeKeyboard)
    readers: FakeReaders = field(default_factory=lambda: FakeReaders([FakeReader(pid=None)]))
    pasted: list[bytes | None] = field(default_factory=list[bytes | None])

    def __post_init__(self) -> None:
        self.keyboard.on_paste = lambda: self.pasted.append(self.pasteboard.fetch())
        self.board = MacBoard(self.pasteboard, self.pasteboard.on_main_thread)
        self.writer = BoardWriter(self.board, self.keyboard, self.readers, PATIENT)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.keyboard.rest()
    desk.writer.close()
    assert desk.pasteboard.promised is None


def test_pasted_confirmed_and_put_back(desk: Desk) -> None:
    assert desk.writer.deliver(SPOKEN, OutputMode.PASTE).status is DELIVERED
    assert desk.pasted == [SPOKEN.encode()]
    assert desk.pasteboard.items == BEFORE
    assert desk.pasteboard.here_only


def test_histories_are_asked_to_pass_it_over(desk: Desk) -> None:
    seen: list[set[str]] = []

    def look() -> None:
        seen.append(set(desk.pasteboard.items[0]))
        desk.pasteboard.fetch()

    desk.keyboard.on_paste = look
    desk.writer.deliver(SPOKEN, OutputMode.PASTE)
    assert seen == [set(MARKERS)]


def test_who_asks_before_the_keys_leaves_it_unconfirmed(desk: Desk) -> None:
    class Manager(FakeReaders):
        def reader(self) -> FakeReader | None:
            if desk.pasteboard.promised is not None:
                desk.pasteboard.fetch()
            return super().reader()

    desk.writer = BoardWriter(desk.board, desk.keyboard, Manager([FakeReader(pid=None)]), PATIENT)
    delivery = desk.writer.deliver(SPOKEN, OutputMode.PASTE)
    assert delivery.status is UNCONFIRMED
    assert "on the clipboard" in delivery.detail
    desk.keyboard.rest()
    assert desk.pasted == [SPOKEN.encode()]


def test_what_another_program_copies_meanwhile_stays(desk: Desk) -> None:
    theirs = ({TEXT: b"theirs"},)
    desk.writer.set_options(OPTIONS)
    desk.keyboard.on_paste = lambda: desk.pasteboard.put(theirs)
    assert desk.writer.deliver(SPOKEN, OutputMode.PASTE).status is UNCONFIRMED
    assert desk.pasteboard.items == theirs


def test_copied_between_the_fetch_and_putting_back(desk: Desk) -> None:
    theirs = ({TEXT: b"theirs"},)

    def paste_and_copy() -> None:
        desk.pasteboard.fetch()
        desk.pasteboard.put(theirs)

    desk.keyboard.on_paste = paste_and_copy
    assert desk.writer.deliver(SPOKEN, OutputMode.PASTE).status is DELIVERED
    assert desk.pasteboard.items == theirs


def test_left_there(desk: Desk) -> None:
    assert desk.writer.deliver(SPOKEN, OutputMode.CLIPBOARD).status is DELIVERED
    assert desk.pasteboard.items == ({TEXT: SPOKEN.encode()},)
    assert not desk.pasteboard.here_only
    assert desk.writer.deliver("next", OutputMode.PASTE).status is DELIVERED
    assert desk.pasteboard.items == ({TEXT: SPOKEN.encode()},)


def test_an_empty_pasteboard_is_empty_again(desk: Desk) -> None:
    desk.pasteboard.put(())
    assert desk.writer.deliver(SPOKEN, OutputMode.PASTE).status is DELIVERED
    assert desk.pasteboard.items == ()


def test_the_program_ends_while_its_text_is_promised(desk: Desk) -> None:
    desk.writer.set_options(OPTIONS)
    desk.keyboard.on_paste = lambda: None
    assert desk.writer.deliver(SPOKEN, OutputMode.PASTE).status is UNCONFIRMED
    desk.writer.close()
    assert desk.pasteboard.items == ({TEXT: SPOKEN.encode()},)


def test_the_key_of_the_v() -> None:
    dvorak = {0x2F: "v", 0x09: "k"}
    hindi = {0x09: "न"}
    assert key_for("v", lambda code: dvorak.get(code, ""), 0x09) == 0x2F
    assert key_for("v", lambda code: hindi.get(code, ""), 0x09) == 0x09


def test_typing_in_parts() -> None:
    text = "ab😀c😀"
    assert n_units(text) == 7
    parts = list(in_parts(text, 3))
    assert parts == ["ab", "😀c", "😀"]
    assert all(n_units(part) <= 3 for part in parts)
    assert list(in_parts("", 3)) == []
