"""The pages about how texts are written: what they show, refuse and hand over."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableWidgetItem
from pytestqt.qtbot import QtBot

from srota_dictate.app.commands_page import CommandsPage
from srota_dictate.app.dictionary_page import DictionaryPage
from srota_dictate.app.pair_table import PairTable
from srota_dictate.app.rewriting_page import RewritingPage
from srota_dictate.app.texts import Texts
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from srota_dictate.app.words import leaving_text
from srota_dictate.app.words_page import WordsPage
from srota_dictate.app.writing_page import WritingPage
from srota_dictate.errors import UserFixableError
from srota_dictate.rewriter.options import RewriterOptions
from srota_dictate.rules.choices import Digits, Profile, ScriptView, Stop
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.own_words import read_own_words
from srota_dictate.settings import AppOptions, Language, Settings
from tests.app.conftest import MakeApp
from tests.app.fakes import FakeWorld

RULES = RulesOptions(
    view=ScriptView.ROMAN,
    profile=Profile.PROGRAMMER,
    numbers=False,
    digits=Digits.DEVANAGARI,
    stop=Stop.DANDA,
    capitals=False,
    commands=False,
    command_prefix="कमांड|command",
    own_commands={"my address|मेरा पता": "12, MG Road\nBengaluru\n"},
    terms=("Srota", "Kubernetes"),
    max_terms=7,
    replacements={"सरोटा|srota": "Srota", "उम्म": ""},
    fuzzy_distance=2,
)
REWRITER = RewriterOptions(enabled=True, url="http://localhost:11434/v1", model="m", prompt="Mend it.\nYes.")
CHOSEN = Settings(rules=RULES, rewriter=REWRITER)


def pages(texts: Texts, settings: Settings) -> tuple[WritingPage | DictionaryPage | CommandsPage | RewritingPage, ...]:
    return tuple(page(texts, settings) for page in (WritingPage, DictionaryPage, CommandsPage, RewritingPage))


@pytest.mark.parametrize("settings", [Settings(), CHOSEN])
@pytest.mark.parametrize("texts", [ENGLISH, HINDI])
def test_what_is_shown_is_what_was_chosen(qtbot: QtBot, texts: Texts, settings: Settings) -> None:
    result = Settings()
    for page in pages(texts, settings):
        qtbot.addWidget(page)
        assert page.is_valid
        assert page.apply_to(settings) == settings, "nothing changes by looking"
        result = page.apply_to(result)
    assert result == settings


@pytest.fixture
def table(qtbot: QtBot) -> PairTable:
    table = PairTable(ENGLISH, ("Heard", "Written"), {"a": "1", "b": "2\n3"})
    qtbot.addWidget(table)
    return table


def put(table: PairTable, row: int, column: int, text: str) -> None:
    table.table.setItem(row, column, QTableWidgetItem(text))


def test_rows_are_added_edited_and_removed(table: PairTable) -> None:
    table.add.click()
    assert table.pairs == {"a": "1", "b": "2\n3"}, "an empty row says nothing"
    put(table, 2, 0, " c ")
    put(table, 2, 1, "4↵5")
    assert table.pairs == {"a": "1", "b": "2\n3", "c": "4\n5"}
    table.table.setCurrentCell(0, 0)
    table.remove.click()
    assert list(table.pairs) == ["b", "c"]
    assert table.is_valid


@pytest.mark.parametrize(
    ("left", "problem"), [("a", ENGLISH.row_twice.format(what="a")), ("", ENGLISH.row_without_left)]
)
def test_a_row_that_cant_be_meant_is_said(table: PairTable, left: str, problem: str) -> None:
    put(table, 1, 0, left)
    assert table.message.problem == problem
    assert not table.is_valid


@pytest.fixture
def words_file(tmp_path: Path) -> Path:
    file = tmp_path / "config" / "words.tsv"
    file.parent.mkdir()
    file.write_text("# mine\nनहीं\tnhi\nbad line\ncloud\tक्लाउड\n", encoding="utf-8")
    return file


def test_own_spellings_are_saved_and_the_rest_of_their_file_stays(qtbot: QtBot, words_file: Path) -> None:
    page = WordsPage(ENGLISH, words_file)
    qtbot.addWidget(page)
    assert "Line 3" in page.spellings.message.text()
    page.spellings.show_pairs({"नहीं": "nahin", "क्या": "kya"})
    page.save()
    assert read_own_words(words_file).words == {"नहीं": "nahin", "क्या": "kya"}
    assert words_file.read_text(encoding="utf-8").startswith("# mine\nbad line\n")
    before = words_file.stat().st_mtime_ns
    page.save()
    assert words_file.stat().st_mtime_ns == before, "nothing was changed since"


def test_spellings_are_imported_and_bad_lines_named(qtbot: QtBot, words_file: Path, tmp_path: Path) -> None:
    page = WordsPage(ENGLISH, tmp_path / "none.tsv")
    qtbot.addWidget(page)
    page.import_file(str(words_file))
    assert page.spellings.pairs == {"नहीं": "nhi", "cloud": "क्लाउड"}
    assert "Line 3" in page.spellings.message.text()
    put(page.spellings, 0, 0, "two words")
    assert not page.is_valid


def test_terms_are_imported_below_what_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    page = DictionaryPage(ENGLISH, CHOSEN)
    qtbot.addWidget(page)
    terms = tmp_path / "terms.csv"
    terms.write_text("heard,written\nकुबेर,Kubernetes\nPostgres,\n", encoding="utf-8")
    page.import_file(str(terms))
    rules = page.apply_to(CHOSEN).rules
    assert rules.terms == ("Srota", "Kubernetes", "Postgres")
    assert rules.replacements == {**RULES.replacements, "कुबेर": "Kubernetes"}
    assert ENGLISH.imported.format(count=1) in page.message.text()
    page.import_file(str(tmp_path / "none.txt"))
    assert "is no file" in page.message.text()
    page.terms.setPlainText("good\n!!!")
    assert page.message.problem == ENGLISH.terms_bad.format(line=2)


@pytest.mark.parametrize(
    ("url", "problem"),
    [("", ENGLISH.rewriting_url_missing), ("localhost:11434", ENGLISH.rewriting_url_bad), (REWRITER.url, "")],
)
def test_rewriting_needs_an_address(qtbot: QtBot, url: str, problem: str) -> None:
    page = RewritingPage(ENGLISH, Settings())
    qtbot.addWidget(page)
    assert not page.enabled.isChecked()
    page.enabled.setChecked(True)
    page.url.setText(url)
    assert page.is_valid is not bool(problem)
    assert page.url.accessibleDescription() == problem


def test_a_words_file_that_cant_be_written_keeps_the_dialog_open(
    make_app: MakeApp, world: FakeWorld, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    world.own_words = tmp_path / "config" / "words.tsv"
    app = make_app()
    app.open_settings()
    assert app.dialog is not None
    app.dialog.words.spellings.show_pairs({"नहीं": "nhi"})
    app.dialog.accept()
    assert app.dialog is not None
    assert world.store.saved == []
    app.dialog.reject()


def test_where_texts_go_is_said_everywhere(make_app: MakeApp, world: FakeWorld) -> None:
    assert leaving_text(ENGLISH, RewriterOptions()) == ""
    assert leaving_text(ENGLISH, REWRITER.model_copy(update={"enabled": False})) == ""
    sign = "Texts go to localhost:11434 to be rewritten"
    world.has_tray = True
    app = make_app(CHOSEN.model_copy(update={"app": AppOptions(language=Language.EN)}))
    told: list[str] = []
    app.faces.tray.message = lambda title, text, urgent: told.append(text)
    app.tell_trouble(UserFixableError("It broke", "Mend it"))
    assert told == [f"Mend it.\n{sign}"]
    assert sign in app.faces.tray.icon.toolTip()
    assert [action.text() for action in app.faces.tray.menu.actions()][2] == sign
    assert app.faces.window.leaving.text() == sign
