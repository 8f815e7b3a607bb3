"""What can be wrong with a microphone during a take, each in a sentence of its own with its remedy."""

from typing import Final

from srota_dictate.errors import UserFixableError

WENT_AWAY: Final = UserFixableError(
    "The microphone went away while recording; what was said before is kept",
    "Plug it in again, or pick another in Settings",
)
FELL_SILENT: Final = UserFixableError(
    "The microphone stopped sending sound; what was said before is kept",
    "Check that it is switched on and not suspended, or pick another in Settings",
)
SENDS_NOTHING: Final = UserFixableError(
    "The microphone sends nothing", "Check that it is switched on and connected, or pick another in Settings"
)
MUTED: Final = UserFixableError(
    "The microphone is muted or sends silence",
    "Unmute it, turn its level up, or pick another in Settings; "
    "on macOS and Windows also allow microphone access in the privacy settings",
)
OUR_BUG: Final = UserFixableError(
    "Recording stopped because of an internal error", "Try again, and report the log if it happens again"
)

# Hints: the take is as good as it could be, the next one could be better.
TOO_LOUD: Final = UserFixableError(
    "The microphone is too loud, so words are distorted",
    "Turn its level down in the sound settings, or move away from it",
)
TOO_QUIET: Final = UserFixableError(
    "The microphone hears almost nothing", "Turn its level up in the sound settings, or move closer to it"
)
TELEPHONE_QUALITY: Final = UserFixableError(
    "The microphone sends telephone quality only, so words are misheard more often",
    "Set the headset to its better voice profile, or pick another microphone in Settings",
)


def not_on_disk(reason: str) -> UserFixableError:
    """`reason` in the system's words."""
    return UserFixableError(
        f"This recording is not kept on disk ({reason})",
        "Make room on the disk and see that its folder may be written to",
    )
