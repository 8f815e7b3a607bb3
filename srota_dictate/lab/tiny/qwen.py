"""Load a checkpoint through qwen-asr, the way the published models are loaded."""

# transformers and qwen_asr carry no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false

import os
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qwen_asr import Qwen3ASRModel


def quiet_imports() -> None:
    """Keep the coming import of qwen_asr off the network, and without its Japanese dictionary (3 s, 266 MB)."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    sys.modules.setdefault("nagisa", types.ModuleType("nagisa"))


def load(folder: Path, max_new_tokens: int = 128) -> "Qwen3ASRModel":
    """The checkpoint in `folder` on the CPU in float32, ready for `transcribe`.

    qwen-asr hard-codes the end-of-text ids of the full vocabulary; this one's stand in generation_config.json.
    """
    import torch

    quiet_imports()
    from qwen_asr import Qwen3ASRModel

    asr = Qwen3ASRModel.from_pretrained(
        str(folder), dtype=torch.float32, device_map="cpu", max_new_tokens=max_new_tokens
    )
    generate, end_ids = asr.model.generate, asr.model.generation_config.eos_token_id

    def generate_with_our_end(**arguments: object) -> object:
        return generate(**{"eos_token_id": end_ids, **arguments})

    asr.model.generate = generate_with_our_end
    return asr
