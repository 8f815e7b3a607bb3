"""The program's card for a held text, found on the screen and worked with the mouse alone."""

from enum import Enum

from tests.desktop.display import VirtualDesktop
from tests.desktop.process import wait_until

_TITLE = "Where should this text go?"
_FROM_BOTTOM_PX = 26


class CardButton(Enum):
    """Where a button is, as a part of the card's width."""

    PASTE = 0.27
    COPY = 0.66
    DISCARD = 0.87


class Card:
    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop

    def wait_shown(self) -> None:
        wait_until(self.is_shown, what="the card")

    def wait_gone(self) -> None:
        wait_until(lambda: not self.is_shown(), what="the card to go")

    def is_shown(self) -> bool:
        return bool(self._ids())

    def click(self, button: CardButton) -> None:
        (card,) = self._ids()
        x, y, width, height = self._desktop.windows.box(card)
        self._desktop.click(x + round(width * button.value), y + height - _FROM_BOTTOM_PX)

    def _ids(self) -> list[int]:
        return [window.id for window in self._desktop.windows.listed() if window.title == _TITLE]
