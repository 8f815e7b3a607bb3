"""Render speech with espeak-ng, and learn where each word ends."""

import ctypes
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import soxr  # pyright: ignore[reportMissingTypeStubs]
from numpy.typing import NDArray

from srota_dictate.errors import UserFixableError
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_LIBRARIES: Final = ("libespeak-ng.so.1", "libespeak-ng.1.dylib", "libespeak-ng.dll", "espeak-ng.dll")
_SYNCHRONOUS: Final = 2  # AUDIO_OUTPUT_SYNCHRONOUS: espeak_Synth returns when everything is rendered
_UTF8: Final = 1
_IPA: Final = 2
_RATE, _VOLUME, _PITCH, _WORD_GAP = 1, 2, 3, 7
_END_OF_LIST, _WORD = 0, 1
_EDGE: Final = 0.005  # quieter than this counts as silence when the ends are trimmed
_EDGE_PAD: Final = 400  # samples kept around the speech: 25 ms


@dataclass(frozen=True, slots=True)
class Voice:
    """How one phrase is spoken."""

    variant: str = ""  # espeak-ng voice variant such as "m3"; "" is the plain Hindi voice
    speed_wpm: int = 160
    pitch: int = 50  # 0 … 99
    volume: int = 100  # 0 … 200
    word_gap: int = 0  # extra silence between words, in units of 10 ms


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """A rendered phrase."""

    samples: Samples  # trimmed to the speech and 25 ms on both sides
    word_ends_s: tuple[float, ...] | None  # one a word; None when espeak-ng's events did not match the words


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """The espeak-ng library. It keeps one global state: one instance a process, one thread (see `espeak()`).

    Its voices waver in a fixed pattern that runs on from phrase to phrase: the same calls in the same order give the
    same sound, the same phrase again does not.
    """

    def __init__(self) -> None:
        self._library = _load_library()
        self._rate_hz = int(self._library.espeak_Initialize(_SYNCHRONOUS, 200, None, 0))
        if self._rate_hz <= 0:
            raise UserFixableError("espeak-ng has no voice data", hint="Install the espeak-ng package")
        self._library.espeak_Info.restype = ctypes.c_char_p
        data = ctypes.c_char_p()
        self._library.espeak_Info(ctypes.byref(data))
        self._variants = Path((data.value or b"").decode()) / "voices" / "!v"
        self._blocks: list[NDArray[np.int16]] = []
        self._words: list[tuple[int, float]] = []  # (character the word begins at, seconds)
        self._callback = _Callback(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    def render(self, text: str, voice: Voice) -> Spoken:
        """Speak `text` (words separated by single spaces; Devanagari and Latin) at 16 kHz.

        Raises ValueError for an unknown voice variant.
        """
        self._set_variant(voice.variant)
        for parameter, value in (
            (_RATE, voice.speed_wpm),
            (_VOLUME, voice.volume),
            (_PITCH, voice.pitch),
            (_WORD_GAP, voice.word_gap),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._blocks.clear()
        self._words.clear()
        raw = text.encode()
        self._library.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, _UTF8, None, None)
        native = np.concatenate(self._blocks).astype(np.float32) / 32768
        samples = np.asarray(soxr.resample(native, self._rate_hz, SAMPLE_RATE_HZ), np.float32)
        loud = np.flatnonzero(np.abs(samples) > _EDGE)
        if loud.size == 0:
            return Spoken(samples, None)
        start = max(0, int(loud[0]) - _EDGE_PAD)
        stop = min(len(samples), int(loud[-1]) + 1 + _EDGE_PAD)
        speech_end_s = (stop - start - _EDGE_PAD) / SAMPLE_RATE_HZ
        ends_s = word_ends(text, self._words, start / SAMPLE_RATE_HZ, speech_end_s)
        return Spoken(np.clip(samples[start:stop], -1, 1), ends_s)

    def ipa(self, word: str) -> str:
        """The International Phonetic Alphabet for one word, as the Hindi voice reads it."""
        self._set_variant("")
        text = ctypes.c_char_p(word.encode())
        convert = self._library.espeak_TextToPhonemes
        convert.restype = ctypes.c_char_p
        parts: list[str] = []
        while text.value:
            piece: bytes | None = convert(ctypes.byref(text), _UTF8, _IPA)
            parts.append((piece or b"").decode())
        return "".join(parts).strip()

    def _set_variant(self, variant: str) -> None:
        name = f"hi+{variant}" if variant else "hi"
        # espeak-ng says yes to a variant it does not have and speaks without it.
        known = not variant or (self._variants / variant).is_file()
        if not known or self._library.espeak_SetVoiceByName(name.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {name}")

    def _receive(self, wave: "ctypes._Pointer[ctypes.c_short]", n: int, events: "ctypes._Pointer[_Event]") -> int:  # pyright: ignore[reportPrivateUsage]
        if n > 0 and wave:
            self._blocks.append(np.ctypeslib.as_array(wave, (n,)).copy())
        i = 0
        while (event := events[i]).type != _END_OF_LIST:
            if event.type == _WORD:
                self._words.append((event.text_position - 1, event.audio_position / 1000))
            i += 1
        return 0


@cache
def espeak() -> Espeak:
    """This process's espeak-ng.

    Raises UserFixableError when the library is not installed.
    """
    return Espeak()


def word_ends(
    text: str, events: list[tuple[int, float]], offset_s: float, speech_end_s: float
) -> tuple[float, ...] | None:
    """When each word of `text` ends, in seconds from `offset_s`: where the next one begins, the last at `speech_end_s`.

    `events` are (character position, seconds) of espeak-ng's word marks. None when a word after the first has no
    mark of its own or the marks do not rise.
    """
    begins: list[int] = []
    position = 0
    for word in text.split():
        position = text.index(word, position)
        begins.append(position)
        position += len(word)
    starts_s: dict[int, float] = {}
    for character, at_s in events:
        index = sum(begin <= character for begin in begins) - 1
        if index >= 0:
            starts_s.setdefault(index, at_s)
    if any(k not in starts_s for k in range(1, len(begins))):
        return None
    ends_s = [max(0.0, starts_s[k] - offset_s) for k in range(1, len(begins))] + [speech_end_s]
    rising = all(a < b for a, b in pairwise(ends_s))
    return tuple(ends_s) if rising else None


def _load_library() -> ctypes.CDLL:
    for name in _LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise UserFixableError("espeak-ng is not installed", hint="Install it, e.g. apt install espeak-ng")
