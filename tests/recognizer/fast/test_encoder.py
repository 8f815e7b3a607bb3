"""The audio encoder beside qwen-asr's, and a recording that grows beside one that is there at once."""

# transformers and qwen_asr carry no types, torch leaves parts of its own out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.lab.bench.release.arms import within_windows
from srota_dictate.recognizer.fast.encoder import Encoder, sinusoids
from srota_dictate.recognizer.fast.linear import Arithmetic
from srota_dictate.recognizer.fast.mel import LogMel
from srota_dictate.recognizer.fast.shapes import n_audio_tokens
from tests.recognizer.fast.networks import Network
from tests.recognizer.support import needs_model_packages, noise

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

FRAMES = [1, 2, 8, 9, 12, 50, 99, 100, 101, 199, 799, 800, 801, 1650, 2999, 3000]


def encoder(
    network: Network, windowed: bool, precision: str = "f32", between_layers: Callable[[], None] = lambda: None
) -> Encoder:
    return Encoder(network.weights, network.shapes.audio, Arithmetic("cpu", precision), windowed, between_layers)


def random_mel(n_frames: int) -> torch.Tensor:
    return torch.randn(128, n_frames, generator=torch.Generator().manual_seed(n_frames))


def reference(network: Network, mel: torch.Tensor, windowed: bool) -> torch.Tensor:
    with within_windows(network.model) if windowed else nullcontext():
        tower = network.model.thinker.audio_tower
        return tower(mel, feature_lens=torch.tensor([mel.shape[1]])).last_hidden_state


@pytest.mark.parametrize("windowed", [False, True], ids=["full", "windowed"])
@torch.inference_mode()
def test_as_qwen_asr_encodes(windowed: bool, network: Network) -> None:
    encode = encoder(network, windowed)
    for n_frames in FRAMES:
        mel = random_mel(n_frames)
        expected = reference(network, mel, windowed)
        assert expected.shape == (n_audio_tokens(n_frames), network.shapes.audio.output_width)
        torch.testing.assert_close(encode(mel), expected, rtol=1e-4, atol=1e-5, msg=lambda m, n=n_frames: f"{n}: {m}")


@torch.inference_mode()
def test_windows_matter_in_this_network(network: Network) -> None:
    """Else the test above would say nothing about them."""
    mel = random_mel(1650)
    difference = (encoder(network, True)(mel) - encoder(network, False)(mel)).abs()
    assert difference[: 2 * 104].max() > 1e-3
    short = random_mel(800)
    assert torch.equal(encoder(network, True)(short), encoder(network, False)(short))


@torch.inference_mode()
def test_bf16_is_near(network: Network) -> None:
    mel = random_mel(1650)
    exact, near = encoder(network, False)(mel), encoder(network, False, "bf16")(mel)
    assert near.dtype == torch.bfloat16
    assert torch.linalg.vector_norm(near.float() - exact) < 0.02 * torch.linalg.vector_norm(exact)


@pytest.mark.parametrize("windowed", [False, True], ids=["full", "windowed"])
def test_a_recording_that_grows_is_encoded_as_if_it_came_at_once(windowed: bool, network: Network) -> None:
    mel = LogMel(128, torch.device("cpu"))
    growing, fresh = encoder(network, windowed), encoder(network, windowed)
    sound = noise(21.0, level=0.02)

    # A louder end lifts what counts as silence, and so changes frames that were there before.
    @settings(max_examples=25)
    @given(st.lists(st.integers(400, 21 * 16_000), min_size=1, max_size=5), st.sampled_from([1.0, 8.0, 1e-3]))
    @torch.inference_mode()
    def check(ends: list[int], gain: float) -> None:
        for end in ends:  # in any order: a later recording may be the shorter one
            samples = sound[:end] * np.where(np.arange(end) > 0.7 * end, gain, 1).astype(np.float32)
            fresh.forget()
            assert torch.equal(growing(mel(samples)), fresh(mel(samples)))

    check()


@torch.inference_mode()
def test_a_recording_that_goes_on_costs_its_new_windows_only(network: Network) -> None:
    calls: list[None] = []
    encode = encoder(network, True, between_layers=lambda: calls.append(None))
    mel = random_mel(2400)
    encode(mel[:, :1600])
    assert len(calls) == 16 * 3 + 2 * 3  # convolutions for each second, layers for each window
    calls.clear()
    encode(mel[:, :1700])
    assert len(calls) == 3 + 3
    calls.clear()
    encode(mel[:, :1700])
    assert not calls


@torch.inference_mode()
@pytest.mark.parametrize("n_frames", [99, 800, 801, 2000])
def test_roughly_is_in_windows_of_2_s_and_leaves_the_rest_as_it_was(n_frames: int, network: Network) -> None:
    mel = random_mel(n_frames)
    shape = replace(network.shapes.audio, window_chunks=2)
    pieces = Encoder(network.weights, shape, Arithmetic("cpu", "f32"), True, lambda: None)(mel)
    for windowed in (False, True):
        encode = encoder(network, windowed)
        exact = encode(mel)
        n_complete = n_frames // 800 * 104 if windowed else 0
        rough = encode(mel, roughly=True)
        assert torch.equal(rough[:n_complete], exact[:n_complete])
        assert torch.equal(rough[n_complete:], pieces[n_complete:])
        assert torch.equal(encode(mel), exact)


@torch.inference_mode()
def test_stopped_anywhere_the_next_one_is_right(network: Network) -> None:
    left = 0

    def between_layers() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise InterruptedError

    encode = encoder(network, True, between_layers=between_layers)
    first, second = random_mel(1650), random_mel(1230)
    expected = reference(network, second, windowed=True)
    for n in range(1, 17 + 3 * 3 + 1):
        left = 0
        encode(first)
        left = n
        with pytest.raises(InterruptedError):
            encode(random_mel(1650 + n))
        left = 0
        torch.testing.assert_close(encode(second), expected, rtol=1e-4, atol=1e-5)


def test_positions(network: Network) -> None:
    expected = network.model.thinker.audio_tower.positional_embedding.positional_embedding
    torch.testing.assert_close(sinusoids(13, 64), expected[:13], rtol=0, atol=1e-6)
