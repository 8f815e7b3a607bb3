"""What the put-together program tells the interface of its back ends, on a real display."""

import queue
import sys
from pathlib import Path

import pytest

from srota_dictate.app.dictation import Dictation
from srota_dictate.recognizer.options import RecognizerOptions
from srota_dictate.segmenter.options import SegmenterOptions, VoiceBackend
from srota_dictate.session.view import SessionView
from srota_dictate.settings import Settings
from srota_dictate.types import VoiceDetector
from tests.desktop.display import VirtualDesktop, missing_programs

pytestmark = pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {missing_programs()}")


def test_the_view_follows_the_voice_detector(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    views: queue.SimpleQueue[SessionView] = queue.SimpleQueue()
    # No model is there, so none is loaded.
    settings = Settings(recognizer=RecognizerOptions(model=str(tmp_path / "none")))
    light = settings.model_copy(update={"segmenter": SegmenterOptions(backend=VoiceBackend.WEBRTC)})

    def wait_for(detector: VoiceDetector) -> None:
        while views.get(timeout=10).voice_detector is not detector:
            pass

    with VirtualDesktop() as desktop:
        for name in ("DISPLAY", "XAUTHORITY"):
            if name in desktop.env:
                monkeypatch.setenv(name, desktop.env[name])
        dictation = Dictation(settings, tmp_path / "takes", views.put, lambda notice: None, lambda: None)
        try:
            dictation.start()
            wait_for(VoiceDetector.SUBSTITUTE)
            dictation.apply(light)
            wait_for(VoiceDetector.LIGHT)
            monkeypatch.undo()
            dictation.apply(settings)
            wait_for(VoiceDetector.FULL)
        finally:
            dictation.close()
