"""Whatever thread speaks, the interface hears it on its own, in order, and the newest state always arrives."""

import sys
import threading

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from srota_dictate.app.bridge import Bridge
from srota_dictate.errors import UserFixableError
from srota_dictate.session.view import SessionView
from srota_dictate.types import RecognizerPhase, RecognizerStatus

STATUS = RecognizerStatus(RecognizerPhase.READY, "srota")


def view(n: int) -> SessionView:
    return SessionView(STATUS, transcribing=n)


def in_thread(*calls: object) -> None:
    thread = threading.Thread(target=lambda: [call() for call in calls if callable(call)])
    thread.start()
    thread.join()


def test_views_arrive_on_the_main_thread(qtbot: QtBot) -> None:
    bridge = Bridge()
    seen: list[tuple[int, bool]] = []

    def note(v: SessionView) -> None:
        seen.append((v.transcribing, QThread.currentThread() is bridge.thread()))

    bridge.view_changed.connect(note)

    in_thread(lambda: bridge.publish(view(1)))

    assert seen == []  # not before the event loop runs
    qtbot.waitUntil(lambda: seen == [(1, True)])


def test_a_busy_interface_skips_to_the_newest_view(qtbot: QtBot) -> None:
    bridge = Bridge()
    seen: list[int] = []

    def note(v: SessionView) -> None:
        seen.append(v.transcribing)

    bridge.view_changed.connect(note)

    in_thread(*(lambda n=n: bridge.publish(view(n)) for n in range(1000)))
    qtbot.waitUntil(lambda: seen == [999])

    in_thread(lambda: bridge.publish(view(5)))
    qtbot.waitUntil(lambda: seen == [999, 5])


def test_views_may_be_published_while_one_is_shown(qtbot: QtBot) -> None:
    bridge = Bridge()
    seen: list[int] = []

    def show(shown: SessionView) -> None:
        seen.append(shown.transcribing)
        if shown.transcribing < 3:
            bridge.publish(view(shown.transcribing + 1))

    bridge.view_changed.connect(show)
    bridge.publish(view(1))

    qtbot.waitUntil(lambda: seen == [1, 2, 3])


def test_every_notice_arrives_in_order(qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[str] = []

    def note(error: UserFixableError) -> None:
        heard.append(error.message)

    bridge.noticed.connect(note)

    in_thread(*(lambda n=n: bridge.notify(UserFixableError(str(n), "Wait")) for n in range(50)))

    qtbot.waitUntil(lambda: heard == [str(n) for n in range(50)])


def test_signals_cost_no_references(qtbot: QtBot) -> None:
    bridge = Bridge()
    for _ in range(5000):  # as many as a few minutes of levels
        bridge.view_changed.emit(view(1))

    assert sys.getrefcount(True) > 0  # without the guard, Python would have aborted by now


def test_nothing_arrives_after_closing(qtbot: QtBot) -> None:
    bridge = Bridge()
    seen: list[object] = []
    bridge.view_changed.connect(seen.append)
    bridge.noticed.connect(seen.append)
    bridge.publish(view(1))
    bridge.notify(UserFixableError("Late", "Ignore it"))

    bridge.close()
    bridge.publish(view(2))
    bridge.notify(UserFixableError("Later", "Ignore it"))

    other = Bridge()
    with qtbot.waitSignal(other.view_changed):  # queued behind all of the above
        other.publish(view(3))
    assert seen == []
