"""What the network is taught: the text, and on the way there three helpful things that are thrown away at the end.

Learning to read out free word sequences from the text loss alone takes far longer than the build may. Helpers: the
decoder's lower layers name each word where it ends; the next one names the last two words, at those places and where
the text will be predicted, so that "what follows A B" can be looked up; and two heads of the last layer are told
where to look for each word.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from srota_dictate.lab.tiny.batches import IGNORED, Batch
from srota_dictate.lab.tiny.network import Decoded, Thinker, decode, embed, logits


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each loss counts beside the text."""

    frame: float = 1.0
    last_word: float = 0.3
    word_before: float = 0.2
    pointer: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """Means over a batch, each a scalar."""

    text: Tensor
    frame: Tensor
    last_word: Tensor
    word_before: Tensor
    pointer: Tensor
    accuracy: Tensor  # of the text's tokens, no gradient

    def total(self, weights: Weights) -> Tensor:
        return (
            self.text
            + weights.frame * self.frame
            + weights.last_word * self.last_word
            + weights.word_before * self.word_before
            + weights.pointer * self.pointer
        )


class Helpers(nn.Module):
    """The heads that only training needs."""

    def __init__(self, width: int, n_words: int) -> None:
        super().__init__()
        self.no_word = n_words
        self.frame_norm = nn.RMSNorm(width)
        self.frame = nn.Linear(width, n_words + 1)
        self.history_norm = nn.RMSNorm(width)
        self.last_word = nn.Linear(width, n_words + 1)
        self.word_before = nn.Linear(width, n_words + 1)


def compute(thinker: Thinker, helpers: Helpers, batch: Batch) -> Losses:
    """One forward pass with all losses."""
    decoded = decode(thinker, embed(thinker, batch.token_ids, batch.features))
    expected = batch.labels[:, 1:]
    counts = expected != IGNORED
    expected = expected[counts]
    scores = logits(thinker, decoded.layers[-1][:, :-1][counts])
    audio = batch.token_ids == thinker.config.audio_token_id
    frames = helpers.frame(helpers.frame_norm(decoded.layers[-3][audio]))
    frame_words = torch.from_numpy(np.concatenate([row.frame_words for row in batch.rows]))  # pyright: ignore[reportUnknownMemberType]
    last_word, word_before = _history(helpers, decoded, batch)
    return Losses(
        functional.cross_entropy(scores, expected),
        functional.cross_entropy(frames, frame_words),
        last_word,
        word_before,
        _pointer(decoded, batch),
        (scores.detach().argmax(-1) == expected).float().mean(),
    )


def _history(helpers: Helpers, decoded: Decoded, batch: Batch) -> tuple[Tensor, Tensor]:
    """Before each word is said or predicted: which was the last, and which the one before?"""
    where: list[tuple[int, int]] = []
    last: list[int] = []
    before: list[int] = []
    for b, row in enumerate(batch.rows):
        past = [helpers.no_word, helpers.no_word, *row.word_ids]
        for j, (_, stop) in enumerate(row.spans):
            where += [(b, stop - 1), (b, row.first_query + j)]
            last += [past[j + 1]] * 2
            before += [past[j]] * 2
    rows, positions = torch.tensor(where).T
    hidden = helpers.history_norm(decoded.layers[-2][rows, positions])
    return (
        functional.cross_entropy(helpers.last_word(hidden), torch.tensor(last)),
        functional.cross_entropy(helpers.word_before(hidden), torch.tensor(before)),
    )


def _pointer(decoded: Decoded, batch: Batch) -> Tensor:
    """Two query heads, of different key heads, shall attend to the place where the next word ended."""
    n_rows, n_heads, n_tokens, width = decoded.queries.shape
    groups = n_heads // decoded.keys.shape[1]
    most = max(len(row.spans) for row in batch.rows)
    positions = torch.zeros(n_rows, most, dtype=torch.long)
    used = torch.zeros(n_rows, most, dtype=torch.bool)
    places = torch.zeros(n_rows, most, n_tokens, dtype=torch.bool)
    for b, row in enumerate(batch.rows):
        n = len(row.spans)
        positions[b, :n] = torch.arange(row.first_query, row.first_query + n)
        used[b, :n] = True
        for j, (start, stop) in enumerate(row.spans):
            places[b, j, start:stop] = True
    future = torch.arange(n_tokens)[None, None] > positions[..., None]
    missed: list[Tensor] = []
    for head in (0, groups):
        query = decoded.queries[:, head].gather(1, positions[..., None].expand(-1, -1, width))
        score = torch.einsum("bmd,btd->bmt", query, decoded.keys[:, head // groups]) * width**-0.5
        attention = functional.log_softmax(score.masked_fill(future, -1e9), -1)
        missed.append(-torch.logsumexp(attention.masked_fill(~places, -1e9), -1)[used].mean())
    return torch.stack(missed).mean()
