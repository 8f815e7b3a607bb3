"""Start the application: settings, back ends, interface, in an order in which each failure can still be said."""

import logging
import signal
import socket
import sys
from types import TracebackType

from srota_dictate import settings as settings_file
from srota_dictate.app.dictation import Dictation
from srota_dictate.app.instance_folder import instance_folder
from srota_dictate.app.logs import log_path, start_logging, state_folder
from srota_dictate.app.shelf import CatalogueShelf
from srota_dictate.errors import UserFixableError
from srota_dictate.session.view import SessionView

_log = logging.getLogger(__name__)


def run() -> int:
    """Run until the person quits; the process's exit code.

    Raises UserFixableError where there is no desktop to dictate into.
    """
    start_logging(log_path())
    sys.excepthook = _log_uncaught
    path = settings_file.default_path()
    loaded = settings_file.load(path)

    def publish(view: SessionView) -> None:
        desktop.bridge.publish(view)

    def notify(notice: UserFixableError) -> None:
        desktop.bridge.notify(notice)

    # Qt ends the process with a crash where there is no display; connecting to it ourselves first gives a sentence.
    dictation = Dictation(
        loaded.settings,
        state_folder() / "takes",
        on_view=publish,
        on_notice=notify,
        on_quit=lambda: app.quit(),
    )

    from PySide6.QtCore import QSocketNotifier
    from PySide6.QtWidgets import QApplication

    from srota_dictate.app.desktop import DesktopApp
    from srota_dictate.app.look import prepare
    from srota_dictate.app.single_instance import Wish, ask_first, become_first
    from srota_dictate.app.world import World

    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    prepare(app)

    first = become_first(instance_folder())
    if first is None:
        dictation.close()
        ask_first(instance_folder(), Wish.SHOW)
        print("srota-dictate is running already; its settings are shown.", file=sys.stderr)  # noqa: T201
        return 0

    world = World(
        dictation,
        lambda chosen: settings_file.save(path, chosen),
        CatalogueShelf(),
        dictation.recorder.microphones,
    )
    desktop = DesktopApp(world, loaded.settings)
    first.wished.connect(desktop.fulfil)
    wakeup = _quit_on_signals()
    notifier = QSocketNotifier(wakeup.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: app.quit())
    try:
        desktop.start()
        dictation.start()
        if loaded.notice is not None:
            dictation.report(loaded.notice)
        return app.exec()
    finally:
        desktop.close()
        dictation.close()
        first.close()
        notifier.setEnabled(False)
        wakeup.close()


def main() -> None:
    """Entry point without a terminal: what can't be shown in a window goes to stderr."""
    try:
        code = run()
    except UserFixableError as error:
        print(error, file=sys.stderr)  # noqa: T201
        code = 1
    sys.exit(code)


def _quit_on_signals() -> socket.socket:
    """SIGINT and SIGTERM make the returned socket readable: Python's own handlers wait until Qt's loop lets them."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    reading.setblocking(False)
    signal.set_wakeup_fd(writing.detach())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _noted)
    return reading


def _noted(number: int, _: object) -> None:
    _log.info("ending: signal %d", number)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a Qt slot raises reaches nobody else; the person sees the log's path in `doctor`, never a traceback."""
    _log.critical("a bug of ours", exc_info=(kind, error, trace))
