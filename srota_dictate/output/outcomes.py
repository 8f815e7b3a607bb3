"""What became of a delivery, for the writers of every platform."""

from typing import Final

from srota_dictate.delivery import Delivery, DeliveryStatus
from srota_dictate.errors import UserFixableError

NOT_FETCHED: Final = "The window didn't take the text; it is on the clipboard"
TAKEN: Final = "Another program took the clipboard just then, so the window may not have the text"

IN_PROGRAM: Final = "Undo it in its program"


def held(why: str) -> Delivery:
    return Delivery(DeliveryStatus.HELD, why)


def nobody_tells() -> UserFixableError:
    """Why a text can't be taken back where other programs' keys and clicks aren't heard of."""
    return UserFixableError("What was typed or clicked since can't be told here, so the text stays", IN_PROGRAM)
