"""Choose the voice activity detector once, load it once, and make a segmenter for each take."""

from collections.abc import Callable
from typing import assert_never

from srota_dictate.assets import asset
from srota_dictate.segmenter.options import SegmenterOptions, VoiceBackend
from srota_dictate.segmenter.stream import Segmenter
from srota_dictate.segmenter.vad import VoiceActivity
from srota_dictate.types import VoiceDetector

_MODEL_FILE = "vad/silero_vad_16k_sequence.onnx"


class SegmenterFactory:
    """Call it for a new take's segmenter. Loads its detector at construction (about 0.1 s); calls are cheap."""

    def __init__(self, options: SegmenterOptions, finds_shorts: bool = False) -> None:
        """With `finds_shorts`, segments say where their short pieces between pauses are."""
        self.options = options
        self.finds_shorts = finds_shorts
        self.backend = options.backend
        self.backend_note: str | None = None  # a sentence when the chosen detector can't work here and another does
        self._make_voice = self._choose()

    def __call__(self) -> Segmenter:
        return Segmenter(self.new_voice(), self.options, self.backend_note, self.finds_shorts)

    @property
    def detector(self) -> VoiceDetector:
        if self.backend is VoiceBackend.SILERO:
            return VoiceDetector.FULL
        return VoiceDetector.LIGHT if self.backend_note is None else VoiceDetector.SUBSTITUTE

    def new_voice(self) -> VoiceActivity:
        """The detector alone, for one stream."""
        return self._make_voice()

    def _choose(self) -> Callable[[], VoiceActivity]:
        match self.options.backend:
            case VoiceBackend.SILERO:
                try:
                    return _load_silero()
                except (ImportError, OSError) as error:
                    self.backend = VoiceBackend.WEBRTC
                    self.backend_note = (
                        f"The lighter voice detector is used, because the better one can't be loaded ({error}); "
                        "reinstall the program to get it back"
                    )
                    return _load_webrtc()
            case VoiceBackend.WEBRTC:
                return _load_webrtc()
            case _:
                assert_never(self.options.backend)


def _load_silero() -> Callable[[], VoiceActivity]:
    from srota_dictate.segmenter.silero import SileroModel, SileroVoiceActivity

    model = SileroModel(asset(_MODEL_FILE))
    return lambda: SileroVoiceActivity(model)


def _load_webrtc() -> Callable[[], VoiceActivity]:
    from srota_dictate.segmenter.webrtc import WebRtcVoiceActivity

    return WebRtcVoiceActivity
