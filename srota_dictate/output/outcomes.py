"""What became of a delivery, for the writers of every platform."""

from typing import Final

from srota_dictate.types import Delivery, DeliveryStatus

NOT_FETCHED: Final = "The window didn't take the text; it is on the clipboard"
TAKEN: Final = "Another program took the clipboard just then, so the window may not have the text"


def held(why: str) -> Delivery:
    return Delivery(DeliveryStatus.HELD, why)
