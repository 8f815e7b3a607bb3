"""Prepare the Qt application: name, icon, and fonts that have Devanagari."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from srota_dictate.app.icons import app_icon

# What Linux, Windows and macOS bring along, best first.
_DEVANAGARI: Final = ("Noto Sans Devanagari", "Nirmala UI", "Kohinoor Devanagari", "Mangal", "Lohit Devanagari")


def prepare(app: QApplication) -> None:
    """Once, before the first window."""
    app.setApplicationName("srota-dictate")
    app.setApplicationDisplayName("")  # titles name the program themselves
    app.setWindowIcon(app_icon())
    # The desktop entry's name, by which Wayland and notification areas find the icon.
    QGuiApplication.setDesktopFileName("srota-dictate")
    app.setQuitOnLastWindowClosed(False)


def interface_font(base: QFont, hindi: bool) -> QFont:
    """The desktop's font, with a Devanagari one beside it.

    In Hindi that one goes first: brackets and dots between Hindi words then come from the same font as the words.
    """
    devanagari = _best(QFontDatabase.families(QFontDatabase.WritingSystem.Devanagari))
    own = [family for family in base.families() if family not in devanagari]
    font = QFont(base)
    font.setFamilies([*devanagari, *own] if hindi else [*own, *devanagari])
    return font


def _best(families: Sequence[str]) -> list[str]:
    return [name for name in _DEVANAGARI if name in families][:1] or list(families[:1])
