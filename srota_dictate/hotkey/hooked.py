"""The session's `Hotkey` where every key passes through a hook that may swallow it: Windows and macOS."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.bindings import chosen_twice
from srota_dictate.hotkey.chord import parse_chord
from srota_dictate.hotkey.hook_rules import Combination, HookRules, KeyMove
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent

_log = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 0.1  # while a key is held: whether it still is
_CHECK_EVERY_S: Final = 5.0  # while none is held: whether the hook still sees keys
_END_TIMEOUT_S: Final = 5.0
_ESCAPE: Final = "Escape"


class KeySource(Protocol):
    """What the system offers. Its numbers of keys mean nothing to anybody else."""

    def code_of(self, key: str) -> int | None:
        """The system's number of a key by its X keysym name; None when it has no such key or can't hold it."""
        ...

    def start(self, on_move: Callable[[KeyMove], bool]) -> None:
        """Have every move of a real key come to `on_move`, on a thread of the source's; True swallows it."""
        ...

    def watch(self, codes: frozenset[int], /) -> None:
        """Which keys and mouse buttons matter from now on; what can be left alone is."""
        ...

    def check(self, now_s: float, holding: bool, /) -> UserFixableError | None:
        """Hook in again if the system has dropped the hook without a word, as it does with one that was slow.

        `holding`: a swallowed key is down, so that it matters more. Why there is no hook, when that is new.
        """
        ...

    def is_held(self, code: int, seen_s: float, now_s: float, /) -> bool:
        """Whether a swallowed key that last moved at `seen_s` can still be down."""
        ...

    def is_down(self, code: int, /) -> bool:
        """Whether programs would take the key for stuck if its release were swallowed."""
        ...

    def stop(self) -> None: ...


class HookedHotkey:
    """Thread-safe. `on_event` is called on the hook's thread or on that of the watch, and must return at once."""

    def __init__(
        self,
        on_event: Callable[[HotkeyEvent], None],
        on_lost: Callable[[UserFixableError], None],
        source: KeySource,
        clock: Callable[[], float] = time.monotonic,
        *,
        watch: bool = True,
    ) -> None:
        """Hook into the keyboard; `on_lost` is told when the system doesn't allow it. `watch`: look by itself."""
        self._on_event = on_event
        self._on_lost = on_lost
        self._source = source
        self._clock = clock
        self._lock = threading.RLock()
        self._rules = HookRules()
        self._cancel_is_bound = False
        self._wake = threading.Event()
        self._closing = False
        source.start(self._moved)
        self._watch = threading.Thread(target=self._run, name="hotkey", daemon=True)
        if watch:
            self._watch.start()

    def bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        actions: dict[Combination, HotkeyAction] = {}
        errors: list[UserFixableError] = []
        for binding in bindings:
            try:
                combination = self._combination(binding.key)
            except UserFixableError as error:
                errors.append(error)
                continue
            if combination in actions:
                errors.append(chosen_twice(parse_chord(binding.key)))
            else:
                actions[combination] = binding.action
        with self._lock:
            self._tell(self._rules.bind(actions, self._clock()))
            self._cancel_is_bound = HotkeyAction.CANCEL in actions.values()
        self._source.watch(frozenset(code for code, _ in actions))
        return tuple(errors)

    def check(self, key: str) -> UserFixableError | None:
        try:
            self._combination(key)
        except UserFixableError as error:
            return error
        return None

    def arm_cancel(self, armed: bool) -> None:
        with self._lock:
            takes_escape = armed and not self._cancel_is_bound
            self._rules.arm_cancel(self._source.code_of(_ESCAPE) if takes_escape else None)

    def close(self) -> None:
        self._closing = True
        self._wake.set()
        if self._watch.is_alive() and threading.current_thread() is not self._watch:
            self._watch.join(_END_TIMEOUT_S)
        with self._lock:
            self._tell(self._rules.forget(self._clock()))
        self._source.stop()

    def look(self) -> None:
        """End what is held no longer, and keep the hook alive; the watch's thread does this again and again."""
        now_s = self._clock()
        if (trouble := self._source.check(now_s, self._rules.holds_any)) is not None:
            self._on_lost(trouble)
        with self._lock:
            self._tell(self._rules.drop(lambda code, seen_s: not self._source.is_held(code, seen_s, now_s), now_s))

    def _combination(self, key: str) -> Combination:
        chord = parse_chord(key)
        code = self._source.code_of(chord.key)
        if code is None:
            raise UserFixableError(f"{chord.label} can't be used on this system", "Choose another key in Settings")
        return code, chord.modifiers

    def _moved(self, move: KeyMove) -> bool:
        """On the hook's thread, while every other program waits for its key."""
        with self._lock:
            verdict = self._rules.judge(move, self._clock(), self._source.is_down)
            self._tell(verdict.events)
        if verdict.events:
            self._wake.set()
        return verdict.swallow

    def _tell(self, events: tuple[HotkeyEvent, ...]) -> None:
        for event in events:
            self._on_event(event)

    def _run(self) -> None:
        try:
            while not self._closing:
                self._wake.wait(_LOOK_EVERY_S if self._rules.holds_any else _CHECK_EVERY_S)
                self._wake.clear()
                if not self._closing:
                    self.look()
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("the hotkey's watch failed")
            with self._lock:
                self._tell(self._rules.forget(self._clock()))
            self._on_lost(UserFixableError("The hotkeys are lost", "Start srota-dictate again"))
