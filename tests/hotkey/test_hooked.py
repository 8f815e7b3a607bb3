"""The watch over a hooked keyboard: what is found without anybody asking."""

import threading
from collections.abc import Callable

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.hook_rules import KeyMove
from srota_dictate.hotkey.hooked import HookedHotkey
from srota_dictate.types import HotkeyEvent
from tests.fakes.heard import bind, heard_by

_TIMEOUT_S = 10


class FakeSource:
    """A `KeySource` whose keys are as held as the test says."""

    def __init__(self) -> None:
        self.held = True
        self.fails: UserFixableError | RuntimeError | None = None
        self.watched = frozenset[int]()
        self.stopped = False
        self.press: Callable[[KeyMove], bool] = lambda _: False

    def code_of(self, key: str) -> int | None:
        return len(key)

    def start(self, on_move: Callable[[KeyMove], bool]) -> None:
        self.press = on_move

    def watch(self, codes: frozenset[int], /) -> None:
        self.watched = codes

    def check(self, _now_s: float, _holding: bool, /) -> UserFixableError | None:
        if isinstance(self.fails, RuntimeError):
            raise self.fails
        fails, self.fails = self.fails, None
        return fails

    def is_held(self, _code: int, _seen_s: float, _now_s: float, /) -> bool:
        return self.held

    def is_down(self, _code: int, /) -> bool:
        return False

    def stop(self) -> None:
        self.stopped = True


class Heard:
    def __init__(self) -> None:
        self.events: list[str] = []
        self._note = heard_by(self.events)
        self.losses: list[UserFixableError] = []
        self._changed = threading.Condition()

    def event(self, event: HotkeyEvent) -> None:
        with self._changed:
            self._note(event)
            self._changed.notify_all()

    def loss(self, error: UserFixableError) -> None:
        with self._changed:
            self.losses.append(error)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        with self._changed:
            return self._changed.wait_for(condition, _TIMEOUT_S)


def held(source: FakeSource, heard: Heard) -> HookedHotkey:
    hotkey = HookedHotkey(heard.event, heard.loss, source)
    bind(hotkey, "F9")
    assert source.watched == {2}
    assert source.press(KeyMove(2, True))
    return hotkey


def test_a_release_that_never_came_is_found() -> None:
    source, heard = FakeSource(), Heard()
    hotkey = held(source, heard)
    source.held = False
    assert heard.wait_for(lambda: heard.events == ["+hold", "-hold"])
    hotkey.close()
    assert source.stopped


def test_closing_ends_the_hold() -> None:
    source, heard = FakeSource(), Heard()
    held(source, heard).close()
    assert heard.events == ["+hold", "-hold"]


def test_a_watch_that_fails_is_said() -> None:
    source, heard = FakeSource(), Heard()
    source.fails = RuntimeError("a bug of ours")
    hotkey = held(source, heard)
    assert heard.wait_for(lambda: bool(heard.losses))
    assert heard.events == ["+hold", "-hold"]
    hotkey.close()


def test_a_keyboard_that_isnt_ours_is_said_and_looked_for() -> None:
    source, heard = FakeSource(), Heard()
    source.fails = UserFixableError("Not allowed", "Allow it")
    hotkey = held(source, heard)
    assert heard.wait_for(lambda: bool(heard.losses))
    source.held = False
    assert heard.wait_for(lambda: heard.events == ["+hold", "-hold"])
    hotkey.close()
