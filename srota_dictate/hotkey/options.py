"""What a person can choose about the hotkeys: for each action, the keys and mouse buttons that do it."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from srota_dictate.types import HotkeyAction, HotkeyBinding


class HotkeyOptions(BaseModel):
    """Keys are spelled as `chord.parse_chord` reads them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # One field for each HotkeyAction, named like its value.
    hold: tuple[str, ...] = ("Control_R",)
    toggle: tuple[str, ...] = ()
    hold_or_tap: tuple[str, ...] = ()
    cancel: tuple[str, ...] = ()  # none: Esc while recording
    paste_last: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    next_view: tuple[str, ...] = ()
    # In a Wayland session: hear the keys at the keyboards themselves, which takes a group that may hear every key.
    read_keyboards: bool = False

    @classmethod
    def of(cls, bindings: Iterable[HotkeyBinding]) -> "HotkeyOptions":
        keys: dict[str, tuple[str, ...]] = {action.value: () for action in HotkeyAction}
        for binding in bindings:
            keys[binding.action.value] += (binding.key,)
        return cls.model_validate(keys)

    @property
    def bindings(self) -> tuple[HotkeyBinding, ...]:
        """All keys, those to talk with first."""
        chosen: dict[HotkeyAction, tuple[str, ...]] = {
            HotkeyAction.HOLD: self.hold,
            HotkeyAction.TOGGLE: self.toggle,
            HotkeyAction.HOLD_OR_TAP: self.hold_or_tap,
            HotkeyAction.CANCEL: self.cancel,
            HotkeyAction.PASTE_LAST: self.paste_last,
            HotkeyAction.UNDO: self.undo,
            HotkeyAction.NEXT_VIEW: self.next_view,
        }
        return tuple(HotkeyBinding(key, action) for action, keys in chosen.items() for key in keys)

    @property
    def talk(self) -> HotkeyBinding | None:
        """The key to name where one speaks of the talk key."""
        return next((binding for binding in self.bindings if binding.action.is_talk), None)
