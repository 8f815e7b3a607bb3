"""Run a model with qwen-asr as it is shipped; imported by the recogniser process only.

qwen-asr does the whole of the work through its public `transcribe`. What it can't be told is told to the `generate`
that it calls: where this checkpoint's answers end, when to give up, and what came out before it was cleaned.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownParameterType=false

import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from srota_dictate.recognizer.device import choose_device, probe_cuda
from srota_dictate.recognizer.hearing import NO_PENALTY, Answer, StoppedEarly
from srota_dictate.types import SAMPLE_RATE_HZ, DeviceChoice, Samples

if TYPE_CHECKING:
    from qwen_asr import Qwen3ASRModel

_WARM_UP_S: Final = 0.5
# Below, a step is over before other threads have taken up their part; on a busy machine they are waited for.
_SMALL_MODEL_PARAMETERS: Final = 50_000_000
_QWEN_END_IDS: Final = (151645, 151643)  # <|im_end|>, <|endoftext|>


class ReferenceModel:
    """One loaded model. Everything, loading included, must run on one thread: the model keeps state between steps."""

    def __init__(self, asr: "Qwen3ASRModel", choice: DeviceChoice) -> None:
        self.choice = choice
        self._asr = asr
        self._end_ids = _end_ids(asr)
        self._is_stopped: Callable[[], bool] = lambda: False
        self._repetition_penalty = NO_PENALTY
        self._answer_ids: list[int] = []
        self._generate: Callable[..., Any] = asr.model.generate
        asr.model.generate = self._generate_here

    @staticmethod
    def load(folder: Path, device: str, precision: str, on_step: Callable[[str, float], None]) -> "ReferenceModel":
        """Load from a checked folder, without network. `on_step` gets what is being done, and a share of 0 … 1.

        Raises ImportError when torch or qwen-asr aren't installed, UserFixableError for a device that isn't there,
        and whatever the libraries raise for lack of memory (see `trouble.py`).
        """
        on_step("importing PyTorch", 0.05)
        import torch

        choice = choose_device(device, precision, probe_cuda())
        on_step("importing the model's code", 0.25)
        model_class = qwen_asr_model()
        on_step("reading the model", 0.6)
        dtypes = {"bf16": torch.bfloat16, "f16": torch.float16, "f32": torch.float32}
        asr = model_class.from_pretrained(
            str(folder), dtype=dtypes[choice.precision], device_map=choice.device, local_files_only=True
        )
        _restore_tokenization(asr, folder)
        if choice.device == "cpu" and asr.model.num_parameters() < _SMALL_MODEL_PARAMETERS:
            torch.set_num_threads(1)
        model = ReferenceModel(asr, choice)
        on_step("trying it out", 0.9)
        # The first run is slow and is where a card that PyTorch has no code for shows itself; better now than later.
        noise = np.random.default_rng(0).normal(0, 0.01, int(_WARM_UP_S * SAMPLE_RATE_HZ)).astype(np.float32)
        model.transcribe(noise, max_tokens=2, is_stopped=lambda: False)
        return model

    def transcribe(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        repetition_penalty: float = NO_PENALTY,
        *,
        context: str = "",
    ) -> Answer:
        """Recognise mono float32 audio at SAMPLE_RATE_HZ, from 0.1 s to 30 s. `is_stopped` is asked once a token.

        A penalty above NO_PENALTY makes tokens less likely that the answer has already. `context` is the conversation's
        system turn. Raises StoppedEarly when `is_stopped` said yes.
        """
        self._is_stopped = is_stopped
        self._repetition_penalty = repetition_penalty
        self._asr.max_new_tokens = max_tokens
        result = self._asr.transcribe(audio=(samples, SAMPLE_RATE_HZ), context=context, language=None)[0]
        if is_stopped():
            raise StoppedEarly
        ids = self._answer_ids
        ended = bool(ids) and ids[-1] in self._end_ids
        raw: str = self._asr.processor.tokenizer.decode(ids, skip_special_tokens=True)
        return Answer(result.text, raw, len(ids) - ended, reached_limit=not ended and len(ids) >= max_tokens)

    def _generate_here(self, **inputs: Any) -> Any:
        from transformers import LogitsProcessorList, RepetitionPenaltyLogitsProcessor, StoppingCriteriaList

        if self._repetition_penalty != NO_PENALTY:
            # Not by `repetition_penalty`: that counts the prompt too, which holds the token that ends an answer.
            n_prompt = inputs["input_ids"].shape[1]
            inputs["logits_processor"] = LogitsProcessorList(
                [RepetitionPenaltyLogitsProcessor(self._repetition_penalty, prompt_ignore_length=n_prompt)]
            )
        inputs["stopping_criteria"] = StoppingCriteriaList([self._should_stop])
        inputs["eos_token_id"] = self._end_ids
        result = self._generate(**inputs)
        self._answer_ids = result.sequences[0, inputs["input_ids"].shape[1] :].tolist()
        return result

    def _should_stop(self, input_ids: Any, _scores: Any, **_: Any) -> Any:
        import torch

        return torch.full((input_ids.shape[0],), self._is_stopped(), dtype=torch.bool, device=input_ids.device)


def qwen_asr_model() -> "type[Qwen3ASRModel]":
    """qwen-asr's model class, imported without nagisa, which it needs for Japanese word boundaries only.

    nagisa takes 3 s and 266 MB, and one of its libraries rounds the whole process's smallest numbers to 0.
    """
    sys.modules.setdefault("nagisa", types.ModuleType("nagisa"))
    from qwen_asr import Qwen3ASRModel

    return Qwen3ASRModel


def _end_ids(asr: "Qwen3ASRModel") -> list[int]:
    """The tokens that end an answer: what the checkpoint says, and what qwen-asr takes for granted.

    The latter belong to the full vocabulary; a small one doesn't have them.
    """
    configured = asr.model.generation_config.eos_token_id
    if configured is None:
        configured = asr.processor.tokenizer.eos_token_id
    own: set[int] = {configured} if isinstance(configured, int) else set(configured)
    n_words: int = asr.model.config.thinker_config.text_config.vocab_size
    return sorted(own | {number for number in _QWEN_END_IDS if number < n_words})


def _restore_tokenization(asr: "Qwen3ASRModel", folder: Path) -> None:
    """Undo a correction that qwen-asr asks for and that is meant for Mistral's models.

    It asks for it always, and transformers obeys for a local folder saved with 4.57.3 to 4.57.6, so the same model
    would be split into tokens differently from a folder than from the Hub.
    """
    tokenizer = asr.processor.tokenizer
    if not getattr(tokenizer, "fix_mistral_regex", False):
        return
    from transformers import AutoTokenizer

    untouched = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, fix_mistral_regex=False)
    tokenizer.backend_tokenizer.pre_tokenizer = untouched.backend_tokenizer.pre_tokenizer
