"""Measure what recognising several recordings at once gains over one by one."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from platformdirs import user_cache_path

from srota_dictate.lab.bench.clips import hindi_clips
from srota_dictate.lab.bench.report import heading, table
from srota_dictate.recognizer.hearing import Answer
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_N_RECORDINGS: Final = 8
_LENGTH_S: Final = 10.0
_TOKENS: Final = 80  # eight a second, as fast Hinglish has


def bench_batch(folder: Path, model: Path, precisions: tuple[str, ...]) -> str:
    """A report in Markdown. `model` is a checkpoint's folder, `folder` has recordings of speech."""
    recordings = _recordings(folder)
    rows = [row for precision in precisions for row in _measure(model, precision, recordings)]
    command = f"srota-dictate bench batch AUDIO_FOLDER MODEL_FOLDER --precisions {','.join(precisions)}"
    return (
        heading("Several recordings at once", command, ("torch", "numpy"))
        + f"\n{_N_RECORDINGS} recordings of {_LENGTH_S:.0f} s, answers of at most {_TOKENS} tokens, all of encoding, "
        "prompt and answer; each way twice, back and forth, after a trial run.\n\n"
        + table(("precision, way", "best s", "other s", "tokens", "ms a token at best", "same answers"), rows)
    )


def _recordings(folder: Path) -> list[Samples]:
    """Speech laid end to end and cut, so that there is no silence to speak of."""
    speech = np.concatenate([clip.samples for clip in hindi_clips(folder)])
    n_samples = round(_LENGTH_S * SAMPLE_RATE_HZ)
    repeated = np.resize(speech, _N_RECORDINGS * n_samples).astype(np.float32)
    return [repeated[i * n_samples : (i + 1) * n_samples] for i in range(_N_RECORDINGS)]


def _measure(folder: Path, precision: str, recordings: list[Samples]) -> list[tuple[str, ...]]:
    from srota_dictate.recognizer.fast.batch import transcribe_batch
    from srota_dictate.recognizer.fast.model import FastModel

    cache = user_cache_path("srota-dictate", appauthor=False) / "int8"
    model = FastModel(folder, "cpu", precision, cache=cache)
    model.settle()
    noise = np.random.default_rng(0).normal(0, 0.01, SAMPLE_RATE_HZ).astype(np.float32)
    transcribe_batch(model, [noise, noise], 4, _never)
    ways: dict[str, Callable[[], list[Answer]]] = {
        "one by one": lambda: [model.transcribe(samples, _TOKENS, _never) for samples in recordings],
        "at once": lambda: transcribe_batch(model, recordings, _TOKENS, _never),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    answers: dict[str, list[Answer]] = {}
    for name in (*ways, *reversed(ways)):  # back and forth: what else the machine does hits both
        model.begin(noise)  # else the last recording is remembered
        started_s = time.perf_counter()
        answers[name] = ways[name]()
        times[name].append(time.perf_counter() - started_s)
    rows: list[tuple[str, ...]] = []
    for name, found in answers.items():
        n_same = sum(a == b for a, b in zip(answers["one by one"], found, strict=True))
        n_tokens = sum(answer.n_tokens for answer in found)
        best_s, worst_s = min(times[name]), max(times[name])
        figures = (f"{best_s:.1f}", f"{worst_s:.1f}", str(n_tokens), f"{1000 * best_s / n_tokens:.0f}")
        rows.append((f"{precision}, {name}", *figures, f"{n_same} of {len(found)}"))
    return rows


def _never() -> bool:
    return False
