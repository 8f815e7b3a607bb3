"""Checkpoints of small random networks, and the same networks as qwen-asr builds them."""

# transformers and qwen_asr carry no types, torch leaves parts of its own out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from srota_dictate.recognizer.checkpoint import check_checkpoint
from srota_dictate.recognizer.fast.shapes import Shapes, read_shapes
from srota_dictate.recognizer.fast.weights import Weights
from srota_dictate.recognizer.reference import qwen_asr_model

# Several layers, attention that does something, and no two sizes the same: the tiny model has neither of the former.
_AUDIO: Final = {
    "num_mel_bins": 128,
    "d_model": 64,
    "encoder_layers": 3,
    "num_hidden_layers": 3,
    "encoder_attention_heads": 4,
    "encoder_ffn_dim": 96,
    "downsample_hidden_size": 8,
    "output_dim": 40,
}
_TEXT: Final[dict[str, object]] = {
    "hidden_size": 40,
    "num_hidden_layers": 3,
    "num_attention_heads": 6,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "intermediate_size": 72,
    "rope_theta": 1_000_000.0,
    "rope_scaling": {"mrope_interleaved": True, "mrope_section": [3, 3, 2], "rope_type": "default"},
}


@dataclass(frozen=True, slots=True)
class Network:
    """A checkpoint's folder, and what qwen-asr makes of it."""

    folder: Path
    model: Any  # Qwen3ASRForConditionalGeneration

    @property
    def shapes(self) -> Shapes:
        return read_shapes(self.folder)

    @property
    def weights(self) -> Weights:
        return Weights(check_checkpoint(self.folder).weights)


def random_network(template: Path, folder: Path, own_head: bool = False) -> Network:
    """A random network with the tokenizer of `template`; `own_head`: its last layer isn't the embedding."""
    import torch

    qwen_asr_model()
    from qwen_asr.core.transformers_backend import Qwen3ASRConfig, Qwen3ASRForConditionalGeneration

    folder.mkdir()
    for path in template.iterdir():
        if path.suffix in (".json", ".txt"):
            shutil.copyfile(path, folder / path.name)
    change_json(folder / "config.json", lambda config: _shrink(config, own_head))
    change_json(folder / "preprocessor_config.json", lambda config: config.update(feature_size=_AUDIO["num_mel_bins"]))
    config = json.loads((folder / "config.json").read_text())
    model: Any = Qwen3ASRForConditionalGeneration(Qwen3ASRConfig.from_dict(config)).eval()
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            values = torch.randn(parameter.shape, generator=generator)
            if parameter.ndim > 1:
                values *= parameter[0].numel() ** -0.5
            else:
                values = values * 0.1 + (1.0 if name.endswith(("norm.weight", "ln_post.weight")) else 0.0)
            parameter.copy_(values)
    if not own_head:
        model.thinker.lm_head.weight = model.thinker.model.embed_tokens.weight
    kept = (folder / "config.json").read_text()
    model.save_pretrained(folder, safe_serialization=True)
    (folder / "config.json").write_text(kept)
    return Network(folder, model)


def change_json(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Let `change` alter what stands in a JSON file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def _shrink(config: dict[str, Any], own_head: bool) -> None:
    config["thinker_config"]["audio_config"].update(_AUDIO)
    config["thinker_config"]["text_config"].update(_TEXT, tie_word_embeddings=not own_head)
    config["thinker_config"]["tie_word_embeddings"] = not own_head
    config["tie_word_embeddings"] = not own_head
