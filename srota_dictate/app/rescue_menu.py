"""The menu of dictations that were interrupted: transcribe, play or discard each, or all of them."""

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QMenu, QWidget

from srota_dictate.app.texts import Texts
from srota_dictate.takes import UnfinishedTake

_MOST = 20  # rows, the newest; "all" means all


class RescueMenu(QMenu):
    """Its action is visible while there is something to offer. Lives on the Qt main thread."""

    transcribe_wanted = Signal(object)  # tuple[UnfinishedTake, ...]
    discard_wanted = Signal(object)  # tuple[UnfinishedTake, ...]
    play_wanted = Signal(object)  # UnfinishedTake

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._takes: tuple[UnfinishedTake, ...] = ()
        self.menuAction().setVisible(False)

    def show_takes(self, takes: tuple[UnfinishedTake, ...]) -> None:
        if takes == self._takes:
            return
        self._takes = takes
        self.clear()
        self.setTitle(how_many(self._texts, len(takes)))
        self.menuAction().setVisible(bool(takes))
        if len(takes) == 1:
            self._add_choices(self, takes[0])
            return
        self.addAction(self._texts.rescue_all, lambda: self.transcribe_wanted.emit(takes))
        self.addAction(self._texts.discard_all, lambda: self.discard_wanted.emit(takes))
        self.addSeparator()
        for take in reversed(takes[-_MOST:]):
            self._add_choices(self.addMenu(_name_of(self._texts, take)), take)

    def _add_choices(self, menu: QMenu, take: UnfinishedTake) -> None:
        menu.addAction(self._texts.rescue, lambda: self.transcribe_wanted.emit((take,)))
        menu.addAction(self._texts.play, lambda: self.play_wanted.emit(take))
        menu.addAction(self._texts.discard, lambda: self.discard_wanted.emit((take,)))


def how_many(texts: Texts, count: int) -> str:
    return texts.interrupted_one if count == 1 else texts.interrupted_many.format(count=count)


def _name_of(texts: Texts, take: UnfinishedTake) -> str:
    """When it was recorded and how long it is, e.g. "21/11/26 09:30, 1:05"."""
    when = QLocale().toString(QDateTime.fromSecsSinceEpoch(round(take.started_at_s)), QLocale.FormatType.ShortFormat)
    minutes, seconds = divmod(round(take.audio_s), 60)
    return texts.interrupted_take.format(when=when, length=f"{minutes}:{seconds:02}")
