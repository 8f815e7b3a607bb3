"""The text reaches the window it was spoken for, or the person is asked; with real windows, fields and keys."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.desktop.accessibility import Accessibility, Fields
from tests.desktop.application import Application
from tests.desktop.card import Card, CardButton
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor, Terminal
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import wait_until
from tests.desktop.speech import spoken
from tests.e2e.conftest import TALK_KEY, Desk, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SENTENCE = "मेरा favourite festival Diwali है"
NEXT = "कल सुबह office meeting है"
UNDO_KEY = "ctrl+alt+z"
SETTINGS = """version = 1
[hotkey]
undo = ["Ctrl+Alt+z"]
[recognizer]
model = "tiny"
device = "cpu"
[output]
moved_focus = "{moved_focus}"
[app]
language = "en"
"""


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    """One on which programs tell of their fields."""
    with VirtualDesktop() as desktop:
        accessibility = Accessibility(desktop)
        yield desktop
        accessibility.close()


@pytest.fixture(scope="module", params=["hold", "return"])
def desk(desktop: VirtualDesktop, microphone: VirtualMicrophone, request: pytest.FixtureRequest) -> Iterator[Desk]:
    with running(
        Desk(desktop, microphone, Application(desktop, microphone, SETTINGS.format(moved_focus=request.param)))
    ) as desk:
        yield desk


@pytest.fixture
def terminal(desktop: VirtualDesktop, editor: Editor, tmp_path: Path) -> Iterator[Terminal]:
    """A second window; it has the keyboard."""
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    yield terminal
    terminal.close()


class Speaking:
    """The talk key is down and the sentence has been said; the key goes up at the end of the `with` block."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.position = len(desk.application.log())

    def __enter__(self) -> "Speaking":
        self._desk.desktop.key_down(TALK_KEY)
        self._desk.application.wait_log("microphone open", after=self.position)
        self._desk.microphone.play(spoken(SENTENCE))
        return self

    def __exit__(self, *_: object) -> None:
        self._desk.desktop.key_up(TALK_KEY)

    def wait(self, outcome: str) -> None:
        self._desk.application.wait_log(rf"take \d+: {outcome}", after=self.position, timeout_s=60)


hold = pytest.mark.parametrize("desk", ["hold"], indirect=True)
go_back = pytest.mark.parametrize("desk", ["return"], indirect=True)


@hold
def test_another_window_gets_nothing_until_the_person_says_so(desk: Desk, editor: Editor, terminal: Terminal) -> None:
    card = Card(desk.desktop)
    editor.focus()
    with Speaking(desk) as speaking:
        terminal.focus()
    speaking.wait("held")
    card.wait_shown()
    assert desk.desktop.windows.has_focus(terminal.pid)
    assert terminal.text() == ""
    card.click(CardButton.PASTE)
    terminal.wait_text(SENTENCE)
    card.wait_gone()
    assert desk.desktop.windows.has_focus(terminal.pid)
    assert editor.text() == ""


@hold
def test_the_card_takes_copy_and_discard_for_an_answer(desk: Desk, editor: Editor, terminal: Terminal) -> None:
    card = Card(desk.desktop)
    for button in (CardButton.COPY, CardButton.DISCARD):
        editor.focus()
        with Speaking(desk) as speaking:
            terminal.focus()
        speaking.wait("held")
        card.wait_shown()
        card.click(button)
        card.wait_gone()
    paste = ("xclip", "-selection", "clipboard", "-o", "-target", "UTF8_STRING")
    assert desk.desktop.run(*paste).decode() == SENTENCE
    assert terminal.text() == ""
    assert editor.text() == ""


@hold
def test_the_window_that_was_spoken_to_closes(desk: Desk, editor: Editor, tmp_path: Path) -> None:
    card = Card(desk.desktop)
    closing_one = Terminal(desk.desktop, tmp_path / "closing.txt")
    with Speaking(desk) as speaking:
        closing_one.close()
        editor.focus()
    speaking.wait("held")
    card.wait_shown()
    assert editor.text() == ""
    card.click(CardButton.PASTE)
    speaking.wait("delivered")
    editor.wait_text(SENTENCE)
    card.wait_gone()


@hold
def test_a_password_is_not_listened_to_and_nothing_is_kept(desk: Desk) -> None:
    fields = Fields(desk.desktop)
    desk.dictate_and_wait(spoken(NEXT))  # the plain field beside it is as good as any
    fields.other_field()
    kept, rows = desk.application.takes(), history(desk)
    position = len(desk.application.log())
    desk.desktop.key_down(TALK_KEY)
    desk.application.wait_log("told: Passwords are not written", after=position)
    desk.application.wait_log("take .* recorded", after=position)
    desk.microphone.play(spoken(SENTENCE))
    desk.desktop.key_up(TALK_KEY)
    wait_until(lambda: desk.application.takes() == kept, what="the recording to go")
    wait_until(lambda: history(desk) == rows, what="the row to go")
    assert "delivered" not in desk.application.log()[position:]
    fields.close()


@hold
def test_the_last_text_is_taken_back_and_nothing_else(desk: Desk, editor: Editor) -> None:
    desk.dictate_and_wait(spoken(SENTENCE))
    editor.wait_text(SENTENCE)
    desk.dictate_and_wait(spoken(NEXT))
    position = len(desk.application.log())
    desk.desktop.tap(UNDO_KEY)
    desk.application.wait_log("the last text was taken back", after=position)
    editor.wait_text(SENTENCE)
    assert "told:" not in desk.application.log()[position:]


@hold
def test_it_is_not_taken_back_after_something_was_typed(desk: Desk, editor: Editor) -> None:
    desk.dictate_and_wait(spoken(SENTENCE))
    desk.desktop.tap("x")
    position = len(desk.application.log())
    desk.desktop.tap(UNDO_KEY)
    desk.application.wait_log("told: Something was typed or clicked", after=position)
    editor.wait_text(SENTENCE + "x")


@go_back
def test_the_window_that_was_spoken_to_gets_the_keyboard_back(desk: Desk, editor: Editor, terminal: Terminal) -> None:
    editor.focus()
    with Speaking(desk) as speaking:
        terminal.focus()
    speaking.wait("delivered")
    assert desk.desktop.windows.has_focus(editor.pid)
    editor.wait_text(SENTENCE)
    assert terminal.text() == ""


@go_back
def test_a_window_that_is_closed_cant_have_it_back(desk: Desk, editor: Editor, tmp_path: Path) -> None:
    card = Card(desk.desktop)
    closing_one = Terminal(desk.desktop, tmp_path / "closing.txt")
    with Speaking(desk) as speaking:
        closing_one.close()
        editor.focus()
    speaking.wait("held: The window you spoke to is closed")
    card.wait_shown()
    card.click(CardButton.DISCARD)
    card.wait_gone()
    assert editor.text() == ""


def history(desk: Desk) -> list[tuple[int, str]]:
    """Every take that is written down."""
    with closing(sqlite3.connect(desk.application.state_folder / "history.db")) as database:
        return [(int(row_id), str(state)) for row_id, state in database.execute("SELECT id, state FROM takes")]
