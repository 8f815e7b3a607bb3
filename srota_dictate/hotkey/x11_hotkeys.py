"""The hotkeys that are bound on an X display: which of them an event belongs to, and which are held."""

from collections.abc import Callable
from dataclasses import dataclass, field

from srota_dictate.hotkey.held import HeldKey
from srota_dictate.hotkey.x11_keyboard import Grab, Resolved, Switch
from srota_dictate.types import HotkeyAction, HotkeyEvent, HotkeyPressed, HotkeyReleased


@dataclass(slots=True, eq=False)
class BoundKey:
    """A chord that is grabbed, what it is for, and whether it is held."""

    resolved: Resolved
    action: HotkeyAction
    held: HeldKey = field(default_factory=HeldKey)
    switch: Switch | None = None  # whose press began the present hold; a mapping may change meanwhile
    is_silent: bool = False  # that press came before the key was bound: it was meant for somebody else

    def ignore_until_up(self, switch: Switch, now_s: float) -> None:
        """It is down already, and its repetitions would look like a press."""
        self.switch, self.is_silent = switch, True
        self.held.press(now_s)

    def is_pressed_by(self, switch: Switch, state: int) -> bool:
        if self.held.down:
            # A repetition; the modifiers may have been let go already.
            return switch == self.switch
        if self.action is HotkeyAction.CANCEL:
            # It counts while a talk key is held, which may be a modifier itself.
            return self.resolved.is_part_of(switch, state)
        return self.resolved.begins_with(switch, state)


class BoundKeys:
    """On the hotkey thread. `on_event` gets one press and one release for each hold."""

    def __init__(self, on_event: Callable[[HotkeyEvent], None]) -> None:
        self._on_event = on_event
        self.keys: tuple[BoundKey, ...] = ()

    @property
    def any_down(self) -> bool:
        return any(key.held.down for key in self.keys)

    @property
    def any_unsettled(self) -> bool:
        return any(key.held.unsettled for key in self.keys)

    @property
    def grabs(self) -> frozenset[Grab]:
        return frozenset(grab for key in self.keys for grab in key.resolved.grabs)

    def key_for(self, action: HotkeyAction) -> BoundKey | None:
        return next((key for key in self.keys if key.action is action), None)

    def press(self, switch: Switch, state: int, now_s: float) -> None:
        for key in self.keys:
            if key.is_pressed_by(switch, state):
                if key.held.press(now_s):
                    key.switch = switch
                    self._on_event(HotkeyPressed(key.action))
                return

    def release(self, switch: Switch, now_s: float) -> None:
        for key in self.keys:
            if key.switch == switch:
                key.held.release(now_s)

    def look(self, is_down: Callable[[Switch], bool], now_s: float) -> None:
        """End the holds whose key is up, whether or not its release arrived."""
        for key in self.keys:
            if key.switch is not None and key.held.wants_look(now_s):
                self._ended(key, key.held.look(is_down(key.switch), now_s))

    def drop(self, keys: tuple[BoundKey, ...], now_s: float) -> None:
        """They are bound no more."""
        self.keys = tuple(key for key in self.keys if key not in keys)
        for key in keys:
            self._ended(key, key.held.forget(now_s))

    def _ended(self, key: BoundKey, held_s: float | None) -> None:
        if held_s is not None:
            was_silent, key.switch, key.is_silent = key.is_silent, None, False
            if not was_silent:
                self._on_event(HotkeyReleased(key.action, held_s))
