"""Both languages say everything, with the same blanks to fill in, and no two actions share a letter."""

import dataclasses
import re
import string

import pytest

from srota_dictate.app.texts import Texts, preferred
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI

FIELDS = [field.name for field in dataclasses.fields(Texts) if field.name != "said"]  # see test_said.py
SAME_IN_BOTH = {"app_name", "precision_bf16", "precision_f16", "precision_f32"}
CHECKS = ("trailing_space", "press_enter", "terminal_newlines", "keep_out_of_history")
LETTERS_TOGETHER = [
    ("start", "cancel_recording", "copy_last", "model_menu", "output_menu", "settings", "quit"),
    ("stop", "cancel_recording", "copy_last", "model_menu", "output_menu", "settings", "quit"),
    ("keys", "key_add"),
    ("microphone", "refresh", "warm", "longest", "output", *CHECKS),
    ("model", "download", "model_folder", "browse", "device", "precision", "attention", "work_ahead", "idle"),
    ("model", "download_stop", "model_folder", "browse", "device", "precision", "attention", "work_ahead", "idle"),
    ("language", "keep_audio", "keep_audio_forever", "show_preview"),
]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", FIELDS)
def test_both_languages_say_it_with_the_same_blanks(name: str) -> None:
    english, hindi = getattr(ENGLISH, name), getattr(HINDI, name)

    assert english.strip()
    assert hindi.strip()
    assert blanks(english) == blanks(hindi)
    assert ("&" in english) == ("&" in hindi)
    if name not in SAME_IN_BOTH:
        assert re.search(r"[\u0900-\u097F]", hindi), "not translated"


@pytest.mark.parametrize("names", LETTERS_TOGETHER)
@pytest.mark.parametrize("texts", [ENGLISH, HINDI], ids=["en", "hi"])
def test_each_letter_means_one_thing(texts: Texts, names: tuple[str, ...]) -> None:
    letters = [getattr(texts, name).partition("&")[2][0].upper() for name in names]

    assert len(set(letters)) == len(letters), letters


def test_every_text_is_used() -> None:
    from srota_dictate.assets import asset

    package = asset("").parent / "srota_dictate" / "app"
    code = "\n".join(path.read_text() for path in package.glob("*.py") if not path.name.startswith("texts"))

    assert [name for name in FIELDS if f"texts.{name}" not in code and f"texts().{name}" not in code] == []


@pytest.mark.parametrize(
    ("languages", "chosen"),
    [
        (["hi-IN", "hi", "en"], "hi"),
        (["hi_IN"], "hi"),
        (["en-IN", "hi"], "en"),
        (["mr-IN", "hi-IN"], "hi"),
        (["de-DE"], "en"),
        ([], "en"),
    ],
)
def test_the_desktops_language(languages: list[str], chosen: str) -> None:
    assert preferred(languages) == chosen
