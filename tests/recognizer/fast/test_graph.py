"""The step that can be recorded beside the one that looks at as many rows as there are, and when it is recorded."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from srota_dictate.recognizer.fast.decoder import Decoder
from srota_dictate.recognizer.fast.graph import BUCKETS, EagerStep, GraphStep, choose_step
from srota_dictate.recognizer.fast.model import FastModel
from srota_dictate.types import Samples
from tests.recognizer.fast.fake_graphs import FakeRecorder
from tests.recognizer.fast.random_decoder import SHAPE, random_decoder

pytestmark = pytest.mark.timeout(120)

IDS = torch.randint(0, SHAPE.n_vocabulary, (1600,), generator=torch.Generator().manual_seed(1))


def read(decoder: Decoder, n_rows: int) -> None:
    if n_rows:
        decoder(decoder.embed(IDS[:n_rows]), 0)


def fill_with_nonsense(decoder: Decoder, first: int) -> None:
    """As an earlier, longer recording would have left it."""
    for tensor in (*decoder.cache.keys, *decoder.cache.values):
        tensor[:, first:] = 1e4


@torch.inference_mode()
def test_every_position_of_two_buckets_gives_the_same_logits() -> None:
    decoder = random_decoder()
    decoder.reserve(512)
    read(decoder, 520)
    for position in range(512):
        fill_with_nonsense(decoder, 500)
        bucket = 256 if position < 256 else 512
        found = decoder.step(IDS[position : position + 1], torch.tensor([position]), decoder.cache, bucket)
        expected = decoder(decoder.embed(IDS[position : position + 1]), position)
        torch.testing.assert_close(found, expected, rtol=0, atol=1e-5)


@torch.inference_mode()
@pytest.mark.parametrize("position", [1023, 1024, 1535])
def test_the_edges_of_the_larger_buckets(position: int) -> None:
    decoder = random_decoder()
    read(decoder, position)
    decoder.reserve(1536)
    bucket = next(rows for rows in BUCKETS if position < rows)
    found = decoder.step(IDS[:1], torch.tensor([position]), decoder.cache, bucket)
    torch.testing.assert_close(found, decoder(decoder.embed(IDS[:1]), position), rtol=0, atol=1e-5)


@torch.inference_mode()
def test_several_recordings_at_once() -> None:
    """Each at a position of its own; the others don't touch its keys and values."""
    decoder = random_decoder()
    together = decoder.new_cache(3, 256)
    together.reserve(256)
    positions = [5, 200, 77]
    expected: list[torch.Tensor] = []
    for i, position in enumerate(positions):
        read(decoder, position)
        together.copy(i, decoder.cache, 0, position)
        expected.append(decoder(decoder.embed(IDS[i : i + 1]), position)[0])
    found = decoder.step(IDS[:3], torch.tensor(positions), together, 256)
    torch.testing.assert_close(found, torch.stack(expected), rtol=0, atol=1e-5)
    one = decoder.step(IDS[:2], torch.tensor(positions[:2]), together, 201)
    torch.testing.assert_close(one, torch.stack(expected[:2]), rtol=0, atol=1e-5)


def written(step: Callable[[int, int], int], first: int, n: int) -> list[int]:
    tokens = [7]
    for i in range(n):
        tokens.append(step(tokens[-1], first + i))
    return tokens


@torch.inference_mode()
def test_replayed_it_writes_the_same_tokens_over_the_edges_of_buckets() -> None:
    plain, recorded = random_decoder(), random_decoder()
    record = FakeRecorder()
    step = GraphStep(recorded, record)
    assert record.n_recorded == len(BUCKETS), "all at the start"
    for first in (240, 100, 500, 0):
        read(plain, first)
        read(recorded, first)
        assert written(step, first, 40) == written(EagerStep(plain), first, 40)
    assert (record.n_recorded, record.n_replayed) == (len(BUCKETS), 160)


@torch.inference_mode()
def test_an_answer_taken_up_somewhere_else_goes_on_from_there() -> None:
    """A draft that was checked in between, or a second recording: what is on the card is no longer what is asked."""
    plain, recorded = random_decoder(), random_decoder()
    step, eager = GraphStep(recorded, FakeRecorder()), EagerStep(plain)
    for decoder in (plain, recorded):
        read(decoder, 60)
    for token, position in ((3, 60), (4, 61), (5, 61), (5, 62), (9, 20)):
        assert step(token, position) == eager(token, position)


