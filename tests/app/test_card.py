"""The card with a text that stands in no window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from srota_dictate.app.card import HeldCard
from srota_dictate.app.said import said_fully
from srota_dictate.app.texts import Texts
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from srota_dictate.delivery import HeldBecause
from srota_dictate.session.said import Said
from srota_dictate.session.state import HeldText
from srota_dictate.takes import HeldAnswer
from srota_dictate.types import RecordingEnded


def held(take_id: int, text: str = "नमस्ते world", why: str = HeldBecause.MOVED.value) -> HeldText:
    return HeldText(replace(Said.as_heard(text), take_id=take_id), why, RecordingEnded(take_id, 1, 1.0, 1.0))


@pytest.fixture(params=[ENGLISH, HINDI], ids=["en", "hi"])
def texts(request: pytest.FixtureRequest) -> Texts:
    assert isinstance(request.param, Texts)
    return request.param


@pytest.fixture
def card(qtbot: QtBot, texts: Texts) -> HeldCard:
    card = HeldCard(texts)
    qtbot.addWidget(card)
    return card


def test_it_is_there_while_a_text_is_held(card: HeldCard, texts: Texts) -> None:
    assert not card.isVisible()
    card.show_texts((held(1),))
    assert card.isVisible()
    assert (card.excerpt.text(), card.reason.text()) == ("नमस्ते world", said_fully(texts, HeldBecause.MOVED.value))
    card.show_texts(())
    assert not card.isVisible()


def test_every_button_answers_for_the_text_that_is_shown(card: HeldCard) -> None:
    card.show_texts((held(3), held(4)))
    answers: list[tuple[int, HeldAnswer]] = []

    def note(take_id: int, answer: HeldAnswer) -> None:
        answers.append((take_id, answer))

    card.answered.connect(note)
    for button in (card.paste, card.copy, card.discard):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert answers == [(3, HeldAnswer.PASTE), (3, HeldAnswer.COPY), (3, HeldAnswer.DISCARD)]


def test_the_next_one_comes_when_the_first_is_answered(card: HeldCard, texts: Texts) -> None:
    card.show_texts((held(1), held(2, "दूसरा")))
    assert card.title.text() == f"{texts.held_title} (2)"
    card.show_texts((held(2, "दूसरा"),))
    assert (card.title.text(), card.excerpt.text()) == (texts.held_title, "दूसरा")


def test_while_a_text_is_on_its_way_nothing_more_can_be_clicked(card: HeldCard) -> None:
    text = held(1)
    card.show_texts((replace(text, delivering=True),))
    assert not any(button.isEnabled() for button in (card.paste, card.copy, card.discard))
    card.show_texts((text,))
    assert card.paste.isEnabled()


def test_every_reason_has_its_words_and_others_are_shown_as_they_are(card: HeldCard) -> None:
    said = set[str]()
    for reason in HeldBecause:
        card.show_texts((held(1, why=reason.value),))
        said.add(card.reason.text())
    assert len(said) == len(HeldBecause)
    card.show_texts((held(1, why="The desktop doesn't allow it"),))
    assert card.reason.text() == "The desktop doesn't allow it."


def test_a_long_text_is_shortened_and_nothing_is_cut_off(card: HeldCard) -> None:
    card.show_texts((held(1, "एक दो three\n" * 300),))
    assert card.excerpt.text().endswith("…")
    assert "\n" not in card.excerpt.text()
    for label in (card.title, card.reason, card.excerpt):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert card.height() < 300
