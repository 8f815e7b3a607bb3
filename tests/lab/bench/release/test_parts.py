"""The parts of the bench about the wait: lengths and arms, speech, looks, drafts, bytes, the drawing."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.labels import HOP, Frames
from srota_dictate.lab.bench.release.drafts import Guess, InjectedDrafts, OwnDrafts, n_tokens_for
from srota_dictate.lab.bench.release.findings import acceptance
from srota_dictate.lab.bench.release.looks import looks
from srota_dictate.lab.bench.release.machine import copy_bytes_per_s, weight_bytes_per_token
from srota_dictate.lab.bench.release.options import Arm, parse_arms, parse_seconds
from srota_dictate.lab.bench.release.plot import draw
from srota_dictate.lab.bench.release.replay import Replayed
from srota_dictate.lab.bench.release.utterances import PAD_S, PAUSE_S, Utterance, utterances
from srota_dictate.lab.random_checkpoint import FULL
from srota_dictate.recognizer.fast.shapes import TextShape
from srota_dictate.recognizer.hearing import n_right
from srota_dictate.types import SAMPLE_RATE_HZ, Moment
from tests.lab.bench.folder import make_folder


def test_lengths_and_how_often() -> None:
    assert parse_seconds("2,5", 3) == ((2.0, 3), (5.0, 3))
    assert parse_seconds("2:3,30:1,0.5", 2) == ((2.0, 3), (30.0, 1), (0.5, 2))


@pytest.mark.parametrize("text", ["", "two", "31", "0.1", "2:0", "2:x", "-3"])
def test_lengths_that_mean_nothing(text: str) -> None:
    with pytest.raises(UserFixableError, match="can't be understood"):
        parse_seconds(text, 3)


def test_arms() -> None:
    assert parse_arms("fast, reference-last") == (Arm.FAST, Arm.REFERENCE_LAST)
    with pytest.raises(UserFixableError, match="no arm 'faster'") as caught:
        parse_arms("fast,faster")
    assert "fast-overlap" in caught.value.hint


def test_speech_of_the_wanted_length_ends_in_speech(tmp_path: Path) -> None:
    pairs = list(utterances(make_folder(tmp_path), 2.0, 3))
    assert len(pairs) == 3
    for spoken, paused in pairs:
        assert spoken.samples.size == spoken.n_heard == 2 * SAMPLE_RATE_HZ
        assert spoken.speech[-5:].any()
        end = int(np.flatnonzero(paused.speech)[-1]) + 1
        assert paused.n_heard == end * HOP + round(PAD_S * SAMPLE_RATE_HZ) <= 2 * SAMPLE_RATE_HZ
        # The label reaches a little into the silence.
        assert paused.samples.size >= end * HOP + round((PAUSE_S - 0.05) * SAMPLE_RATE_HZ)
    assert not np.array_equal(pairs[0][0].samples, pairs[1][0].samples)
    again = list(utterances(tmp_path, 2.0, 3))
    assert all(np.array_equal(a.samples, b.samples) for (a, _), (b, _) in zip(pairs, again, strict=True))


def heard(speech: Frames) -> Utterance:
    return Utterance(np.zeros(speech.size * HOP, np.float32), speech.size * HOP, speech)


def test_speech_without_a_pause_is_looked_at_now_and_then() -> None:
    found = list(looks(heard(np.ones(500, np.bool_))))
    assert [(look.at_s, look.moment) for look in found] == [(s, Moment.SPEAKING) for s in (1.0, 2.0, 3.0, 4.0, 5.0)]
    assert [look.n_samples for look in found] == [round(look.at_s * SAMPLE_RATE_HZ) for look in found]


def test_a_pause_is_looked_at_when_it_is_noticed_and_when_it_has_decided() -> None:
    speech = np.repeat([False, True, False, True, False], [50, 100, 70, 20, 10])
    found = [(look.at_s, look.moment) for look in looks(heard(speech))]
    assert found == [(1.5, Moment.SPEAKING), (1.7, Moment.PAUSE), (1.9, Moment.SETTLED)]


def test_the_last_look_at_an_utterance_with_silence_is_at_what_the_model_gets(tmp_path: Path) -> None:
    for _, paused in utterances(make_folder(tmp_path), 2.0, 3):
        last = list(looks(paused))[-1]
        assert (last.moment, last.n_samples) == (Moment.SETTLED, paused.n_heard)
        assert last.at_s < paused.length_s


def test_how_much_of_a_guess_was_right() -> None:
    assert n_right([1, 2, 3, 4], [1, 2, 5, 4]) == 2
    assert n_right([1, 2], [1, 2, 3]) == 2
    assert n_right([], [1]) == 0


def test_drafts_of_its_own_are_without_the_end() -> None:
    drafts = OwnDrafts(frozenset({9}))
    assert drafts.guess() == Guess()
    drafts.keep(1, [4, 5, 9])
    drafts.keep(1, [9])
    assert drafts.guess() == Guess((4, 5), None)


def test_injected_drafts_come_as_far_as_the_looks() -> None:
    drafts = InjectedDrafts(10)
    assert drafts.guess() == Guess((), 0)
    drafts.keep(5 * SAMPLE_RATE_HZ, [3] * 6)  # stopped early
    drafts.keep(5 * SAMPLE_RATE_HZ, [])  # before the first token
    assert drafts.guess() == Guess((3,) * 6, 0)
    drafts.keep(5 * SAMPLE_RATE_HZ, list(range(50)))
    assert drafts.guess() == Guess(tuple(range(40)), 30)


def test_how_far_a_draft_held() -> None:
    found = acceptance(Replayed(0.1, 1.0, 4.0, 2, (1, 2, 3), (1, 2, 4, 5, 9)), 4.0, frozenset({9}))
    assert (found.n_tokens, found.n_right, found.behind, found.behind_s) == (4, 2, 2, 2.0)
    assert (found.n_wrong, found.wrong_s) == (1, 1.0)
    nothing = acceptance(Replayed(0.1, 1.0, 4.0, 2, (), (9,)), 4.0, frozenset({9}))
    assert (nothing.behind, nothing.behind_s) == (0, 0.0)


def test_tokens_for_speech() -> None:
    assert [n_tokens_for(round(s * SAMPLE_RATE_HZ)) for s in (0.01, 2, 10, 30)] == [1, 16, 80, 240]


def test_what_a_token_reads_is_what_the_published_model_has() -> None:
    shape = FULL.shape
    text = TextShape(
        width=shape.text_width,
        n_layers=shape.text_layers,
        n_heads=shape.text_heads,
        n_kv_heads=shape.text_kv_heads,
        head_width=shape.head_width,
        ffn_width=shape.text_ffn,
        n_vocabulary=FULL.n_vocabulary,
        rope_theta=1e6,
        epsilon=1e-6,
        max_positions=65_536,
    )
    assert weight_bytes_per_token(text, "bf16") == pytest.approx(1.192e9, rel=0.001)
    assert weight_bytes_per_token(text, "f32") == 4 * weight_bytes_per_token(text, "int8")


def test_copying_has_a_speed() -> None:
    assert copy_bytes_per_s("cpu") > 1e8


def test_a_drawing_has_a_line_an_arm() -> None:
    text = draw("a < b", {"one": [(2.0, 0.1), (30.0, 20.0), (10.0, 3.0)], "two": [(2.0, 0.05)]})
    root = ET.fromstring(text)
    circles = [element for element in root.iter() if element.tag.endswith("circle")]
    words = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert len(circles) == 4
    assert {"a < b", "one", "two", "2", "10", "30", "0.1"} <= set(words)
    assert all(0 <= float(circle.attrib["cx"]) <= 720 and 0 <= float(circle.attrib["cy"]) <= 440 for circle in circles)
    with pytest.raises(ValueError, match="nothing"):
        draw("empty", {})
