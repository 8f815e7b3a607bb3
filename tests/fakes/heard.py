"""Bind hotkeys in a test, and write down what is heard of them."""

from collections.abc import Callable

from srota_dictate.session.ports import Hotkey
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent, HotkeyPressed


def bind(hotkey: Hotkey, key: str, action: HotkeyAction = HotkeyAction.HOLD) -> None:
    """One key, which must be possible."""
    assert hotkey.bind((HotkeyBinding(key, action),)) == ()


def heard_by(events: list[str]) -> Callable[[HotkeyEvent], None]:
    """Notes a press as "+hold", a release as "-hold"."""
    return lambda event: events.append(f"{'+' if isinstance(event, HotkeyPressed) else '-'}{event.action.value}")
