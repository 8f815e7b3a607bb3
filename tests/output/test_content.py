"""The formats of a text."""

import pytest

from srota_dictate.output.content import text_content
from srota_dictate.output.history_markers import X11


def test_latin_text_is_offered_as_string_too() -> None:
    pieces = text_content("naïve").pieces
    assert pieces["UTF8_STRING"].data == "naïve".encode()
    assert pieces["STRING"].data == b"na\xefve"
    assert pieces["TEXT"].kind == "UTF8_STRING"


@pytest.mark.parametrize("text", ["नमस्ते", "10 €", "🙂"])
def test_what_latin_1_lacks_isnt_offered_as_string(text: str) -> None:
    assert "STRING" not in text_content(text).pieces


def test_markers_stand_beside_the_text() -> None:
    hint = "x-kde-passwordManagerHint"
    assert text_content("a", X11).pieces[hint].data == b"secret"
    assert hint not in text_content("a").pieces


def test_text_never_shows_in_a_representation() -> None:
    assert "geheim" not in repr(text_content("geheim"))
