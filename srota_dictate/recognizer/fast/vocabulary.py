"""A checkpoint's tokenizer: the prompt around the audio, and the text of an answer."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
from pathlib import Path
from typing import Any, Final

from jinja2 import Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import BPE

from srota_dictate.recognizer.fast.shapes import UnknownCheckpoint

_SPLIT: Final = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_QWEN_END_IDS: Final = (151645, 151643)  # <|im_end|>, <|endoftext|>
_AUDIO: Final = "<|audio_pad|>"


class Vocabulary:
    """Words to numbers and back."""

    def __init__(self, folder: Path, n_vocabulary: int) -> None:
        """`n_vocabulary` is the network's, which may have more numbers than the tokenizer has words.

        Raises UnknownCheckpoint when the folder's template doesn't make a conversation around one recording.
        """
        self._tokenizer = _load(folder)
        self._template = _read_template(folder)
        self.end_ids = _end_ids(folder, self._tokenizer, n_vocabulary)
        if self._conversation("").count(_AUDIO) != 1:
            raise UnknownCheckpoint("its chat_template has no place for one recording")

    def prompt(self, n_audio_tokens: int, context: str = "") -> list[int]:
        """Token ids of the conversation up to the answer: `context`, and a recording of so many tokens."""
        text = self._conversation(context).replace(_AUDIO, _AUDIO * n_audio_tokens)
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def _conversation(self, context: str) -> str:
        """The turns that the model was trained to answer, as qwen-asr makes them."""
        turns = (
            {"role": "system", "content": context},
            {"role": "user", "content": [{"type": "audio", "audio": ""}]},
        )
        try:
            return self._template.render(messages=turns, add_generation_prompt=True)
        except TemplateError as error:
            raise UnknownCheckpoint(f"its chat_template asks for more than a conversation: {error}") from error

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


def _read_template(folder: Path) -> Template:
    """The conversation's template as transformers finds and reads it."""
    path = folder / "chat_template.jinja"
    if path.is_file():
        source = path.read_text(encoding="utf-8")
    else:
        places = (folder / name for name in ("chat_template.json", "tokenizer_config.json"))
        source = next((_read(place).get("chat_template") for place in places if place.is_file()), None)
    if not isinstance(source, str):
        raise UnknownCheckpoint("its chat_template isn't a single one")
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    try:
        return environment.from_string(source)
    except TemplateError as error:
        raise UnknownCheckpoint(f"its chat_template can't be read: {error}") from error


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
