"""Measure the voice detectors on clean speech and in noise: what they hear, what they make up, what it costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from srota_dictate.lab.bench.clips import Clip, noises, speech_clips
from srota_dictate.lab.bench.detectors import decide, listen, load
from srota_dictate.lab.bench.labels import HOP, Frames, has_quiet_pauses, speech_label
from srota_dictate.lab.bench.report import heading, table
from srota_dictate.lab.bench.scores import Figures, Tally, compare, summarise
from srota_dictate.segmenter.options import SegmenterOptions, VoiceBackend
from srota_dictate.segmenter.vad import VoiceActivity
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

SNRS_DB: Final = (None, 20, 10, 5, 0)  # None: as recorded
NAMES: Final = {VoiceBackend.SILERO: "silero v6", VoiceBackend.WEBRTC: "webrtcvad mode 2"}
_MARGIN_S: Final = 1.0  # of near silence before and after each clip: the clips are cut tightly
_FLOOR: Final = 1e-4  # standard deviation of that silence, -80 dBFS: no microphone gives zeros
_PEAK: Final = 0.99


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A clean recording between two silences, and where speech is in it."""

    samples: Samples
    label: Frames


@dataclass(slots=True)
class _Heard:
    tallies: list[Tally]
    cpu_s: float = 0.0
    audio_s: float = 0.0


def bench_vad(folder: Path) -> str:
    """The report on the recordings of a folder. Raises UserFixableError when they are missing."""
    found = speech_clips(folder)
    usable = [clip for clip in found if has_quiet_pauses(clip.samples)]
    items = [_item(clip, seed) for seed, clip in enumerate(usable)]
    sounds = [*noises(folder), _white()]
    makers = {backend: load(backend) for backend in VoiceBackend}
    rows: list[tuple[str, ...]] = []
    by_noise: list[tuple[str, ...]] = []
    costs: list[str] = []
    for snr_db in SNRS_DB:
        for backend, make in makers.items():
            heard = {
                sound.name: _hear(make, items, sound, snr_db)
                for sound in (sounds if snr_db is not None else [sounds[0]])
            }
            figures = summarise([tally for one in heard.values() for tally in one.tallies])
            rows.append((_title(snr_db), NAMES[backend], *_cells(figures, len(items) * len(heard))))
            if snr_db == 5:
                by_noise += [
                    (name, NAMES[backend], *_cells(summarise(one.tallies), len(items))) for name, one in heard.items()
                ]
            if snr_db is None:
                (one,) = heard.values()
                costs.append(f"{NAMES[backend]} {1000 * one.cpu_s / one.audio_s:.2f} ms")
    audio_s = sum(clip.samples.size for clip in usable) / SAMPLE_RATE_HZ
    return "\n".join(
        [
            heading(
                "Telling speech from noise",
                "srota-dictate bench vad AUDIO_FOLDER",
                ("onnxruntime", "webrtcvad-wheels", "numpy"),
            ),
            f"{len(usable)} of {len(found)} recordings, {audio_s:.0f} s, whose energy tells where speech is; "
            f"noises: {', '.join(sound.name for sound in sounds)}.\n",
            table(("noise", "detector", *_COLUMNS), rows),
            "At 5 dB, noise by noise:\n",
            table(("noise", "detector", *_COLUMNS), sorted(by_noise)),
            f"Processor time for a second of audio: {', '.join(costs)}.\n",
        ]
    )


_COLUMNS: Final = (
    "precision",
    "recall",
    "false alarm",
    "begins late, median / 95 %",
    "ends early, median / 95 %",
    "clips lost",
)


def mix(item: Item, noise: Samples, snr_db: float, chance: np.random.Generator) -> Samples:
    """The item with noise from a random place on, so loud that its speech is `snr_db` above it; same shape."""
    start = int(chance.integers(noise.size))
    heard = np.resize(np.roll(noise, -start), item.samples.size)
    speech_power = float(np.mean(np.square(item.samples[np.repeat(item.label, HOP)], dtype=np.float64)))
    noise_power = float(np.mean(np.square(heard, dtype=np.float64)))
    factor = np.sqrt(speech_power / noise_power / 10 ** (snr_db / 10))
    mixed = item.samples + np.float32(factor) * heard
    peak = float(np.max(np.abs(mixed)))
    return (mixed * np.float32(_PEAK / peak) if peak > _PEAK else mixed).astype(np.float32)


def _hear(make: Callable[[], VoiceActivity], items: Sequence[Item], sound: Clip, snr_db: float | None) -> _Heard:
    heard = _Heard([])
    chance = np.random.default_rng(0)  # the same places for every detector and loudness
    options = SegmenterOptions()
    for item in items:
        samples = item.samples if snr_db is None else mix(item, sound.samples, snr_db, chance)
        voice = make()
        probabilities, cpu_s = listen(voice, samples)
        heard.cpu_s += cpu_s
        heard.audio_s += samples.size / SAMPLE_RATE_HZ
        heard.tallies.append(compare(decide(probabilities, voice.frame_samples, item.label.size, options), item.label))
    return heard


def _item(clip: Clip, seed: int) -> Item:
    label = speech_label(clip.samples)
    margin = np.zeros(round(_MARGIN_S * SAMPLE_RATE_HZ), np.float32)
    silent = np.zeros(margin.size // HOP, np.bool_)
    whole = np.concatenate([margin, clip.samples[: label.size * HOP], margin])
    floor = np.random.default_rng(seed).normal(0, _FLOOR, whole.size).astype(np.float32)
    return Item(whole + floor, np.concatenate([silent, label, silent]))


def _white() -> Clip:
    noise = np.random.default_rng(0).normal(0, 0.1, 20 * SAMPLE_RATE_HZ).astype(np.float32)
    return Clip("white", noise)


def _title(snr_db: float | None) -> str:
    return "none" if snr_db is None else f"{snr_db:.0f} dB"


def _cells(figures: Figures, n_clips: int) -> tuple[str, ...]:
    return (
        f"{figures.precision:.2f}",
        f"{figures.recall:.2f}",
        f"{figures.false_alarm:.2f}",
        "{:.0f} / {:.0f} ms".format(*figures.late_ms),
        "{:.0f} / {:.0f} ms".format(*figures.short_ms),
        f"{figures.n_lost} of {n_clips}",
    )
