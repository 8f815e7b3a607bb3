"""Which key moves a hook swallows, and what they mean: pure, for whoever holds its lock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from srota_dictate.hotkey.chord import Modifier
from srota_dictate.types import HotkeyAction, HotkeyEvent, HotkeyPressed, HotkeyReleased


@dataclass(frozen=True, slots=True)
class KeyMove:
    """A key or mouse button went down or up; while held, a key goes down again and again."""

    code: int
    is_press: bool
    modifiers: frozenset[Modifier] = frozenset()  # down besides this key
    repeats: bool = False  # the system says that it is such a repetition


@dataclass(frozen=True, slots=True)
class Verdict:
    swallow: bool
    events: tuple[HotkeyEvent, ...] = ()


Combination: TypeAlias = tuple[int, frozenset[Modifier]]
"""A key by its number, with the modifiers that are down with it."""


@dataclass(slots=True)
class _Hold:
    """A key whose press was swallowed and that hasn't been let go."""

    combination: Combination
    action: HotkeyAction | None  # None: its release was told already, because it is bound no more
    pressed_s: float
    seen_s: float


_PASS: Final = Verdict(swallow=False)


class HookRules:
    """The keys that mean something, and which of them are held."""

    def __init__(self) -> None:
        self._actions: Mapping[Combination, HotkeyAction] = {}
        self._cancel_code: int | None = None
        self._holds: dict[int, _Hold] = {}

    @property
    def holds_any(self) -> bool:
        return bool(self._holds)

    def bind(self, actions: Mapping[Combination, HotkeyAction], now_s: float) -> tuple[HotkeyEvent, ...]:
        """These instead of those before; what is held and bound no more ends, though its release is swallowed yet."""
        self._actions = actions
        gone = [hold for hold in self._holds.values() if actions.get(hold.combination) is not hold.action]
        return tuple(event for hold in gone for event in _told(hold, now_s))

    def arm_cancel(self, code: int | None) -> None:
        """The key that cancels as well, whatever modifiers are down: a talk key may be among them. None: no more."""
        self._cancel_code = code

    def judge(self, move: KeyMove, now_s: float, is_stuck: Callable[[int], bool]) -> Verdict:
        """What becomes of a move."""
        hold = self._holds.get(move.code)
        if hold is not None:
            return self._held_moved(move, hold, now_s, is_stuck)
        action = self._action(move)
        # A key that was down already when it was bound counts from its next press.
        if not move.is_press or action is None or move.repeats or is_stuck(move.code):
            return _PASS
        self._holds[move.code] = _Hold((move.code, move.modifiers), action, now_s, now_s)
        return Verdict(True, (HotkeyPressed(action),))

    def drop(self, is_gone: Callable[[int, float], bool], now_s: float) -> tuple[HotkeyEvent, ...]:
        """End the holds whose release never came, as `is_gone(code, seen_s)` says."""
        gone = [code for code, hold in self._holds.items() if is_gone(code, hold.seen_s)]
        return tuple(event for code in gone for event in _told(self._holds.pop(code), now_s))

    def forget(self, now_s: float) -> tuple[HotkeyEvent, ...]:
        """End every hold from this side."""
        return self.drop(lambda _code, _seen_s: True, now_s)

    def _held_moved(self, move: KeyMove, hold: _Hold, now_s: float, is_stuck: Callable[[int], bool]) -> Verdict:
        if move.is_press:
            hold.seen_s = now_s
            return Verdict(True)
        # While the hook was deaf a repetition of the press went past it: without its release the key would be stuck.
        return Verdict(not is_stuck(move.code), _told(self._holds.pop(move.code), now_s))

    def _action(self, move: KeyMove) -> HotkeyAction | None:
        if move.code == self._cancel_code:
            return HotkeyAction.CANCEL
        if (exact := self._actions.get((move.code, move.modifiers))) is not None:
            return exact
        # Cancelling counts while a talk key is held, which may be a modifier itself.
        cancels = (pair for pair, action in self._actions.items() if action is HotkeyAction.CANCEL)
        fits = any(code == move.code and modifiers <= move.modifiers for code, modifiers in cancels)
        return HotkeyAction.CANCEL if fits else None


def menu_opens(modifiers: frozenset[Modifier]) -> bool:
    """Whether programs would open a menu when these modifiers are let go and nothing seemed to come between."""
    return Modifier.CTRL not in modifiers and bool(modifiers & {Modifier.ALT, Modifier.SUPER})


def _told(hold: _Hold, now_s: float) -> tuple[HotkeyEvent, ...]:
    """The release of a hold, once."""
    action, hold.action = hold.action, None
    return () if action is None else (HotkeyReleased(action, now_s - hold.pressed_s),)
