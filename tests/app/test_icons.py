"""The icons differ in outline, not only in colour, and can be seen on panels of either colour."""

from itertools import combinations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from srota_dictate.app.icons import app_icon, state_icon
from srota_dictate.app.state import TrayState

PANEL_PX = 22


def pixels(state: TrayState) -> QImage:
    return state_icon(state).pixmap(PANEL_PX, PANEL_PX).toImage()


def test_an_open_microphone_is_seen_in_every_state(qtbot: QtBot) -> None:
    for state in TrayState:
        dotted = state_icon(state, microphone_open=True).pixmap(PANEL_PX, PANEL_PX).toImage()
        assert dotted != pixels(state)


def outline(state: TrayState) -> set[tuple[int, int]]:
    image = pixels(state)
    return {(x, y) for x in range(PANEL_PX) for y in range(PANEL_PX) if image.pixelColor(x, y).alpha() > 128}


def luminance(channels: tuple[float, float, float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("one", "other"), list(combinations(TrayState, 2)))
def test_outlines_differ(qtbot: QtBot, one: TrayState, other: TrayState) -> None:
    first, second = outline(one), outline(other)

    assert len(first ^ second) > 0.15 * len(first | second)


@pytest.mark.parametrize("state", TrayState)
@pytest.mark.parametrize("panel", [1.0, luminance((0.17, 0.17, 0.17))], ids=["light", "dark"])
def test_can_be_seen_on_both_panels(qtbot: QtBot, state: TrayState, panel: float) -> None:
    image = pixels(state)
    seen = 0
    for x, y in outline(state):
        colour = image.pixelColor(x, y)
        own = luminance((colour.redF(), colour.greenF(), colour.blueF()))
        contrast = (max(own, panel) + 0.05) / (min(own, panel) + 0.05)
        seen += contrast > 1.9

    assert seen > 60  # of 484: enough to make out a shape


def test_the_program_has_an_icon(qtbot: QtBot) -> None:
    assert not app_icon().pixmap(64, 64).isNull()
