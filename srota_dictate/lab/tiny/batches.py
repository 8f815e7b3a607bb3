"""Turn utterances into padded token rows with labels, and say which audio token carries which word."""

# qwen_asr carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportPrivateUsage=false, reportMissingTypeStubs=false

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from srota_dictate.lab.tiny.mixing import Utterance
from srota_dictate.lab.tiny.network import n_audio_tokens, token_at

if TYPE_CHECKING:
    from qwen_asr import Qwen3ASRModel

IGNORED: Final = -100  # label of a position whose prediction does not count
TARGET_PREFIX: Final = "language None<asr_text>"
_AUDIO_PAD: Final = "<|audio_pad|>"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Where things are in one row of a batch."""

    first_audio: int  # position of the first audio token
    frame_words: NDArray[np.int64]  # (audio tokens,) the word that has just ended there, or the vocabulary's size
    word_ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]  # of each word's end among the positions, then of the end of the audio
    first_query: int  # position whose prediction is the first word; the next ones follow


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Several utterances, padded on the right to T tokens."""

    features: list[Tensor]  # a row each, (mel bins, frames)
    token_ids: Tensor  # (B, T)
    labels: Tensor  # (B, T), IGNORED where nothing is to be learned
    rows: tuple[Row, ...]


class Batcher:
    """Knows the prompt and the tokens of the vocabulary."""

    def __init__(self, asr: "Qwen3ASRModel", words: Sequence[str], rng: Generator, variety: float = 0.1) -> None:
        """`variety`: how often a row has a context, how often a forced language, and in which of two."""
        self._asr = asr
        self._words = words
        self._rng = rng
        self._variety = variety
        tokenizer = asr.processor.tokenizer
        self._tokenizer = tokenizer
        self._audio_id = int(asr.model.thinker.config.audio_token_id)
        self._end_id, self._pad_id = int(tokenizer.eos_token_id), int(tokenizer.pad_token_id)
        self._word_tokens = [self._ids(f" {word}")[0] for word in words]
        self._prefix = self._ids(TARGET_PREFIX)
        self._prompts = {language: self.prompt("", language) for language in (None, "English", "Hindi")}

    def prompt(self, context: str = "", language: str | None = None) -> tuple[list[int], list[int]]:
        """The token ids before and after the audio, as `transcribe` asks."""
        before, after = self._asr._build_text_prompt(context, language).split(_AUDIO_PAD)
        return self._ids(before), self._ids(after)

    def batch(self, utterances: Sequence[Utterance], features: list[Tensor]) -> Batch:
        """Rows of prompt, audio and target; now and then with a context or a forced language."""
        sequences: list[list[int]] = []
        labels: list[list[int]] = []
        rows: list[Row] = []
        for utterance, feature in zip(utterances, features, strict=True):
            draw = 1 - self._rng.random()
            language = "Hindi" if draw <= self._variety else "English" if draw <= 2 * self._variety else None
            before, after = self._prompts[language]
            if self._rng.random() < self._variety:
                context = " ".join(self._words[int(i)] for i in self._rng.integers(0, len(self._words), 4))
                before, after = self.prompt(context, language)
            n_audio = n_audio_tokens(feature.shape[1])
            prefix = self._prefix if language is None else []
            target = [*prefix, *(self._word_tokens[i] for i in utterance.word_ids), self._end_id]
            prompt = [*before, *[self._audio_id] * n_audio, *after]
            sequences.append(prompt + target)
            labels.append([IGNORED] * len(prompt) + target)
            first_query = len(prompt) - 1 + len(prefix)
            rows.append(align(utterance, len(before), n_audio, len(self._words), first_query))
        longest = max(map(len, sequences))
        return Batch(
            features,
            torch.tensor([s + [self._pad_id] * (longest - len(s)) for s in sequences]),
            torch.tensor([s + [IGNORED] * (longest - len(s)) for s in labels]),
            tuple(rows),
        )

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])


def align(utterance: Utterance, first_audio: int, n_audio: int, no_word: int, first_query: int) -> Row:
    """Mark, for each word, the one or two audio tokens at which it has just ended."""
    ends = [min(n_audio - 1, token_at(t)) for t in utterance.ends_s]
    frame_words = np.full(n_audio, no_word, np.int64)
    spans: list[tuple[int, int]] = []
    for k, (end, word) in enumerate(zip(ends, utterance.word_ids, strict=True)):
        following = ends[k + 1] if k + 1 < len(ends) and ends[k + 1] > end else n_audio
        stop = min(n_audio, end + 2, following)
        frame_words[end:stop] = word
        spans.append((first_audio + end, first_audio + max(stop, end + 1)))
    after_audio = first_audio + n_audio  # <|audio_end|>: where to look when all is said
    spans.append((after_audio, after_audio + 1))
    return Row(first_audio, frame_words, utterance.word_ids, tuple(spans), first_query)
