"""The language model beside qwen-asr's: all at once, row by row, in any pieces, and over rows that were wrong."""

# transformers and qwen_asr carry no types, torch leaves parts of its own out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.recognizer.fast.decoder import Decoder, rotations
from srota_dictate.recognizer.fast.linear import Arithmetic
from tests.recognizer.fast.networks import Network
from tests.recognizer.support import needs_model_packages

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

IDS = torch.randint(0, 837, (300,), generator=torch.Generator().manual_seed(1))


def decoder(network: Network, precision: str = "f32") -> Decoder:
    return Decoder(network.weights, network.shapes.text, Arithmetic("cpu", precision), lambda: None)


@torch.inference_mode()
def reference(network: Network, ids: torch.Tensor) -> torch.Tensor:
    """Logits after each token."""
    thinker = network.model.thinker
    return thinker.lm_head(thinker.model(input_ids=ids[None]).last_hidden_state)[0]


def close(found: torch.Tensor, expected: torch.Tensor) -> None:
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_all_at_once(network: Network) -> None:
    expected = reference(network, IDS)
    assert expected.std() > 0.5  # else the tolerance would hide everything
    decode = decoder(network)
    close(decode(decode.embed(IDS), 0, n_logits=300), expected)
    assert decode(decode.embed(IDS), 0).shape == (1, 837)


@torch.inference_mode()
def test_a_head_of_its_own(network_with_head: Network) -> None:
    decode = decoder(network_with_head)
    assert "lm_head.weight" in network_with_head.weights
    close(decode(decode.embed(IDS[:50]), 0, n_logits=50), reference(network_with_head, IDS[:50]))


@torch.inference_mode()
def test_row_by_row_across_the_end_of_the_room(network: Network) -> None:
    """Room is made for 256 rows at first: keys and values that are there stay when it grows."""
    expected = reference(network, IDS)
    decode = decoder(network)
    close(decode(decode.embed(IDS[:240]), 0)[0], expected[239])
    for i in range(240, 300):
        close(decode(decode.embed(IDS[i : i + 1]), i)[0], expected[i])


def test_any_pieces_and_rows_taken_back(network: Network) -> None:
    decode = decoder(network)
    expected = reference(network, IDS)

    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 20), st.integers(1, 40)), min_size=1, max_size=6))
    @torch.inference_mode()
    def check(pieces: list[tuple[int, int, int]]) -> None:
        first = 0
        for n_right, n_wrong, n_logits in pieces:
            # A draft of which the end was wrong: its rows are overwritten by what follows.
            right, wrong = IDS[first : first + n_right], IDS[100 : 100 + n_wrong]
            n = min(n_logits, n_right)
            logits = decode(decode.embed(torch.cat([right, wrong])), first, n_logits=n_wrong + n)
            close(logits[:n], expected[first + n_right - n : first + n_right])
            first += n_right

    check()


@torch.inference_mode()
@pytest.mark.parametrize("to", [10, 17, 300])
def test_moved_rows_stand_where_they_were_moved_to(to: int, network: Network) -> None:
    moved, fresh = decoder(network), decoder(network)
    moved(moved.embed(IDS[:40]), 0)
    before = [values[:, 10:40].clone() for values in moved.cache.values]
    moved.move(10, to, 30)
    # In the first layer nothing depends on what stands before.
    fresh(fresh.embed(IDS[10:40]), to)
    close(moved.cache.keys[0][:, to : to + 30], fresh.cache.keys[0][:, to : to + 30])
    assert all(torch.equal(a[:, to : to + 30], b) for a, b in zip(moved.cache.values, before, strict=True))


@torch.inference_mode()
def test_reserved_room_changes_nothing(network: Network) -> None:
    decode = decoder(network)
    decode(decode.embed(IDS[:100]), 0)
    decode.reserve(1000)
    decode.reserve(10)
    close(decode(decode.embed(IDS[100:200]), 100, n_logits=100), reference(network, IDS[:200])[100:])


@torch.inference_mode()
def test_bf16_is_near(network: Network) -> None:
    expected = reference(network, IDS)
    decode = decoder(network, "bf16")
    logits = decode(decode.embed(IDS), 0, n_logits=300)
    assert logits.dtype == torch.bfloat16
    assert torch.linalg.vector_norm(logits.float() - expected) < 0.05 * torch.linalg.vector_norm(expected)


@torch.inference_mode()
def test_rotations(network: Network) -> None:
    cos, sin = network.model.thinker.model.rotary_emb(torch.zeros(1), torch.arange(700)[None])
    angles = rotations(700, 16, 1_000_000.0)
    torch.testing.assert_close(angles.cos().repeat(1, 2), cos[0], rtol=0, atol=1e-6)
    torch.testing.assert_close(angles.sin().repeat(1, 2), sin[0], rtol=0, atol=1e-6)


@torch.inference_mode()
def test_it_can_be_stopped_before_each_layer_and_the_logits(network: Network) -> None:
    asked: list[None] = []
    decode = Decoder(network.weights, network.shapes.text, Arithmetic("cpu", "f32"), lambda: asked.append(None))
    decode(decode.embed(IDS[:10]), 0)
    assert len(asked) == network.shapes.text.n_layers + 1  # and before the logits
