"""Qwen3-ASR's forward pass for training on a CPU: many utterances at once, and without what this model leaves out.

It computes with the real model's own modules, so what is trained is the checkpoint. Two things are special. The
audio tower's attention cannot order sounds (its positions begin anew each second and it is not masked outside
flash attention), so its output projection stays zero and is skipped here: the tower is convolutions and one
feed-forward layer, and the causal decoder does all the work along time. And the decoder's queries and keys of the
last layer are handed out, for the loss that teaches it where to look.
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional

Thinker: TypeAlias = Any
"""qwen_asr's Qwen3ASRThinkerForConditionalGeneration; to a type checker its parts are all `Tensor | Module`."""

_CHUNK: Final = 100  # mel frames the tower sees at once: one second


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """What the decoder computed for a padded batch of B rows of T tokens."""

    layers: list[Tensor]  # each layer's output, (B, T, width)
    queries: Tensor  # of the last layer, (B, heads, T, head width)
    keys: Tensor  # of the last layer, (B, key heads, T, head width)


def n_audio_tokens(n_frames: int) -> int:
    """How many audio tokens the model makes of so many mel frames: 13 a second."""
    rest = n_frames % _CHUNK
    for _ in range(3):
        rest = (rest - 1) // 2 + 1
    return rest + n_frames // _CHUNK * 13


def token_at(time_s: float) -> int:
    """The audio token that covers a moment."""
    return 13 * int(time_s) + min(12, round(time_s % 1 / 0.08))


def initialise(thinker: Thinker) -> None:
    """Set weights that so small a network can learn from.

    The library's standard deviation of 0.02 lets hardly any sound through narrow convolutions; here each layer keeps
    its input's scale.
    """
    tower, decoder = thinker.audio_tower, thinker.model
    with torch.no_grad():
        for conv in (tower.conv2d1, tower.conv2d2, tower.conv2d3):
            nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
            conv.bias.zero_()
        nn.init.normal_(tower.conv_out.weight, std=1.4 / tower.conv_out.in_features**0.5)
        for module in [*tower.layers.modules(), tower.proj1, tower.proj2, *decoder.layers.modules()]:
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
        for layer in decoder.layers:
            layer.self_attn.o_proj.weight.mul_(0.4)
            layer.mlp.down_proj.weight.mul_(0.4)
        for layer in tower.layers:
            layer.self_attn.out_proj.weight.zero_()
            layer.self_attn.out_proj.bias.zero_()
        thinker.get_input_embeddings().weight.normal_(0, 0.3)
        decoder.norm.weight.fill_(0.25)


def trainable(thinker: Thinker) -> list[nn.Parameter]:
    """The parameters to train: all but the audio tower's attention, which is frozen here."""
    tower = thinker.audio_tower
    for layer in tower.layers:
        for unused in (layer.self_attn, layer.self_attn_layer_norm):
            unused.requires_grad_(False)
    return [p for p in thinker.parameters() if p.requires_grad]


def encode(thinker: Thinker, features: list[Tensor]) -> Tensor:
    """Log-mel features, each (mel bins, frames) → all their audio tokens one after the other, (tokens, width)."""
    tower = thinker.audio_tower
    chunks: list[Tensor] = []
    kept: list[Tensor] = []
    for feature in features:
        begin = len(chunks) * 13
        kept.append(torch.arange(begin, begin + n_audio_tokens(feature.shape[1])))
        for start in range(0, feature.shape[1], _CHUNK):
            chunk = feature[:, start : start + _CHUNK]
            chunks.append(functional.pad(chunk, (0, _CHUNK - chunk.shape[1])))
    x = torch.stack(chunks)[:, None]
    for conv in (tower.conv2d1, tower.conv2d2, tower.conv2d3):
        x = functional.gelu(conv(x))
    n, channels, bands, tokens = x.shape
    x = tower.conv_out(x.permute(0, 3, 1, 2).reshape(n, tokens, channels * bands))
    x = x + tower.positional_embedding.positional_embedding[:tokens]
    h = x.reshape(n * tokens, -1)[torch.cat(kept)]
    for layer in tower.layers:
        h = h + layer.fc2(functional.gelu(layer.fc1(layer.final_layer_norm(h))))
    return tower.proj2(tower.act(tower.proj1(tower.ln_post(h))))


def embed(thinker: Thinker, token_ids: Tensor, features: list[Tensor]) -> Tensor:
    """(B, T) token ids and each row's features → (B, T, width), the audio in the places of its padding tokens."""
    embedded = thinker.get_input_embeddings()(token_ids)
    audio = (token_ids == thinker.config.audio_token_id)[..., None].expand_as(embedded)
    return embedded.masked_scatter(audio, encode(thinker, features))


def decode(thinker: Thinker, embedded: Tensor) -> Decoded:
    """Run the causal decoder over (B, T, width), rows padded on the right."""
    model = thinker.model
    n_rows, n_tokens, _ = embedded.shape
    cos, sin = model.rotary_emb(embedded, torch.arange(n_tokens)[None])
    cos, sin = cos[:, None], sin[:, None]
    layers: list[Tensor] = []
    x = q = k = embedded
    for layer in model.layers:
        attention = layer.self_attn
        split = (n_rows, n_tokens, -1, attention.head_dim)
        h = layer.input_layernorm(x)
        q = attention.q_norm(attention.q_proj(h).view(split)).transpose(1, 2)
        k = attention.k_norm(attention.k_proj(h).view(split)).transpose(1, 2)
        v = attention.v_proj(h).view(split).transpose(1, 2)
        q = q * cos + _turned(q) * sin
        k = k * cos + _turned(k) * sin
        groups = attention.num_key_value_groups
        mixed = functional.scaled_dot_product_attention(
            q, k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1), is_causal=True
        )
        x = x + attention.o_proj(mixed.transpose(1, 2).reshape(n_rows, n_tokens, -1))
        x = x + layer.mlp(layer.post_attention_layernorm(x))
        layers.append(x)
    return Decoded(layers, q, k)


def logits(thinker: Thinker, hidden: Tensor) -> Tensor:
    """The last layer's output → scores of the next token."""
    return thinker.lm_head(thinker.model.norm(hidden))


def _turned(x: Tensor) -> Tensor:
    half = x.shape[-1] // 2
    return torch.cat((-x[..., half:], x[..., :half]), -1)
