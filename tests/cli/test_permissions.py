"""What the doctor says about the permissions of macOS, which was never asked."""

import pytest

from srota_dictate.cli.permissions import Permission, check_permissions


def test_all_given() -> None:
    check = check_permissions(dict.fromkeys(Permission, True))
    assert check.ok
    assert "Input monitoring" in check.detail


@pytest.mark.parametrize(
    ("missing", "pane"),
    [
        (Permission.ACCESSIBILITY, "Privacy_Accessibility"),
        (Permission.INPUT_MONITORING, "Privacy_ListenEvent"),
        (Permission.MICROPHONE, "Privacy_Microphone"),
    ],
)
def test_the_command_opens_the_pane_of_what_is_missing(missing: Permission, pane: str) -> None:
    check = check_permissions({permission: permission is not missing for permission in Permission})
    assert not check.ok
    assert missing.label in check.detail
    assert check.hint.count("x-apple.systempreferences:com.apple.preference.security?") == 1
    assert check.hint.endswith(f"?{pane}'")
