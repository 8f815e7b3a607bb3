"""The rules of the right window, over stand-ins for a desktop that do what the test says."""

from dataclasses import dataclass, field

import pytest

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, HeldBecause, OutputMode
from srota_dictate.output.options import MovedFocus, OutputOptions
from srota_dictate.output.right_window import RightWindow

EDITOR, OTHER = Destination(1, "mousepad"), Destination(2, "xterm")


@dataclass
class FakeDesktop:
    """Windows, fields and lock screen in one."""

    window: Destination | None = EDITOR
    secret: bool | None = None
    locked: bool = False
    is_open: bool = True
    closed: int = 0

    def focused(self) -> Destination | None:
        return self.window

    def activate(self, destination: Destination) -> bool:
        if self.is_open:
            self.window = destination
        return self.is_open

    def is_secret(self) -> bool | None:
        return self.secret

    def is_locked(self) -> bool:
        return self.locked

    def close(self) -> None:
        self.closed += 1


@dataclass
class FakeWriter:
    written: list[tuple[OutputMode, Destination | None]] = field(
        default_factory=list[tuple[OutputMode, Destination | None]]
    )

    def set_options(self, options: OutputOptions) -> None: ...

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None, *, press_enter: bool = False
    ) -> Delivery:
        self.written.append((mode, destination))
        return Delivery(DeliveryStatus.DELIVERED)

    def undo(self) -> None: ...

    def copy(self, text: str) -> None: ...

    def close(self) -> None: ...


class Rig:
    def __init__(self, moved_focus: MovedFocus = MovedFocus.HOLD) -> None:
        self.desktop, self.writer = FakeDesktop(), FakeWriter()
        options = OutputOptions(moved_focus=moved_focus)
        self.output = RightWindow(self.writer, self.desktop, self.desktop, self.desktop, options)

    def deliver(self, destination: Destination | None, mode: OutputMode = OutputMode.PASTE) -> Delivery:
        return self.output.deliver("text", mode, destination)


def is_held(delivery: Delivery, why: HeldBecause) -> bool:
    return delivery == Delivery(DeliveryStatus.HELD, why.value)


@pytest.mark.parametrize("moved_focus", MovedFocus)
def test_the_window_that_was_spoken_to_gets_the_text(moved_focus: MovedFocus) -> None:
    rig = Rig(moved_focus)
    assert rig.deliver(EDITOR).status is DeliveryStatus.DELIVERED
    assert rig.writer.written == [(OutputMode.PASTE, EDITOR)]


@pytest.mark.parametrize("now", [OTHER, None])
def test_another_window_gets_nothing(now: Destination | None) -> None:
    rig = Rig()
    rig.desktop.window = now
    assert is_held(rig.deliver(EDITOR), HeldBecause.MOVED)
    assert rig.writer.written == []


def test_unless_the_person_wants_it_so() -> None:
    rig = Rig(MovedFocus.FOLLOW)
    rig.desktop.window = OTHER
    rig.deliver(EDITOR)
    assert rig.writer.written == [(OutputMode.PASTE, OTHER)]


def test_or_the_first_window_gets_the_keyboard_back() -> None:
    rig = Rig(MovedFocus.RETURN)
    rig.desktop.window = OTHER
    rig.deliver(EDITOR)
    assert rig.writer.written == [(OutputMode.PASTE, EDITOR)]
    assert rig.desktop.window == EDITOR


def test_a_window_that_is_closed_cant_get_it_back() -> None:
    rig = Rig(MovedFocus.RETURN)
    rig.desktop.window, rig.desktop.is_open = OTHER, False
    assert is_held(rig.deliver(EDITOR), HeldBecause.GONE)
    assert rig.writer.written == []


def test_where_nobody_can_tell_the_text_goes_where_the_keyboard_is() -> None:
    rig = Rig()
    rig.desktop.window = None
    assert rig.deliver(None).status is DeliveryStatus.DELIVERED
    assert rig.writer.written == [(OutputMode.PASTE, None)]


def test_behind_a_lock_screen_nothing_is_written() -> None:
    rig = Rig(MovedFocus.FOLLOW)
    rig.desktop.locked = True
    assert is_held(rig.deliver(EDITOR), HeldBecause.LOCKED)
    assert rig.writer.written == []


def test_copying_needs_no_window() -> None:
    rig = Rig()
    rig.desktop.window, rig.desktop.locked = OTHER, True
    rig.deliver(EDITOR, OutputMode.COPY)
    assert rig.writer.written == [(OutputMode.COPY, None)]


def test_the_field_is_noted_with_the_window() -> None:
    rig = Rig()
    for secret in (None, False, True):
        rig.desktop.secret = secret
        assert rig.output.destination() == Destination(1, "mousepad", secret)
    rig.desktop.window = None
    assert rig.output.destination() is None


@pytest.mark.parametrize("moved_focus", MovedFocus)
@pytest.mark.parametrize("spoken_to", [None, Destination(2, is_secret=False), Destination(1, is_secret=False)])
def test_no_other_text_reaches_a_password_field(moved_focus: MovedFocus, spoken_to: Destination | None) -> None:
    rig = Rig(moved_focus)
    rig.desktop.secret = True
    assert rig.deliver(spoken_to).status is DeliveryStatus.HELD
    assert rig.writer.written == []


def test_what_was_spoken_into_a_password_field_is_refused_as_soon_as_it_is_known() -> None:
    rig = Rig()
    rig.desktop.secret = True
    assert rig.deliver(EDITOR).status is DeliveryStatus.REFUSED
    assert rig.writer.written == []


def test_everything_is_closed() -> None:
    rig = Rig()
    rig.output.close()
    assert rig.desktop.closed == 3
