"""The formats of a text."""

import pytest

from srota_dictate.output.content import text_content


def test_latin_text_is_offered_as_string_too() -> None:
    pieces = text_content("naïve", private=False).pieces
    assert pieces["UTF8_STRING"].data == "naïve".encode()
    assert pieces["STRING"].data == b"na\xefve"
    assert pieces["TEXT"].kind == "UTF8_STRING"


@pytest.mark.parametrize("text", ["नमस्ते", "10 €", "🙂"])
def test_what_latin_1_lacks_isnt_offered_as_string(text: str) -> None:
    assert "STRING" not in text_content(text, private=False).pieces


def test_only_private_text_asks_managers_to_forget() -> None:
    hint = "x-kde-passwordManagerHint"
    assert text_content("a", private=True).pieces[hint].data == b"secret"
    assert hint not in text_content("a", private=False).pieces


def test_text_never_shows_in_a_representation() -> None:
    assert "geheim" not in repr(text_content("geheim", private=True))
