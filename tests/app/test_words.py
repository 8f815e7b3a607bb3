"""Snapshots, keys, models and sizes in words."""

from dataclasses import replace

import pytest

from srota_dictate.app.models import ModelEntry, ModelPresence, Presence, model_label, model_title, presence_text
from srota_dictate.app.models import size_text as size
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from srota_dictate.app.words import TalkKey, detail, key_words, remedy, status_text, tooltip
from srota_dictate.errors import UserFixableError
from srota_dictate.session.view import SessionView
from srota_dictate.types import HotkeyAction, RecognizerPhase, RecognizerStatus, VoiceDetector
from tests.app.fakes import ENTRIES

HOLD = TalkKey("Right Ctrl")
IDLE = SessionView(RecognizerStatus(RecognizerPhase.READY, "srota"))
LOADING = SessionView(RecognizerStatus(RecognizerPhase.LOADING, "srota"))
LOST = UserFixableError("The microphone was unplugged", "Plug it in again")


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (IDLE, "Ready: hold Right Ctrl and speak"),
        (LOADING, "Loading Srota…"),
        (replace(LOADING, recognizer=replace(LOADING.recognizer, progress=0.416)), "Loading Srota… 42 %"),
        (replace(LOADING, transcribing=1), "Loading Srota… what you said is waiting"),
        (replace(IDLE, recording=True), "Opening the microphone…"),
        (replace(IDLE, recording=True, heard=True), "Listening"),
        (replace(IDLE, transcribing=1), "Writing…"),
        (replace(IDLE, transcribing=3), "Writing… 3 recordings to go"),
        (replace(IDLE, trouble=LOST), "The microphone was unplugged"),
    ],
)
def test_status_line(view: SessionView, text: str) -> None:
    assert status_text(ENGLISH, view, "Srota", HOLD) == text


def test_the_status_line_tells_a_key_to_hold_from_one_to_press() -> None:
    assert "press F9" in status_text(ENGLISH, IDLE, "Srota", TalkKey("F9", HotkeyAction.TOGGLE))
    assert "hold or tap F9" in status_text(ENGLISH, IDLE, "Srota", TalkKey("F9", HotkeyAction.HOLD_OR_TAP))
    assert "menu" in status_text(ENGLISH, IDLE, "Srota", TalkKey(""))


def test_a_failed_recogniser_says_what_to_do() -> None:
    error = UserFixableError("The model is not on this computer", "Download it in Settings")
    view = SessionView(RecognizerStatus(RecognizerPhase.FAILED, "srota", error=error))

    assert tooltip(ENGLISH, view, "Srota", HOLD).splitlines() == [
        "Srota Dictate: The model is not on this computer",
        "Download it in Settings.",
    ]


def test_an_open_microphone_is_said_unless_it_is_plain() -> None:
    ready = replace(IDLE, microphone_open=True)
    assert "The microphone is open" in tooltip(ENGLISH, ready, "Srota", HOLD)
    assert "माइक्रोफ़ोन खुला है" in tooltip(HINDI, ready, "Srota", HOLD)
    assert "The microphone is open" not in tooltip(ENGLISH, replace(ready, recording=True), "Srota", HOLD)
    assert "The microphone is open" not in tooltip(ENGLISH, IDLE, "Srota", HOLD)


@pytest.mark.parametrize(
    ("detector", "english", "hindi"),
    [
        (VoiceDetector.LIGHT, "The light voice detector is in use", "हल्का तरीका चल रहा है"),
        (VoiceDetector.SUBSTITUTE, "can't be loaded: reinstall the program", "लोड नहीं हो सका"),
    ],
)
def test_a_light_voice_detector_is_said(detector: VoiceDetector, english: str, hindi: str) -> None:
    view = replace(IDLE, voice_detector=detector)
    assert english in tooltip(ENGLISH, view, "Srota", HOLD)
    assert hindi in tooltip(HINDI, view, "Srota", HOLD)
    assert "detector" not in tooltip(ENGLISH, IDLE, "Srota", HOLD)


def test_the_trouble_of_an_earlier_take_has_no_remedy_while_the_next_is_written() -> None:
    assert remedy(ENGLISH, replace(IDLE, trouble=LOST, transcribing=1)) == ""


def test_what_was_said_is_in_no_status() -> None:
    view = replace(IDLE, last_text="a secret")

    assert "secret" not in tooltip(ENGLISH, view, "Srota", HOLD) + repr(view)


@pytest.mark.parametrize(
    ("talk", "english", "hindi"),
    [
        ("Control_R", "Right Ctrl", "दायाँ Ctrl"),
        ("Super_L", "Left Super", "बायाँ Super"),
        ("Ctrl+Alt+space", "Ctrl+Alt+Space", "Ctrl+Alt+स्पेस"),
        ("F9", "F9", "F9"),
        ("ISO_Level3_Shift", "AltGr", "AltGr"),
        ("d", "D", "D"),
        ("no such key", "no such key", "no such key"),
    ],
)
def test_keys_for_people(talk: str, english: str, hindi: str) -> None:
    assert key_words(ENGLISH, talk) == english
    assert key_words(HINDI, talk) == hindi


def test_the_tiny_model_is_called_a_demonstration() -> None:
    assert model_label(ENGLISH, ModelEntry("tiny", "Tiny")).startswith("Tiny: demonstration only")
    assert "केवल प्रदर्शन" in model_label(HINDI, ModelEntry("tiny", "Tiny"))


@pytest.mark.parametrize(
    ("model", "title"),
    [("srota-conv", "Srota-Conv"), ("/home/me/my model", "my model"), ("someone/their-model", "their-model"), ("", "")],
)
def test_what_a_model_is_called(model: str, title: str) -> None:
    assert model_title(ENTRIES, model) == title


@pytest.mark.parametrize(
    ("n_bytes", "text"),
    [(1_570_000_000, "1.6 GB"), (21_000_000_000, "21 GB"), (3_400_000, "3.4 MB"), (10, "1 kB"), (None, "?")],
)
def test_sizes(n_bytes: int | None, text: str) -> None:
    assert size(n_bytes) == text


def test_every_presence_has_its_sentence() -> None:
    texts = {presence_text(ENGLISH, ModelPresence(presence, 1_570_000_000)) for presence in Presence}

    assert len(texts) == len(Presence)


def test_while_somebody_speaks_the_newest_words_stand_under_the_status() -> None:
    speaking = replace(IDLE, recording=True, heard=True, preview="कल office", trouble=LOST)
    assert detail(ENGLISH, speaking) == "कल office"
    long = detail(ENGLISH, replace(speaking, preview=" ".join(f"word{n}" for n in range(100))))
    assert long.startswith("…")
    assert long.endswith("word99")
    assert len(long) < 120, "the window doesn't grow with what is said"
    assert detail(ENGLISH, replace(speaking, recording=False)) == "Plug it in again."
