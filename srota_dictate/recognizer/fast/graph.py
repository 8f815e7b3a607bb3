"""One token to the next, on a graphics card as one recorded graph instead of hundreds of launches."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import logging
from collections.abc import Callable
from typing import Final, Protocol, TypeAlias

import torch

from srota_dictate.recognizer.fast.decoder import Decoder

_log = logging.getLogger(__name__)

# A graph's attention looks at a fixed number of rows. Half a minute of speech and its answer are about 650, the longest
# answer allowed makes it 1,430.
BUCKETS: Final = (256, 512, 1024, 1536)
_WARM_UPS: Final = 2

Work: TypeAlias = Callable[[], None]


class Step(Protocol):
    """How the answer goes on."""

    trouble: str  # why it is slower than it could be, "" when it isn't

    def __call__(self, token: int, position: int) -> int:
        """The most likely token after `token`, which stands at `position`; what is before it is in the cache."""
        ...

    def release(self) -> None:
        """Give back what memory it can."""
        ...


class Recorder(Protocol):
    """Records work on tensors that stay where they are."""

    def __call__(self, warm_up: Callable[[], object], work: Work) -> Work:
        """What does `work` again, on the same tensors. `warm_up` may be done any number of times, `work` not once."""
        ...


def choose_step(decoder: Decoder) -> Step:
    return GraphStep(decoder, CudaRecorder()) if decoder.device.type == "cuda" else EagerStep(decoder)


class EagerStep:
    """Looks at as many rows as there are."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self.trouble = ""

    def __call__(self, token: int, position: int) -> int:
        row = self._decoder.embed(torch.tensor([token], device=self._decoder.device))
        return int(self._decoder(row, position)[-1].argmax())

    def release(self) -> None:
        pass


class GraphStep:
    """One graph a bucket of rows; token and position stay on the card, and only the answer's tokens leave it.

    All graphs are recorded at the start: a tenth of a second each would be waited for in the middle of a take. They are
    recorded again where the cache had to grow. What can't be recorded is done step by step.
    """

    def __init__(self, decoder: Decoder, record: Recorder) -> None:
        self._decoder = decoder
        self._record = record
        self._eager = EagerStep(decoder)
        self._token = torch.zeros(1, dtype=torch.long, device=decoder.device)
        self._position = torch.zeros(1, dtype=torch.long, device=decoder.device)
        self._on_card: tuple[int, int] | None = None  # what the two hold
        self._graphs: dict[int, Work] = {}
        self._recorded: tuple[torch.Tensor, ...] = ()  # the buffers that the graphs read and write
        self.trouble = ""
        self._prepare()

    def __call__(self, token: int, position: int) -> int:
        bucket = next((rows for rows in BUCKETS if position < rows), None)
        graph = None if bucket is None or self.trouble else self._graph(bucket, token, position)
        if graph is None:
            return self._eager(token, position)
        if self._on_card != (token, position):
            self._place(token, position)
        graph()
        found = int(self._token.item())  # the only moment that waits for the card
        self._on_card = (found, position + 1)
        return found

    def release(self) -> None:
        """Step by step from now on: a graph keeps memory of its own."""
        self._graphs.clear()
        self._recorded = ()
        self.trouble = "there was no memory left for CUDA graphs"

    def _prepare(self) -> None:
        for most in reversed(BUCKETS):
            try:
                self._decoder.reserve(most)
                for bucket in BUCKETS[: BUCKETS.index(most) + 1]:
                    self._graph(bucket, 0, 0)
            except torch.OutOfMemoryError:
                _log.warning("The graphics card has no room for graphs of %d rows", most)
                self._graphs.clear()
                self._decoder.cache.clear()
            else:
                return
        self.release()

    def _graph(self, bucket: int, token: int, position: int) -> Work | None:
        """None when it can't be recorded. Recording writes only what the step itself would write."""
        self._decoder.reserve(bucket)
        buffers = self._decoder.buffers
        if not _are_same(buffers, self._recorded):
            self._graphs.clear()
            self._recorded = buffers
        if bucket not in self._graphs:
            self._place(token, position)
            try:
                self._graphs[bucket] = self._record(lambda: self._advise(bucket), lambda: self._advance(bucket))
            except torch.OutOfMemoryError:
                raise
            except RuntimeError as error:
                _log.warning("CUDA graphs can't be used: %s", error)
                self.trouble = "CUDA graphs can't be used"
                return None
            self._on_card = None
        return self._graphs[bucket]

    def _place(self, token: int, position: int) -> None:
        self._token.fill_(token)
        self._position.fill_(position)

    def _advise(self, bucket: int) -> torch.Tensor:
        return self._decoder.step(self._token, self._position, self._decoder.cache, bucket).argmax(-1)

    def _advance(self, bucket: int) -> None:
        self._token.copy_(self._advise(bucket))
        self._position.add_(1)


class CudaRecorder:
    """PyTorch's own graphs, which need no compiler. NEVER RUN: written without a graphics card at hand."""

    def __init__(self) -> None:
        # One after the other and with nothing in it that outlives a replay, so all graphs share their memory.
        self._pool = torch.cuda.graph_pool_handle()

    def __call__(self, warm_up: Callable[[], object], work: Work) -> Work:
        # Libraries set themselves up in their first calls, which must not be recorded.
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(_WARM_UPS):
                warm_up()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        # Other threads may go on using the card meanwhile.
        with torch.cuda.graph(graph, pool=self._pool, capture_error_mode="thread_local"):
            work()
        return graph.replay


def _are_same(some: tuple[torch.Tensor, ...], others: tuple[torch.Tensor, ...]) -> bool:
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))