@torch.inference_mode()
def test_recorded_again_where_the_cache_had_to_move() -> None:
    plain, moved = random_decoder(), random_decoder()
    record = FakeRecorder()
    step = GraphStep(moved, record)
    read(plain, 1530)
    read(moved, 1530)
    assert written(step, 1530, 3) == written(EagerStep(plain), 1530, 3)
    moved.reserve(2000)
    n_recorded = record.n_recorded
    assert written(step, 250, 10) == written(EagerStep(plain), 250, 10)
    assert record.n_recorded == n_recorded + 2, "the two buckets that were asked for"


@torch.inference_mode()
def test_beyond_the_largest_bucket_it_goes_step_by_step() -> None:
    plain, recorded = random_decoder(), random_decoder()
    record = FakeRecorder()
    step = GraphStep(recorded, record)
    read(plain, 1530)
    read(recorded, 1530)
    assert written(step, 1530, 12) == written(EagerStep(plain), 1530, 12)
    assert record.n_replayed == 6


@torch.inference_mode()
def test_what_cant_be_recorded_is_done_step_by_step_and_said() -> None:
    plain, decoder = random_decoder(), random_decoder()
    record = FakeRecorder()
    record.refuse.append(RuntimeError("operation not permitted when stream is capturing"))
    step = GraphStep(decoder, record)
    assert "can't be used" in step.trouble
    read(plain, 30)
    read(decoder, 30)
    assert written(step, 30, 5) == written(EagerStep(plain), 30, 5)
    assert record.n_replayed == 0


@torch.inference_mode()
@pytest.mark.parametrize(("n_failures", "n_rows"), [(1, 1024), (2, 512), (3, 256)])
def test_without_room_for_the_largest_bucket_a_smaller_one_is_taken(n_failures: int, n_rows: int) -> None:
    decoder = random_decoder()
    record = FakeRecorder()
    record.refuse.extend([torch.OutOfMemoryError("CUDA out of memory")] * n_failures)
    step = GraphStep(decoder, record)
    assert decoder.cache.n_rows == n_rows
    assert step.trouble == ""
    plain = random_decoder()
    read(plain, 20)
    read(decoder, 20)
    assert written(step, 20, 5) == written(EagerStep(plain), 20, 5)
    assert record.n_replayed == 5


@torch.inference_mode()
def test_without_room_for_any_graph_it_goes_step_by_step() -> None:
    decoder = random_decoder()
    record = FakeRecorder()
    record.refuse.extend([torch.OutOfMemoryError("CUDA out of memory")] * len(BUCKETS))
    step = GraphStep(decoder, record)
    assert "no memory left" in step.trouble
    assert decoder.cache.n_rows == 0
    plain = random_decoder()
    read(plain, 20)
    read(decoder, 20)
    assert written(step, 20, 5) == written(EagerStep(plain), 20, 5)


def test_a_processor_needs_no_graphs() -> None:
    step = choose_step(random_decoder())
    assert isinstance(step, EagerStep)
    assert step.trouble == ""


def test_a_whole_recording(tiny: Path, speech: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = FastModel(tiny, "cpu", "f32").transcribe(speech, 60, lambda: False)
    record = FakeRecorder()

    def graphs(decoder: Decoder) -> GraphStep:
        return GraphStep(decoder, record)

    monkeypatch.setattr("srota_dictate.recognizer.fast.model.choose_step", graphs)
    model = FastModel(tiny, "cpu", "f32")
    assert model.transcribe(speech, 60, lambda: False) == plain
    assert record.n_replayed >= plain.n_tokens
    assert model.transcribe(speech[:-4000], 60, lambda: False).text
    assert model.transcribe(speech, 60, lambda: False, draft=model.answer[:3]) == plain


def test_out_of_memory_in_a_recording_it_goes_on_with_less(
    tiny: Path, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAKE: a processor's memory doesn't run out in PyTorch's own words."""
    model = FastModel(tiny, "cpu", "f32")
    expected = model.transcribe(speech, 60, lambda: False)
    asked: list[None] = []
    real = Decoder.__call__

    def short_once(self: Decoder, rows: torch.Tensor, first: int, n_logits: int = 1) -> torch.Tensor:
        asked.append(None)
        if len(asked) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
        return real(self, rows, first, n_logits)

    monkeypatch.setattr(Decoder, "__call__", short_once)
    assert model.transcribe(speech[:-160], 60, lambda: False).text
    assert model.transcribe(speech, 60, lambda: False) == expected
