"""Delivery on Windows, on fakes of its clipboard and keyboard: nothing here was ever run on Windows itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from srota_dictate.delivery import DeliveryStatus, Destination, HeldBecause, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.output.board_writer import BoardWriter
from srota_dictate.output.history_markers import WINDOWS as MARKERS
from srota_dictate.output.options import OutputOptions, PasteKeys
from srota_dictate.output.windows.board import WindowsBoard
from srota_dictate.output.windows.formats import CF_BITMAP, CF_DIB, CF_UNICODETEXT, plan_backup, text_bytes
from srota_dictate.output.windows.reach import is_out_of_reach
from tests.fakes.board_desktop import FakeKeyboard, FakeReader, FakeReaders
from tests.fakes.windows_clipboard import FakeWindowsClipboard

TARGET, MANAGER, OTHER = 42, 99, 77
TEXT = "नमस्ते, ज़िंदगी 👩‍👩‍👧"
BEFORE = {CF_UNICODETEXT: text_bytes("before"), CF_DIB: b"picture", 0xC000: b"<b>before</b>"}
OPTIONS = OutputOptions(fetch_timeout_s=0.05, keys_up_timeout_s=0.05)
PATIENT = OPTIONS.model_copy(update={"fetch_timeout_s": 10.0})
DELIVERED, UNCONFIRMED, HELD = DeliveryStatus.DELIVERED, DeliveryStatus.UNCONFIRMED, DeliveryStatus.HELD


@dataclass
class Desk:
    clipboard: FakeWindowsClipboard = field(default_factory=lambda: FakeWindowsClipboard(names=["HTML Format"]))
    keyboard: FakeKeyboard = field(default_factory=FakeKeyboard)
    readers: FakeReaders = field(default_factory=FakeReaders)
    pasted: list[bytes | None] = field(default_factory=list[bytes | None])

    def __post_init__(self) -> None:
        self.clipboard.put(OTHER, dict(BEFORE))
        self.keyboard.on_paste = self.paste
        self.board = WindowsBoard(self.clipboard)
        self.writer = BoardWriter(self.board, self.keyboard, self.readers, PATIENT)

    def paste(self) -> None:
        self.pasted.append(self.clipboard.fetch(CF_UNICODETEXT, TARGET))


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.keyboard.rest()
    desk.writer.close()
    assert not desk.clipboard.is_open


def test_pasted_confirmed_and_put_back(desk: Desk) -> None:
    assert desk.writer.deliver(TEXT, OutputMode.PASTE).status is DELIVERED
    assert desk.keyboard.pressed == [PasteKeys.CTRL_V]
    assert desk.pasted == [text_bytes(TEXT)]
    assert desk.clipboard.content == BEFORE


def test_a_program_may_hide_who_it_is(desk: Desk) -> None:
    desk.keyboard.on_paste = lambda: desk.pasted.append(desk.clipboard.fetch(CF_UNICODETEXT, 0))
    assert desk.writer.deliver(TEXT, OutputMode.PASTE).status is DELIVERED
    assert desk.clipboard.content == BEFORE


def test_histories_are_asked_to_pass_it_over(desk: Desk) -> None:
    seen: list[set[str]] = []

    def look() -> None:
        seen.append({desk.clipboard.name(number) for number in desk.clipboard.formats()} - {""})
        desk.paste()

    desk.keyboard.on_paste = look
    desk.writer.deliver(TEXT, OutputMode.PASTE)
    desk.writer.set_options(PATIENT.model_copy(update={"keep_out_of_history": False}))
    desk.writer.deliver(TEXT, OutputMode.PASTE)
    assert seen == [set(MARKERS), set()]


def test_who_asks_before_the_keys_gets_nothing(desk: Desk) -> None:
    """A clipboard manager that was told of the change, and is there before the keys."""
    got: list[bytes | None] = []

    class Manager(FakeReaders):
        def reader(self) -> FakeReader | None:
            if desk.clipboard.owner == 1:
                got.append(desk.clipboard.fetch(CF_UNICODETEXT, MANAGER))
            return super().reader()

    desk.writer = BoardWriter(desk.board, desk.keyboard, Manager(), PATIENT)
    assert desk.writer.deliver(TEXT, OutputMode.PASTE).status is DELIVERED
    assert got == [None]
    assert desk.pasted == [text_bytes(TEXT)]


def test_nobody_comes(desk: Desk) -> None:
    desk.writer.set_options(OPTIONS)
    desk.keyboard.on_paste = lambda: None
    delivery = desk.writer.deliver(TEXT, OutputMode.PASTE)
    assert delivery.status is UNCONFIRMED
    assert "on the clipboard" in delivery.detail
    assert desk.clipboard.fetch(CF_UNICODETEXT, TARGET) == text_bytes(TEXT)


def test_another_reader_comes_first(desk: Desk) -> None:
    desk.writer.set_options(OPTIONS)
    desk.keyboard.on_paste = lambda: desk.pasted.append(desk.clipboard.fetch(CF_UNICODETEXT, MANAGER))
    delivery = desk.writer.deliver(TEXT, OutputMode.PASTE)
    desk.keyboard.rest()
    assert delivery.status is UNCONFIRMED
    assert desk.clipboard.fetch(CF_UNICODETEXT, TARGET) == text_bytes(TEXT)


def test_what_another_program_copies_meanwhile_stays(desk: Desk) -> None:
    desk.writer.set_options(OPTIONS)
    desk.keyboard.on_paste = lambda: desk.clipboard.put(OTHER, {CF_UNICODETEXT: b"theirs"})
    delivery = desk.writer.deliver(TEXT, OutputMode.PASTE)
    assert delivery.status is UNCONFIRMED
    assert "took the clipboard" in delivery.detail
    assert desk.clipboard.content == {CF_UNICODETEXT: b"theirs"}


def test_taken_before_the_keys(desk: Desk) -> None:
    class Thief(FakeReaders):
        def reader(self) -> FakeReader | None:
            if desk.clipboard.is_ours():
                desk.clipboard.put(OTHER, {CF_UNICODETEXT: b"theirs"})
            return super().reader()

    desk.writer = BoardWriter(desk.board, desk.keyboard, Thief(), PATIENT)
    assert desk.writer.deliver(TEXT, OutputMode.PASTE).status is HELD
    assert desk.keyboard.pressed == []
    assert desk.clipboard.content == {CF_UNICODETEXT: b"theirs"}


@pytest.mark.parametrize(
    "readers",
    [
        [None],
        [FakeReader(window=8)],
        [FakeReader(obstacle=HeldBecause.ELEVATED.value)],
        [FakeReader(), FakeReader(window=8)],
    ],
)
def test_no_window_for_it(desk: Desk, readers: list[FakeReader | None]) -> None:
    desk.readers.next = readers
    delivery = desk.writer.deliver(TEXT, OutputMode.PASTE, Destination(7))
    assert delivery.status is HELD
    assert delivery.detail
    assert desk.keyboard.pressed == []
    assert desk.clipboard.content == BEFORE


def test_a_key_is_held(desk: Desk) -> None:
    desk.writer.set_options(OPTIONS)
    desk.keyboard.held = True
    assert desk.writer.deliver(TEXT, OutputMode.PASTE).status is HELD
    assert desk.keyboard.pressed == []


def test_left_on_the_clipboard(desk: Desk) -> None:
    assert desk.writer.deliver(TEXT, OutputMode.CLIPBOARD).status is DELIVERED
    assert desk.clipboard.content == {CF_UNICODETEXT: text_bytes(TEXT)}
    assert desk.writer.deliver("next", OutputMode.PASTE).status is DELIVERED
    assert desk.clipboard.content == {CF_UNICODETEXT: text_bytes(TEXT)}


def test_copied_only(desk: Desk) -> None:
    assert desk.writer.deliver(TEXT, OutputMode.COPY).status is DeliveryStatus.COPIED
    assert desk.clipboard.content == {CF_UNICODETEXT: text_bytes(TEXT)}
    assert desk.keyboard.pressed == []


def test_typed(desk: Desk) -> None:
    assert desk.writer.deliver(TEXT, OutputMode.TYPE).status is DELIVERED
    assert desk.keyboard.pressed == [TEXT]
    assert desk.clipboard.content == BEFORE


@pytest.mark.parametrize("text", ["two\nlines", "x" * 2001])
def test_pasted_because_keys_would_do_harm(desk: Desk, text: str) -> None:
    assert desk.writer.deliver(text, OutputMode.TYPE).status is DELIVERED
    assert desk.pasted == [text_bytes(text)]


def test_into_a_terminal(desk: Desk) -> None:
    desk.readers.next = [FakeReader(program="mintty")]
    assert desk.writer.deliver("ls\nrm", OutputMode.PASTE).status is DELIVERED
    assert desk.keyboard.pressed == [PasteKeys.SHIFT_INSERT]
    assert desk.pasted == [text_bytes("ls rm")]


def test_enter_and_space_after_it(desk: Desk) -> None:
    desk.writer.set_options(PATIENT.model_copy(update={"press_enter": True, "trailing_space": True}))
    assert desk.writer.deliver(TEXT, OutputMode.PASTE).status is DELIVERED
    assert desk.keyboard.pressed == [PasteKeys.CTRL_V, "\r"]
    assert desk.pasted == [text_bytes(f"{TEXT} ")]


def test_enter_that_was_said(desk: Desk) -> None:
    assert desk.writer.deliver(TEXT, OutputMode.PASTE, press_enter=True).status is DELIVERED
    assert desk.writer.deliver("", OutputMode.PASTE, press_enter=True).status is DELIVERED
    assert desk.writer.deliver("", OutputMode.COPY, press_enter=True).status is DELIVERED
    assert desk.keyboard.pressed == [PasteKeys.CTRL_V, "\r", "\r"]
    assert desk.pasted == [text_bytes(TEXT)]


def test_nothing_to_say(desk: Desk) -> None:
    assert desk.writer.deliver("", OutputMode.PASTE).status is DELIVERED
    assert desk.keyboard.pressed == []


def test_the_clipboard_is_kept_open_by_another(desk: Desk) -> None:
    desk.clipboard.patience_s = 0.01
    with desk.clipboard.session(), pytest.raises(UserFixableError, match="to itself"):
        desk.writer.deliver(TEXT, OutputMode.PASTE)
    assert desk.keyboard.pressed == []


def test_an_owner_that_hangs_isnt_waited_for(desk: Desk) -> None:
    desk.clipboard.hangs = True
    assert desk.writer.deliver(TEXT, OutputMode.PASTE).status is DELIVERED
    assert desk.clipboard.content == {}


def test_the_program_ends_while_its_text_is_promised(desk: Desk) -> None:
    desk.writer.set_options(OPTIONS)
    desk.keyboard.on_paste = lambda: None
    desk.writer.deliver(TEXT, OutputMode.PASTE)
    desk.writer.close()
    assert desk.clipboard.content[CF_UNICODETEXT] == text_bytes(TEXT)
    with pytest.raises(UserFixableError, match="lost"):
        desk.writer.copy(TEXT)


def test_which_formats_can_be_put_back() -> None:
    enhanced, metafile, private, owner_shown, ole, html = 14, 3, 0x200, 0x80, 0xC001, 0xC002
    formats = (html, CF_DIB, CF_BITMAP, enhanced, metafile, private, owner_shown, ole)
    names = ("HTML Format", "", "", "", "", "", "", "Ole Private Data")
    plan = plan_backup(formats, names)
    assert plan.formats == (html, CF_DIB, enhanced)
    assert plan.n_lost == 3  # Windows makes the bitmap and the metafile of what is kept


def test_a_bitmap_alone_is_lost() -> None:
    assert plan_backup((CF_BITMAP,), ("",)).n_lost == 1


def test_lines_end_as_windows_wants() -> None:
    assert text_bytes("a\nb\r\nc") == "a\r\nb\r\nc\0".encode("utf-16-le")


def test_who_is_out_of_reach() -> None:
    low, medium, high = 0x1000, 0x2000, 0x3000
    assert is_out_of_reach(high, medium)
    assert is_out_of_reach(None, medium)
    assert not is_out_of_reach(medium, medium)
    assert not is_out_of_reach(low, medium)
    assert not is_out_of_reach(high, None)
