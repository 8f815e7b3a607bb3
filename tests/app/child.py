"""The interface alone in a process of its own, for tests on a virtual desktop: `python -m tests.app.child [options]`.

Prints a line for everything that is asked of the session, and answers each line on stdin with one of its own: the name
of a state to show, "settings [tab]", "window", "notice", "listening", or
"where" followed by what one may want to click on.
"""

import argparse
import sys
import threading
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from srota_dictate.app.desktop import DesktopApp
from srota_dictate.app.look import prepare
from srota_dictate.app.world import World
from srota_dictate.delivery import HeldBecause
from srota_dictate.errors import UserFixableError
from srota_dictate.session.said import Said
from srota_dictate.session.state import HeldText
from srota_dictate.session.view import SessionView
from srota_dictate.settings import AppOptions, Language, Settings
from srota_dictate.types import DeviceChoice, RecognizerPhase, RecognizerStatus, RecordingEnded, VoiceDetector
from tests.app.fakes import FakeCommands, FakeMicrophones, FakeShelf

READY = SessionView(RecognizerStatus(RecognizerPhase.READY, "srota", device=DeviceChoice("cpu", "f32", "no CUDA")))
LOST = UserFixableError("The microphone was unplugged", "Plug it in again, or choose another in Settings")
TEXT = "मुझे कल meeting में जाना है, please calendar update कर देना और manager को message भेज दो"
HELD = HeldText(replace(Said.as_heard(TEXT), take_id=1), HeldBecause.MOVED.value, RecordingEnded(1, 1, 5.0, 5.0))
VIEWS = {
    "idle": READY,
    "loading": SessionView(RecognizerStatus(RecognizerPhase.LOADING, "srota", progress=0.4)),
    "recording": replace(READY, recording=True, heard=True, level_dbfs=-18.0),
    "transcribing": replace(READY, transcribing=1),
    "trouble": replace(READY, trouble=LOST),
    "light": replace(READY, voice_detector=VoiceDetector.LIGHT),
    "substitute": replace(READY, voice_detector=VoiceDetector.SUBSTITUTE),
    "held": replace(READY, held=(HELD,)),
    "said": replace(READY, last_text="kal milte hain"),
}


class Ear(QObject):
    """Lines from stdin, brought to the Qt main thread."""

    heard = Signal(str)

    def listen(self) -> None:
        for line in sys.stdin:
            self.heard.emit(line.strip())


def _dark() -> QPalette:
    """As a dark desktop theme gives it; Fusion takes it over."""
    palette = QPalette(QColor("#353535"), QColor("#2b2b2b"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#1f1f1f"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#2a82da"))
    return palette


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", default="en")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--no-tray", action="store_true")
    options = parser.parse_args()

    app = QApplication(sys.argv[:1])
    prepare(app)
    app.setStyle("Fusion")
    app.setFont(QFont("Noto Sans", 10))
    if options.dark:
        app.setPalette(_dark())

    def tell(call: str) -> None:
        print(call, flush=True)
        if call == "apply":
            print("hold", *commands.applied[-1].hotkey.hold, flush=True)
        if call == "quit":
            desktop.close()
            app.quit()

    commands = FakeCommands(on_call=tell)
    world = World(
        commands,
        lambda settings: print(f"saved {settings.recognizer.model} {settings.output.mode.value}", flush=True),
        FakeShelf(),
        FakeMicrophones(),
        (lambda: False) if options.no_tray else QSystemTrayIcon.isSystemTrayAvailable,
    )
    settings = Settings(app=AppOptions(language=Language(options.language)))
    desktop = DesktopApp(world, settings, tray_poll_ms=100)

    def where(thing: str, index: int) -> QPoint | None:
        """The middle of something visible on the screen."""
        faces = desktop.faces
        menus = {"menu": faces.tray.menu, "models": faces.tray.model_menu, "outputs": faces.tray.output_menu}
        if thing == "icon":
            box = faces.tray.icon.geometry()
            return box.center() if faces.tray.icon.isVisible() and box.x() > 0 else None
        card = faces.card
        buttons = {"start": faces.window.toggle, "paste": card.paste, "copy": card.copy, "discard": card.discard}
        if (button := buttons.get(thing)) is not None:
            return button.mapToGlobal(button.rect().center()) if button.isVisible() else None
        menu = menus[thing]
        actions = [action for action in menu.actions() if action.isVisible() and not action.isSeparator()]
        return menu.mapToGlobal(menu.actionGeometry(actions[index]).center()) if menu.isVisible() else None

    def obey(line: str) -> None:
        match line.split():
            case ["settings", *tab]:
                desktop.open_settings()
                if tab and desktop.dialog is not None:
                    desktop.dialog.tabs.setCurrentIndex(int(tab[0]))
            case ["window"]:
                desktop.faces.raise_window()
            case ["where", thing, *index]:
                point = where(thing, int(index[0]) if index else 0)
                print("nowhere" if point is None else f"at {point.x()} {point.y()}", flush=True)
                return
            case ["listening"]:
                print("yes" if desktop.dialog is not None and desktop.dialog.listening else "no", flush=True)
                return
            case ["notice"]:
                desktop.bridge.notify(LOST)
            case _:
                desktop.bridge.publish(VIEWS[line])
        print(f"done {line}", flush=True)

    ear = Ear()
    ear.heard.connect(obey, Qt.ConnectionType.QueuedConnection)
    threading.Thread(target=ear.listen, daemon=True).start()
    desktop.start()
    desktop.bridge.publish(READY)
    print("started", flush=True)
    app.exec()


if __name__ == "__main__":
    main()
