"""Calls that are made elsewhere: their results, their errors, and what becomes of one that does not come back."""

import threading

import pytest

from srota_dictate.recorder.sound_thread import SoundThread

HANG_S = 10.0


def nothing(result: object) -> None: ...


def fail() -> None:
    raise ValueError("no")


def test_results_and_errors_come_back_from_one_thread() -> None:
    thread = SoundThread()
    first = thread.call(threading.get_ident, HANG_S, nothing)
    with pytest.raises(ValueError, match="no"):
        thread.call(fail, HANG_S, nothing)
    assert thread.call(threading.get_ident, HANG_S, nothing) == first
    assert first != threading.get_ident()


def test_a_call_that_comes_too_late_is_undone() -> None:
    thread = SoundThread()
    may_go, undone = threading.Event(), threading.Event()
    results: list[str] = []

    def work() -> str:
        may_go.wait(HANG_S)
        return "stream"

    def undo(result: str) -> None:
        results.append(result)
        undone.set()

    with pytest.raises(TimeoutError):
        thread.call(work, 0.01, undo)
    may_go.set()
    assert undone.wait(HANG_S)
    assert results == ["stream"]
