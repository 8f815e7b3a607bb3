"""A small random language model, made in memory: several layers, and attention that does something."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false

import torch

from srota_dictate.recognizer.fast.decoder import Decoder
from srota_dictate.recognizer.fast.linear import Arithmetic
from srota_dictate.recognizer.fast.shapes import TextShape
from srota_dictate.recognizer.fast.weights import Weights

SHAPE = TextShape(
    width=40,
    n_layers=3,
    n_heads=6,
    n_kv_heads=2,
    head_width=16,
    ffn_width=72,
    n_vocabulary=200,
    rope_theta=1_000_000.0,
    epsilon=1e-6,
    max_positions=4096,
)


class RandomWeights(Weights):
    """Tensors of the right shapes, the same each time, in place of a checkpoint's files."""

    def __init__(self) -> None:
        super().__init__(())
        generator = torch.Generator().manual_seed(3)
        sizes = {"model.embed_tokens": (SHAPE.n_vocabulary, SHAPE.width), "model.norm": (SHAPE.width,)}
        n_q, n_kv = SHAPE.n_heads * SHAPE.head_width, SHAPE.n_kv_heads * SHAPE.head_width
        for i in range(SHAPE.n_layers):
            sizes |= {
                f"model.layers.{i}.{name}": size
                for name, size in {
                    "input_layernorm": (SHAPE.width,),
                    "post_attention_layernorm": (SHAPE.width,),
                    "self_attn.q_proj": (n_q, SHAPE.width),
                    "self_attn.k_proj": (n_kv, SHAPE.width),
                    "self_attn.v_proj": (n_kv, SHAPE.width),
                    "self_attn.o_proj": (SHAPE.width, n_q),
                    "self_attn.q_norm": (SHAPE.head_width,),
                    "self_attn.k_norm": (SHAPE.head_width,),
                    "mlp.gate_proj": (SHAPE.ffn_width, SHAPE.width),
                    "mlp.up_proj": (SHAPE.ffn_width, SHAPE.width),
                    "mlp.down_proj": (SHAPE.width, SHAPE.ffn_width),
                }.items()
            }
        self._tensors = {
            f"{name}.weight": torch.randn(size, generator=generator) * (size[-1] ** -0.5 if len(size) > 1 else 1.0)
            for name, size in sizes.items()
        }

    def __contains__(self, name: str) -> bool:
        return name in self._tensors

    def get(self, name: str) -> torch.Tensor:
        return self._tensors[name]


def random_decoder() -> Decoder:
    return Decoder(RandomWeights(), SHAPE, Arithmetic("cpu", "f32"), lambda: None)
