"""How a text reaches its window: where it is meant to go, in which way, and what came of it."""

from dataclasses import dataclass
from enum import Enum


class OutputMode(Enum):
    PASTE = "paste"  # paste, then put the clipboard's earlier content back
    CLIPBOARD = "clipboard"  # paste, and leave the text on the clipboard
    TYPE = "type"  # synthetic key strokes; text the keyboard layout can't produce is pasted
    COPY = "copy"  # only put on the clipboard, for the person to paste


@dataclass(frozen=True, slots=True)
class Destination:
    """A window that text is meant for, and its field as far as the platform tells."""

    window: int  # the platform's number for it
    program: str = ""  # application class in small letters; "" unknown
    is_secret: bool | None = None  # the focused field hides what is typed; None: the platform can't tell


class HeldBecause(Enum):
    """Why a text was put into no window, in words for the person."""

    MOVED = "The window you spoke to no longer has the keyboard"
    GONE = "The window you spoke to is closed, or can't be brought back"
    NO_WINDOW = "No window has the keyboard"
    LOCKED = "The screen is locked"
    SECRET = "The keyboard is in a password field"
    KEY_DOWN = "A key was held down all the while"
    GRABBED = "Another program has the keyboard to itself: a lock screen, or an open menu"
    ELEVATED = "That window runs as administrator, and Windows lets no keys through to it from here"


class DeliveryStatus(Enum):
    DELIVERED = "delivered"  # the target window fetched the text
    UNCONFIRMED = "unconfirmed"  # the keys were sent, nobody confirmed
    COPIED = "copied"  # no window could take it; it is on the clipboard
    HELD = "held"  # nothing was typed anywhere: the person says what becomes of it
    REFUSED = "refused"  # it was spoken into a password field: nothing may be kept of it


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a text reached its window."""

    status: DeliveryStatus
    detail: str = ""  # a sentence for the person when the status isn't DELIVERED
