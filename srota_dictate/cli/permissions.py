"""What macOS lets this program do, and where the person changes that."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportAttributeAccessIssue=false, reportUnknownArgumentType=false

from collections.abc import Mapping
from enum import Enum
from typing import Final

from srota_dictate.cli.checks import Check

_PANE: Final = "x-apple.systempreferences:com.apple.preference.security?"
_AV_FOUNDATION: Final = "/System/Library/Frameworks/AVFoundation.framework"
_REFUSED: Final = (1, 2)  # AVAuthorizationStatusRestricted, Denied; not decided yet means: asked at the first take


class Permission(Enum):
    """As the pane of System Settings is called in its address."""

    ACCESSIBILITY = "Privacy_Accessibility"
    INPUT_MONITORING = "Privacy_ListenEvent"
    MICROPHONE = "Privacy_Microphone"

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()


def check_permissions(given: Mapping[Permission, bool]) -> Check:
    """One answer for all, with the commands that open the panes of those that are missing."""
    missing = [permission for permission, is_given in given.items() if not is_given]
    if not missing:
        return Check("permissions", True, ", ".join(permission.label for permission in given))
    commands = "; ".join(f"open '{_PANE}{permission.value}'" for permission in missing)
    detail = f"macOS refuses {', '.join(permission.label for permission in missing)}"
    return Check("permissions", False, detail, hint=f"Allow it there, then start srota-dictate again: {commands}")


def ask_macos() -> dict[Permission, bool]:
    """What is given now; asks the person nothing."""
    import ApplicationServices
    import objc
    import Quartz

    found: dict[str, type] = {}
    objc.loadBundle("AVFoundation", found, bundle_path=_AV_FOUNDATION)
    status = found["AVCaptureDevice"].authorizationStatusForMediaType_("soun")  # AVMediaTypeAudio
    return {
        Permission.ACCESSIBILITY: bool(ApplicationServices.AXIsProcessTrusted()),
        Permission.INPUT_MONITORING: bool(Quartz.CGPreflightListenEventAccess()),
        Permission.MICROPHONE: status not in _REFUSED,
    }
