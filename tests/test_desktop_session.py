"""Sessions are told apart by their environment."""

import pytest

from srota_dictate.desktop_session import SessionKind, session_kind


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
