"""Products with 8-bit weights: how near they are, and what they must not depend on."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.recognizer.fast.linear import Arithmetic, Int8Linear, quantize
from tests.recognizer.fast.networks import Network
from tests.recognizer.support import needs_model_packages

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]


KERNELS = pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])


def product(weight: torch.Tensor, bias: torch.Tensor | None, packed: bool) -> Int8Linear:
    linear = Int8Linear(quantize(weight), bias)
    if packed:
        linear.pack()
    return linear


def random(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def relative_error(found: torch.Tensor, expected: torch.Tensor) -> float:
    return float(torch.linalg.vector_norm(found - expected) / torch.linalg.vector_norm(expected))


@given(st.booleans(), st.integers(1, 40), st.sampled_from([1.0, 1e-6, 1e4]), st.booleans())
def test_8_bits_are_near(packed: bool, n_rows: int, size: float, has_bias: bool) -> None:
    weight, bias, x = random(48, 64), random(48, seed=1) if has_bias else None, random(n_rows, 64, seed=2) * size
    expected = torch.nn.functional.linear(x, weight, bias)
    assert relative_error(product(weight, bias, packed)(x), expected) < 0.03


@KERNELS
def test_a_loud_row_does_not_cost_the_others_their_accuracy(packed: bool) -> None:
    weight, x = random(48, 64), random(5, 64, seed=2)
    x[2] *= 1e5
    linear = product(weight, None, packed)
    errors = [relative_error(y, e) for y, e in zip(linear(x), x @ weight.T, strict=True)]
    assert max(errors) < 0.05
    assert relative_error(linear(x)[:1], linear(x[:1])) < 0.03


@KERNELS
def test_rows_of_zeros_and_outputs_of_zeros(packed: bool) -> None:
    weight, x = random(48, 64), random(3, 64, seed=2)
    weight[7] = 0
    x[1] = 0
    linear = product(weight, None, packed)
    for rows in (x, x[1:2]):
        y = linear(rows)
        assert torch.isfinite(y).all()
        assert not y[:, 7].any()
    assert not linear(x)[1].any()


def test_weights_can_be_packed_while_they_are_used() -> None:
    weight, x = random(48, 64), random(1, 64, seed=2)
    linear = product(weight, None, packed=False)
    before = linear(x)
    linear.pack()
    linear.pack()
    assert relative_error(linear(x), before) < 0.03


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_weights_are_rounded_to_the_nearest_step(dtype: torch.dtype) -> None:
    weight = random(5000, 16).to(dtype)  # more rows than are converted at once
    before = weight.clone()
    values, scales = quantize(weight)
    assert torch.equal(weight, before)
    assert values.dtype == torch.int8
    assert values.abs().amax(1).eq(127).all()
    assert ((values * scales[:, None] - weight.float()).abs() <= scales[:, None] * 0.5001).all()


@torch.inference_mode()
def test_layers_with_the_same_input_are_one(network: Network) -> None:
    names = [f"model.layers.0.self_attn.{x}_proj" for x in "qkv"]
    x = random(4, 40)
    layer = network.model.thinker.model.layers[0].self_attn
    expected = torch.cat([layer.q_proj(x), layer.k_proj(x), layer.v_proj(x)], 1)
    torch.testing.assert_close(Arithmetic("cpu", "f32").linear(network.weights, *names)(x), expected)
    assert relative_error(Arithmetic("cpu", "int8").linear(network.weights, *names)(x), expected) < 0.03
