"""What the interface needs from outside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QSystemTrayIcon

from srota_dictate.app.commands import Commands
from srota_dictate.app.microphones import MicrophoneLister
from srota_dictate.app.models import Shelf
from srota_dictate.app.opener import open_with_default
from srota_dictate.rules.own_words import own_words_path
from srota_dictate.settings import Settings


@dataclass(frozen=True, slots=True)
class World:
    """What the interface needs from outside, so that tests need neither microphone nor model."""

    commands: Commands
    save: Callable[[Settings], None]  # raises UserFixableError
    shelf: Shelf
    list_microphones: MicrophoneLister
    tray_available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable
    own_words: Path = field(default_factory=own_words_path)  # the file of the person's own spellings
    open_file: Callable[[Path], bool] = open_with_default  # whether a program for it could be started
