"""The shipped tiny model: small, whole, and it understands its synthetic voice."""

# transformers and qwen_asr carry no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeStubs=false

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from srota_dictate.assets import asset
from srota_dictate.lab.tiny.espeak import Voice, espeak
from srota_dictate.lab.tiny.qwen import load
from srota_dictate.lab.tiny.score import score, transcribe, with_noise, wordless
from srota_dictate.lab.tiny.vocabulary import WORDS
from srota_dictate.lab.tiny.voices import HELD_OUT, TRAINED

if TYPE_CHECKING:
    from qwen_asr import Qwen3ASRModel

FOLDER = asset("models/tiny")


@pytest.fixture(scope="module")
def tiny() -> "Qwen3ASRModel":
    return load(FOLDER)


def test_at_most_ten_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 10_000_000


def test_words_txt_is_the_vocabulary(tiny: "Qwen3ASRModel") -> None:
    words = (FOLDER / "words.txt").read_text(encoding="utf-8").splitlines()
    assert words == list(WORDS)
    for word in words:
        assert len(tiny.processor.tokenizer(f" {word}", add_special_tokens=False)["input_ids"]) == 1


def test_the_readme_says_what_it_is_and_holds_the_score() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "demonstration" in text
    assert "synthetic voice" in text
    assert "| known voices, 3-8 words | ≤ 4 % |" in text
    assert all(voice in text for voice in (*TRAINED, *HELD_OUT))


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "मेरा favourite festival Diwali है",
        "मुझे कल सुबह office meeting report भेज देना please",
        "database server update अभी तैयार नहीं है",
    ],
)
def test_it_hears_what_is_said(tiny: "Qwen3ASRModel", text: str) -> None:
    spoken = espeak().render(text, Voice(speed_wpm=148))
    quiet = np.zeros(4000, np.float32)
    assert transcribe(tiny, np.concatenate([quiet, spoken.samples, quiet])) == text


def test_a_pause_does_not_stop_it(tiny: "Qwen3ASRModel") -> None:
    first, second = (espeak().render(t, Voice("m3", 143)).samples for t in ("कल meeting है", "please email report"))
    samples = np.concatenate([first, np.zeros(19200, np.float32), second])
    assert transcribe(tiny, samples) == "कल meeting है please email report"


def test_it_hears_through_some_noise(tiny: "Qwen3ASRModel") -> None:
    spoken = espeak().render("code review deadline Friday", Voice(speed_wpm=143)).samples
    assert transcribe(tiny, with_noise(spoken, 20, np.random.default_rng(0))) == "code review deadline Friday"


def test_silence_and_noise_give_no_text(tiny: "Qwen3ASRModel") -> None:
    for sound in wordless(seed=1)[3:60:4]:
        assert transcribe(tiny, sound) == ""


def test_the_score_counts_words_and_utterances(tmp_path: Path) -> None:
    from srota_dictate.lab.tiny.score import Cell

    cells = (Cell("short", 2, 3), Cell("halting", 6, 6, HELD_OUT, pause_s=0.5))
    result = score(FOLDER, WORDS, seed=4, min_words=10, min_utterances=3, cells=cells, n_wordless=10)
    assert [s.cell.name for s in result.cells] == ["short", "halting"]
    assert all(s.n_words >= 10 and s.n_utterances >= 3 for s in result.cells)
    assert all(s.wer == s.n_errors / s.n_words for s in result.cells)
    assert result.n_wordless == 10
    assert result.table().count("\n") == 4
    own_loop = score(FOLDER, WORDS, 4, 10, 3, cells=cells, n_wordless=10, precision="f32")
    assert [s.n_utterances for s in own_loop.cells] == [s.n_utterances for s in result.cells]


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_8_bits_cost_less_than_half_a_point() -> None:
    rates: list[float] = []
    for precision in ("f32", "int8"):
        cells = score(FOLDER, WORDS, precision=precision).cells
        rates.append(sum(s.n_errors for s in cells) / sum(s.n_words for s in cells))
    print(f"word error rate {rates[0] * 100:.2f} % in f32, {rates[1] * 100:.2f} % in int8")
    assert abs(rates[1] - rates[0]) <= 0.005
