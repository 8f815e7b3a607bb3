"""Voice activity by Silero's network, its sequence variant, on one thread of onnxruntime."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from pathlib import Path
from typing import Final

import numpy as np

from srota_dictate.segmenter.vad import Probabilities
from srota_dictate.types import Samples

_FRAME: Final = 512  # samples a probability, 32 ms
_CONTEXT: Final = 64  # samples of the frame before that the network sees again
_STATE_SHAPE: Final = (1, 1, 128)
_GROUP: Final = 4  # frames a run: always the same number, so that rounding can't depend on how samples were blocked


class SileroModel:
    """The network without a memory; many streams may share it, from any thread. Raises ImportError and OSError."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # From bytes: on Windows a path with Devanagari letters in it would otherwise be refused.
        self._session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])

    def run(self, frames: Samples, hidden: Samples, cell: Samples) -> tuple[Probabilities, Samples, Samples]:
        """Frames with their context, shape (n, 576), and the memory, (1, 1, 128) each → n probabilities, the memory."""
        probabilities, hidden_out, cell_out = self._session.run(None, {"input": frames, "h": hidden, "c": cell})
        return np.asarray(probabilities, np.float32), np.asarray(hidden_out), np.asarray(cell_out)


class SileroVoiceActivity:
    """One take's stream through the network. Thread of its owner only."""

    def __init__(self, model: SileroModel) -> None:
        self._model = model
        self.reset()

    @property
    def frame_samples(self) -> int:
        return _FRAME

    def push(self, samples: Samples) -> Probabilities:
        self._waiting = np.concatenate([self._waiting, samples])
        group = _FRAME * _GROUP
        found: list[Probabilities] = []
        used = 0
        while self._waiting.size - used >= group:
            found.append(self._run_group(self._waiting[used : used + group]))
            used += group
        self._waiting = self._waiting[used:]
        return np.concatenate(found) if found else np.zeros(0, np.float32)

    def finish(self) -> Probabilities:
        n_frames = -(-self._waiting.size // _FRAME)
        padded = np.zeros(_FRAME * _GROUP, np.float32)
        padded[: self._waiting.size] = self._waiting
        self._waiting = np.zeros(0, np.float32)
        return self._run_group(padded)[:n_frames]

    def reset(self) -> None:
        self._waiting = np.zeros(0, np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)
        self._hidden = np.zeros(_STATE_SHAPE, np.float32)
        self._cell = np.zeros(_STATE_SHAPE, np.float32)

    def _run_group(self, samples: Samples) -> Probabilities:
        frames = samples.reshape(_GROUP, _FRAME)
        contexts = np.concatenate([self._context[None, :], frames[:-1, -_CONTEXT:]])
        self._context = frames[-1, -_CONTEXT:].copy()
        whole = np.concatenate([contexts, frames], axis=1)
        probabilities, self._hidden, self._cell = self._model.run(whole, self._hidden, self._cell)
        return probabilities
