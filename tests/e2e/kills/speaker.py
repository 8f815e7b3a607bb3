"""Somebody who speaks into a microphone without end."""

import threading

from srota_dictate.types import Samples
from tests.desktop.microphone import VirtualMicrophone


class Speaker:
    """Goes on when the microphone comes back."""

    def __init__(self, microphone: VirtualMicrophone, speech: Samples) -> None:
        self._microphone = microphone
        self._speech = speech
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.is_set():
            if self._microphone.play(self._speech).returncode:
                self._ended.wait(0.1)  # nobody is there to play to

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
