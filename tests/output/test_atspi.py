"""Password fields, as a real program tells of them on a real accessibility bus."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.output.atspi import FocusedField
from tests.desktop.accessibility import Accessibility, Fields, accessibility_missing
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Terminal
from tests.desktop.process import wait_until

pytestmark = pytest.mark.skipif(accessibility_missing(), reason="needs at-spi2-core")


@pytest.fixture
def field(desktop: VirtualDesktop) -> Iterator[FocusedField]:
    accessibility = Accessibility(desktop)
    field = FocusedField(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    yield field
    field.close()
    accessibility.close()


def test_a_password_field_is_told_from_others(desktop: VirtualDesktop, field: FocusedField, tmp_path: Path) -> None:
    fields = Fields(desktop)

    def is_known_to_be_plain() -> bool:
        # A field that had the keyboard before anybody listened is told of at its next turn.
        fields.other_field()
        fields.other_field()
        return field.is_secret() is False

    wait_until(is_known_to_be_plain, what="the plain field to be told of")
    fields.other_field()
    wait_until(lambda: field.is_secret() is True, what="the password field")
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    wait_until(lambda: field.is_secret() is None, what="a program that tells nothing to have the keyboard")
    fields.focus()
    wait_until(lambda: field.is_secret() is True, what="the password field to have it again")
    fields.other_field()
    wait_until(lambda: field.is_secret() is False, what="the plain field")
    fields.close()
    wait_until(lambda: field.is_secret() is None, what="the fields to be gone")
    terminal.close()


def test_without_the_bus_nobody_tells_anything(desktop: VirtualDesktop) -> None:
    for bus in (desktop.env["DBUS_SESSION_BUS_ADDRESS"], "unix:path=/nowhere"):
        field = FocusedField(bus)
        assert field.is_secret() is None
        field.close()
