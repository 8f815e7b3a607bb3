"""What the tiny model hears: espeak-ng with word marks, phrases on disk, mixtures."""

from pathlib import Path

import numpy as np
import pytest

from srota_dictate.lab.tiny.corpus import Corpus, open_corpus, plan, render_corpus
from srota_dictate.lab.tiny.espeak import Voice, espeak, word_ends
from srota_dictate.lab.tiny.mixing import Mixer, MixOptions
from srota_dictate.lab.tiny.network import n_audio_tokens, token_at
from srota_dictate.lab.tiny.noise import NoisePool
from srota_dictate.lab.tiny.vocabulary import WORDS
from srota_dictate.lab.tiny.voices import HELD_OUT, TRAINED


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    render_corpus(folder, WORDS, 150, seed=3)
    return open_corpus(folder)


def test_each_word_ends_within_the_sound_and_after_the_one_before() -> None:
    spoken = espeak().render("मुझे report चाहिए", Voice("m3", 150, 47))
    assert spoken.word_ends_s is not None
    assert len(spoken.word_ends_s) == 3
    assert list(spoken.word_ends_s) == sorted(spoken.word_ends_s)
    assert 0.15 < spoken.word_ends_s[0] < 0.7
    assert spoken.word_ends_s[-1] == pytest.approx(len(spoken.samples) / 16000 - 0.025, abs=0.001)


def test_a_word_alone_and_the_same_word_in_a_phrase_end_alike() -> None:
    alone = espeak().render("meeting", Voice("f2", 140)).word_ends_s
    phrase = espeak().render("meeting laptop", Voice("f2", 140)).word_ends_s
    assert alone is not None
    assert phrase is not None
    assert phrase[0] == pytest.approx(alone[0], abs=0.3)  # the last word of a phrase is drawn out


def test_silence_around_the_speech_is_trimmed() -> None:
    samples = espeak().render("hello", Voice()).samples
    loud = np.flatnonzero(np.abs(samples) > 0.005)
    assert loud[0] <= 400
    assert len(samples) - loud[-1] <= 401


def test_unknown_voices_are_refused() -> None:
    with pytest.raises(ValueError, match="no voice"):
        espeak().render("hello", Voice("nobody"))


def test_marks_that_do_not_fit_the_words_give_no_alignment() -> None:
    assert word_ends("a b", [(0, 0.0), (2, 0.5)], 0.1, 0.9) == (0.4, 0.9)
    assert word_ends("a b", [(0, 0.0)], 0.1, 0.9) is None
    assert word_ends("a b c", [(0, 0.0), (2, 0.5), (4, 0.4)], 0.1, 0.9) is None


def test_held_out_voices_are_never_trained_on() -> None:
    assert len(HELD_OUT) == 4
    assert not set(HELD_OUT) & set(TRAINED)
    assert {spec.voice.variant for spec in plan(400, len(WORDS), seed=0)} == set(TRAINED)


def test_words_are_drawn_freely() -> None:
    pairs = {p for spec in plan(3000, len(WORDS), seed=0) for p in zip(spec.word_ids, spec.word_ids[1:], strict=False)}
    assert len(pairs) > 7000  # of 16,900


def test_the_corpus_is_repeatable(corpus: Corpus, tmp_path: Path) -> None:
    render_corpus(tmp_path, WORDS, 150, seed=3)
    again = open_corpus(tmp_path)
    np.testing.assert_array_equal(again.sound, corpus.sound)
    assert [p.word_ids for p in again.phrases] == [p.word_ids for p in corpus.phrases]
    assert [p.ends_s for p in again.phrases] == [p.ends_s for p in corpus.phrases]


def test_mixtures_have_their_length_and_words_in_order(corpus: Corpus) -> None:
    rng = np.random.default_rng(0)
    mixer = Mixer(corpus, NoisePool(rng), rng, MixOptions(noise_only=0))
    for length_s in (1.0, 6.0, 29.0):
        utterance = mixer.utterance(length_s, max_pause_s=1.6)
        assert len(utterance.samples) % 160 == 0
        assert len(utterance.samples) / 16000 < length_s * 1.15 + 4
        assert len(utterance.word_ids) == len(utterance.ends_s) > 0
        assert list(utterance.ends_s) == sorted(utterance.ends_s)
        assert utterance.ends_s[-1] <= len(utterance.samples) / 16000 + 0.001
        assert np.isfinite(utterance.samples).all()


def test_noise_has_no_words(corpus: Corpus) -> None:
    rng = np.random.default_rng(0)
    mixer = Mixer(corpus, NoisePool(rng), rng, MixOptions(noise_only=1))
    assert all(mixer.utterance(5.0, 0.5).word_ids == () for _ in range(10))


def test_audio_tokens_and_their_times() -> None:
    assert [n_audio_tokens(n) for n in (1, 8, 9, 50, 100, 101, 350, 3000)] == [1, 1, 2, 7, 13, 14, 46, 390]
    assert [token_at(t) for t in (0.0, 0.5, 0.99, 1.0, 2.4)] == [0, 6, 12, 13, 31]
