"""Spellings of keys and chords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier, parse_chord


@pytest.mark.parametrize(
    ("text", "canonical", "label"),
    [
        ("Control_R", "Control_R", "Right Ctrl"),
        ("control_r", "Control_R", "Right Ctrl"),
        ("Right Ctrl", "Control_R", "Right Ctrl"),
        ("right control", "Control_R", "Right Ctrl"),
        ("F9", "F9", "F9"),
        ("f9", "F9", "F9"),
        ("Ctrl+Alt+space", "Ctrl+Alt+space", "Ctrl + Alt + Space"),
        ("Ctrl + Alt + Space", "Ctrl+Alt+space", "Ctrl + Alt + Space"),
        ("alt+control+spacebar", "Ctrl+Alt+space", "Ctrl + Alt + Space"),
        ("Super_L", "Super_L", "Left Super"),
        ("win+shift+D", "Shift+Super+d", "Shift + Super + D"),
        ("ISO_Level3_Shift", "ISO_Level3_Shift", "AltGr"),
        ("altgr", "ISO_Level3_Shift", "AltGr"),
        ("Page Up", "Prior", "Page Up"),
        ("ctrl+;", "Ctrl+semicolon", "Ctrl + ;"),
        ("XF86AudioMicMute", "XF86AudioMicMute", "XF86AudioMicMute"),
    ],
)
def test_spellings(text: str, canonical: str, label: str) -> None:
    chord = parse_chord(text)
    assert str(chord) == canonical
    assert chord.label == label


@pytest.mark.parametrize(
    ("text", "part_of_message"),
    [
        ("", "no key"),
        ("+", "no key"),
        ("Ctrl+", "no key"),
        ("Ctrl", "no key"),
        ("Ctrl+Alt", "no key"),
        ("space+Ctrl", "no key"),
        ("Hyperspace", "no key"),
        ("a", "typing"),
        ("Shift+a", "typing"),
        ("space", "typing"),
        ("Enter", "typing"),
        ("Esc", "cancel"),
        ("Ctrl+Escape", "cancel"),
    ],
)
def test_what_can_be_no_talk_key(text: str, part_of_message: str) -> None:
    with pytest.raises(UserFixableError) as caught:
        parse_chord(text)
    assert part_of_message in caught.value.message
    assert caught.value.hint


@given(
    key=st.sampled_from(["space", "F1", "Control_R", "a", "7", "minus", "KP_Add", "Prior", "Super_R", "Pause"]),
    modifiers=st.frozensets(st.sampled_from(Modifier)),
)
def test_both_spellings_are_read_back(key: str, modifiers: frozenset[Modifier]) -> None:
    chord = KeyChord(key, modifiers | {Modifier.CTRL})
    assert parse_chord(str(chord)) == chord
    assert parse_chord(chord.label) == chord
