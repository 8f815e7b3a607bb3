"""Sessions are told apart by their environment."""

import pytest

from srota_dictate.desktop_session import SessionKind, session_kind, x11_display
from srota_dictate.errors import UserFixableError


@pytest.mark.parametrize(
    ("environment", "kind"),
    [
        ({}, SessionKind.NONE),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": ""}, SessionKind.NONE),
        ({"DISPLAY": ":1"}, SessionKind.X11),
        ({"DISPLAY": ":1", "XDG_SESSION_TYPE": "x11"}, SessionKind.X11),
        ({"DISPLAY": ":1", "WAYLAND_DISPLAY": "wayland-0"}, SessionKind.X11_ON_WAYLAND),
        ({"WAYLAND_DISPLAY": "wayland-0"}, SessionKind.WAYLAND),
        ({"XDG_SESSION_TYPE": "wayland"}, SessionKind.WAYLAND),
    ],
)
def test_kinds(environment: dict[str, str], kind: SessionKind) -> None:
    assert session_kind(environment) is kind


def test_the_display_is_named() -> None:
    assert x11_display({"DISPLAY": ":7", "WAYLAND_DISPLAY": "wayland-0"}, "") == ":7"


@pytest.mark.parametrize(
    ("environment", "message"), [({}, "There is no display"), ({"XDG_SESSION_TYPE": "wayland"}, "No key on Wayland")]
)
def test_without_a_display_there_is_a_sentence_and_a_remedy(environment: dict[str, str], message: str) -> None:
    with pytest.raises(UserFixableError) as caught:
        x11_display(environment, "No key on Wayland")
    assert caught.value.message == message
    assert "transcribe FILE" in caught.value.hint
