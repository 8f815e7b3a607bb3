"""A checkpoint's tokenizer: the prompt around the audio, and the text of an answer."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
from pathlib import Path
from typing import Any, Final

from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import BPE

_SPLIT: Final = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_QWEN_END_IDS: Final = (151645, 151643)  # <|im_end|>, <|endoftext|>


class Vocabulary:
    """Words to numbers and back."""

    def __init__(self, folder: Path, n_vocabulary: int) -> None:
        """`n_vocabulary` is the network's, which may have more numbers than the tokenizer has words."""
        self._tokenizer = _load(folder)
        self.end_ids = _end_ids(folder, self._tokenizer, n_vocabulary)

    def prompt(self, n_audio_tokens: int, context: str = "") -> list[int]:
        """The turns of the conversation that the model was trained to answer, as qwen-asr's template writes them."""
        text = (
            f"<|im_start|>system\n{context}<|im_end|>\n<|im_start|>user\n<|audio_start|>"
            f"{'<|audio_pad|>' * n_audio_tokens}<|audio_end|><|im_end|>\n<|im_start|>assistant\n"
        )
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def text(self, ids: list[int]) -> str:
        """An answer without its special tokens."""
        return self._tokenizer.decode(ids, skip_special_tokens=True)


def _load(folder: Path) -> Tokenizer:
    whole = folder / "tokenizer.json"
    if whole.is_file():
        return Tokenizer.from_file(str(whole))
    # What transformers makes of Qwen2Tokenizer's files.
    tokenizer = Tokenizer(BPE.from_file(str(folder / "vocab.json"), str(folder / "merges.txt")))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_SPLIT), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    added = _read(folder / "tokenizer_config.json").get("added_tokens_decoder", {})
    for _, token in sorted(added.items(), key=lambda item: int(item[0])):
        tokenizer.add_tokens([AddedToken(token["content"], special=token["special"], normalized=False)])
    return tokenizer


def _end_ids(folder: Path, tokenizer: Tokenizer, n_vocabulary: int) -> frozenset[int]:
    """The tokens that end an answer: what the checkpoint says, and what qwen-asr takes for granted."""
    path = folder / "generation_config.json"
    configured = _read(path).get("eos_token_id") if path.is_file() else None
    if configured is None:
        token = _read(folder / "tokenizer_config.json").get("eos_token")
        configured = tokenizer.token_to_id(token["content"] if isinstance(token, dict) else token)
    own = {configured} if isinstance(configured, int) else set(configured)
    return frozenset(own | {number for number in _QWEN_END_IDS if number < n_vocabulary})


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))
