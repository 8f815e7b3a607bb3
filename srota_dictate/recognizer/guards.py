"""Decide what audio is worth asking the model about, and how much it may answer."""

import math
import re
import unicodedata
from typing import Final

import numpy as np

from srota_dictate.types import MAX_SEGMENT_S, SAMPLE_RATE_HZ, Samples

MIN_AUDIO_S: Final = 0.1
# Two steps of 16-bit audio: a muted microphone with dither stays below, the quietest real one is far above.
SILENCE_PEAK: Final = 2 / 32768

_MAX_TOKENS: Final = 1024
_BASE_TOKENS: Final = 32
_TOKENS_PER_S: Final = 20  # fast Hinglish needs about 8, so this cuts off invention only

# Hardly anybody says one to six words six times in a row, nobody four letters twenty times.
_REPEATED_PHRASE: Final = re.compile(r"(?<!\S)(\S+(?:\s+\S+){0,5}?)(?:\s+\1(?!\S)){5,}")
_REPEATED_LETTERS: Final = re.compile(r"(\S{1,4}?)\1{19,}")

_CHARACTERS_PER_S: Final = 25  # fast Hinglish reaches about 18, vowel signs and spaces counted
# A detector hears a word begin up to 0.12 s late and end up to 0.17 s early: a short "हाँ" is longer than it says.
_UNHEARD_S: Final = 0.3


def prepare(samples: Samples) -> Samples | None:
    """Audio as the model may have it, or None when there is nothing in it to recognise.

    `samples` has shape (n,) with n <= MAX_SEGMENT_S * SAMPLE_RATE_HZ. Samples that are no finite number become 0.
    The result never shares memory that the caller may still change. Raises TypeError when it isn't a float32 array
    and ValueError when it is too long or not mono: both are errors of the caller.
    """
    # Callers without a type checker pass int16, which the model's package would silently blow up to full scale.
    if not isinstance(samples, np.ndarray) or samples.dtype != np.float32:  # pyright: ignore[reportUnnecessaryIsInstance, reportUnnecessaryComparison]
        kind = getattr(samples, "dtype", type(samples).__name__)
        raise TypeError(f"audio must be a float32 array in [-1, 1], not {kind}")
    if samples.ndim != 1:
        raise ValueError(f"audio must be mono, of shape (n,), not {samples.shape}")
    if samples.size > MAX_SEGMENT_S * SAMPLE_RATE_HZ:
        raise ValueError(f"audio of {samples.size / SAMPLE_RATE_HZ:.1f} s is longer than {MAX_SEGMENT_S:.0f} s: cut it")
    finite = np.nan_to_num(samples, copy=True, nan=0.0, posinf=0.0, neginf=0.0)
    if finite.size < MIN_AUDIO_S * SAMPLE_RATE_HZ or is_silence(finite):
        return None
    return finite


def is_silence(samples: Samples) -> bool:
    """Whether nothing at all reached the microphone; a constant offset counts as nothing."""
    return samples.size == 0 or float(np.max(np.abs(samples - np.mean(samples)))) < SILENCE_PEAK


def token_limit(audio_s: float) -> int:
    """How many tokens the model may answer for `audio_s` seconds of speech."""
    return min(_MAX_TOKENS, _BASE_TOKENS + math.ceil(_TOKENS_PER_S * audio_s))


def looks_invented(text: str, speech_s: float) -> bool:
    """Whether a text can hardly have been said in `speech_s` seconds of speech, whatever its words are."""
    return looks_repetitive(text) or is_too_much(text, speech_s)


def looks_repetitive(text: str) -> bool:
    """Whether the text says the same thing over and over, as a model does that has lost the speech."""
    words = "".join(c for c in text.casefold() if not unicodedata.category(c).startswith("P"))
    return bool(_REPEATED_PHRASE.search(words) or _REPEATED_LETTERS.search(text))


def is_too_much(text: str, speech_s: float) -> bool:
    """Whether more was written than anybody can say in `speech_s` seconds."""
    return len(text) > _CHARACTERS_PER_S * (speech_s + _UNHEARD_S)
