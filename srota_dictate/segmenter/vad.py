"""The port between cutting and whoever tells speech from noise."""

from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from srota_dictate.types import Samples

Probabilities: TypeAlias = NDArray[np.float32]
"""One number in [0, 1] a frame, shape (n,)."""


class VoiceActivity(Protocol):
    """A stream of samples → the probability of speech in each frame of `frame_samples`.

    The answer does not depend on how the samples are blocked. One instance hears one take, on one thread.
    """

    @property
    def frame_samples(self) -> int: ...

    def push(self, samples: Samples) -> Probabilities:
        """The frames that are complete and decided by now, in order; may lag a few frames behind."""
        ...

    def finish(self) -> Probabilities:
        """The frames still due, the last one padded with silence: ceil(samples / frame_samples) in all."""
        ...

    def reset(self) -> None:
        """Forget everything heard, for the next take."""
        ...
