"""Hold the key, speak, let go: the text stands in a real editor. Nothing here is a stand-in."""

import json
import os
import random
import signal

import jiwer
import pytest

from srota_dictate.lab.tiny.vocabulary import WORDS
from srota_dictate.types import SAMPLE_RATE_HZ
from tests.desktop.application import run_cli
from tests.desktop.editor import Editor
from tests.desktop.process import holds_for, wait_until
from tests.desktop.speech import spoken, spoken_with_pauses, write_wav
from tests.e2e.conftest import TALK_KEY, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SENTENCES = [
    "मेरा favourite festival Diwali है",
    "कल सुबह office meeting है",
    "please मुझे report भेज",
    "code review आज deadline है",
    "laptop password update चाहिए",
    "doctor appointment शुक्रवार को है",
    "यह weather बहुत अच्छा है",
    "server database download नहीं है",
    "दोस्त को message अभी भेज",
    "weekend movie ticket चाहिए",
]


@pytest.fixture(scope="module")
def transcripts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the command line makes of the very recordings that are played below."""
    folder = tmp_path_factory.mktemp("speech")
    files = [str(write_wav(folder / f"{i}.wav", spoken(sentence))) for i, sentence in enumerate(SENTENCES)]
    return [
        str(json.loads(line)["text"])
        for line in run_cli("transcribe", "--model", "tiny", "--format", "json", *files).splitlines()
    ]


def test_ten_sentences_one_after_another_stand_exactly_in_the_editor(
    desk: Desk, editor: Editor, transcripts: list[str]
) -> None:
    assert transcripts == SENTENCES
    for sentence, transcript in zip(SENTENCES, transcripts, strict=True):
        desk.dictate_and_wait(spoken(sentence))
        editor.wait_text(transcript)
        editor.clear()


def test_two_quick_takes_in_a_row_arrive_in_order(desk: Desk, editor: Editor) -> None:
    (worker,) = desk.application.worker_pids()
    # Held up, the recogniser still has the first take when the second is spoken.
    os.kill(worker, signal.SIGSTOP)
    try:
        position = desk.dictate(spoken(SENTENCES[0]))
        second = desk.application.wait_log(r"take \d+: recorded", after=position)
        desk.dictate(spoken(SENTENCES[1]))
        desk.application.wait_log(r"take \d+: recorded", after=second)
        assert "delivered" not in desk.application.log()[position:]
    finally:
        os.kill(worker, signal.SIGCONT)
    first = desk.application.wait_log(r"take \d+: delivered", after=position)
    desk.application.wait_log(r"take \d+: delivered", after=first)
    editor.wait_text(SENTENCES[0] + SENTENCES[1])


def test_a_press_right_after_the_release_goes_on_with_the_same_take(desk: Desk, editor: Editor) -> None:
    position = desk.dictate(spoken(SENTENCES[0]))
    desk.desktop.key_down(TALK_KEY)
    desk.microphone.play(spoken(SENTENCES[1]))
    desk.desktop.key_up(TALK_KEY)
    desk.application.wait_log(r"take \d+: delivered", after=position)
    editor.wait_text(f"{SENTENCES[0]} {SENTENCES[1]}")


def test_a_minute_of_speech_is_cut_at_pauses_and_arrives_whole(desk: Desk, editor: Editor) -> None:
    # Every word the model knows, once: whatever is lost, doubled or out of order at a cut shows.
    words = random.Random(0).sample(WORDS, len(WORDS))
    phrases = [" ".join(words[i : i + 5]) for i in range(0, len(words), 5)]
    speech = spoken_with_pauses(phrases, pause_s=0.1)
    assert len(speech) / SAMPLE_RATE_HZ > 60
    position = len(desk.application.log())
    desk.dictate_and_wait(speech)
    log = desk.application.log()[position:]
    assert log.count(": segment 2 transcribed") == 1  # three segments at least
    assert log.index("segment 0 transcribed") < log.index("recorded")  # recognised while the person still speaks
    text = editor.text()
    # The model errs in a word or two of a hundred; a cut that loses or doubles something costs more than that.
    assert jiwer.wer(" ".join(words), text) <= 0.08, text


def test_escape_while_speaking_types_nothing_and_stays_between_us(desk: Desk, editor: Editor) -> None:
    position = len(desk.application.log())
    desk.desktop.key_down(TALK_KEY)
    desk.application.wait_log("microphone open", after=position)
    desk.microphone.play(spoken(SENTENCES[0]))
    desk.desktop.tap("Escape")
    desk.application.wait_log(r"take \d+: recorded", after=position)
    desk.desktop.key_up(TALK_KEY)
    assert holds_for(lambda: "delivered" not in desk.application.log()[position:], 1.0)
    assert editor.text() == ""
    desk.dictate_and_wait(spoken(SENTENCES[1]))  # and the next take is as good as any
    editor.wait_text(SENTENCES[1])


def test_what_was_on_the_clipboard_is_there_again(desk: Desk, editor: Editor) -> None:
    keeper = desk.desktop.processes.start(
        ["sh", "-c", "printf 'मेरी copy' | xclip -selection clipboard -loops 0 -quiet"], desk.desktop.env, name="xclip"
    )
    paste = ("xclip", "-selection", "clipboard", "-o", "-target", "UTF8_STRING")
    wait_until(lambda: desk.desktop.windows.selection_owner("CLIPBOARD") != 0, what="the clipboard's owner")
    desk.dictate_and_wait(spoken(SENTENCES[2]))
    editor.wait_text(SENTENCES[2])
    assert desk.desktop.run(*paste).decode() == "मेरी copy"
    desk.desktop.processes.end(keeper)


def test_a_recogniser_killed_in_the_middle_of_a_take_costs_no_word(desk: Desk, editor: Editor) -> None:
    (worker,) = desk.application.worker_pids()
    # Stopped, it can't answer before it dies: the take is sure to be in the middle of its recognition.
    os.kill(worker, signal.SIGSTOP)
    position = desk.dictate(spoken(SENTENCES[3]))
    desk.application.wait_log(r"take \d+: recorded", after=position)
    os.kill(worker, signal.SIGKILL)
    desk.application.wait_log(r"take \d+: delivered", after=position, timeout_s=180)
    editor.wait_text(SENTENCES[3])
    assert desk.application.worker_pids() != [worker]
