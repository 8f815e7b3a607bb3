"""The errors of 8-bit weights, on the tiny model: every product is measured, and each is small."""

import pytest

from srota_dictate.assets import asset
from srota_dictate.lab.bench.int8_error import layer_errors, table
from tests.recognizer.support import SENTENCE, needs_model_packages, say

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]


def test_every_product_is_measured() -> None:
    error = layer_errors(asset("models/tiny"), say(SENTENCE))
    assert len(error.layers) == 1 + 1 + 4 + 2 + 5 * 4
    # The tiny model's attention in the encoder is switched off: exactly 0 times 0.
    silent = {layer.name for layer in error.layers if layer.name.endswith("out_proj")}
    assert all(layer.relative < 0.04 for layer in error.layers if layer.name not in silent)
    assert error.encoder < 0.05
    assert error.logits < 0.1
    assert error.same_best > 0.9
    assert "| `model.layers.*.mlp.down_proj` | 5 |" in table(error)
