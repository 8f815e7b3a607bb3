"""The recogniser process: loads one model, answers requests, and ends with its parent.

Run as `python -m srota_dictate.recognizer.worker ADDRESS`, with the connection's key in hex as the first line of
standard input. The main thread receives, a second one does the model's work. Nothing is written to standard output,
and nothing of what was said to the log.
"""

import faulthandler
import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Final, TypeAlias

from srota_dictate.recognizer.environment import prepare_environment
from srota_dictate.recognizer.hearing import Model, StoppedEarly, hear
from srota_dictate.recognizer.loading import load_model
from srota_dictate.recognizer.protocol import (
    Heard,
    Load,
    LoadFailed,
    Loading,
    Ping,
    Pong,
    ProtocolError,
    Ready,
    Refused,
    Reply,
    Shutdown,
    Stop,
    Stopped,
    Transcribe,
    decode_request,
    encode,
)
from srota_dictate.recognizer.trouble import CARD_EXITS, card_trouble, explain_load_failure, explain_refusal
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

PROTOCOL_BROKEN_EXIT: Final = 3

_log = logging.getLogger(__name__)

_Work: TypeAlias = Load | tuple[Transcribe, Samples]


class Worker:
    """One connection's conversation. `receive` runs on the main thread, the model on the thread it starts."""

    def __init__(self, connection: "Connection[bytes, bytes]") -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._work: queue.SimpleQueue[_Work] = queue.SimpleQueue()
        self._stops: dict[int, threading.Event] = {}  # of requests that aren't answered yet
        self._model: Model | None = None

    def receive(self) -> int:
        """Answer until the parent says or shows that it is over; returns the exit code."""
        threading.Thread(target=self._infer, name="inference", daemon=True).start()
        while True:
            try:
                request, samples = decode_request(self._connection.recv_bytes())
            except (EOFError, OSError):
                return 0
            except ProtocolError as error:
                _log.error("The parent sent something that is no request: %s", error)
                return PROTOCOL_BROKEN_EXIT
            match request:
                case Load():
                    self._work.put(request)
                case Transcribe():
                    assert samples is not None
                    self._stops[request.request] = threading.Event()
                    self._work.put((request, samples))
                case Stop():
                    # A request that has been answered meanwhile has no event any more.
                    if stop := self._stops.get(request.request):
                        stop.set()
                case Ping():
                    self._send(Pong(request.number))
                case Shutdown():
                    return 0

    def _infer(self) -> None:
        while True:
            match self._work.get():
                case Load() as request:
                    self._load(request)
                case request, samples:
                    self._send(self._transcribe(request, samples))

    def _load(self, request: Load) -> None:
        try:
            self._model, choice = load_model(
                Path(request.folder),
                request.device,
                request.precision,
                request.attention,
                lambda step, progress: self._send(Loading(step, progress)),
                request.card_trouble,
            )
        except Exception as error:  # noqa: BLE001 - the border of this thread: whatever it is, the client is told
            _log.exception("The model can't be loaded")
            trouble = explain_load_failure(error)
            self._send(LoadFailed(trouble.message, trouble.hint))
            return
        self._send(Ready(choice.device, choice.precision, choice.reason, choice.trouble))

    def _transcribe(self, request: Transcribe, samples: Samples) -> Reply:
        stop = self._stops[request.request]
        started_s = time.monotonic()
        try:
            return _heard(request, samples, self._model, stop.is_set, started_s)
        except StoppedEarly:
            return Stopped(request.request)
        except Exception as error:  # noqa: BLE001 - as above
            _log.exception("%.1f s of audio can't be recognised", samples.size / SAMPLE_RATE_HZ)
            if trouble := card_trouble(error):
                # Only a process that never saw the card is sure to answer this; the client starts it.
                os._exit(CARD_EXITS[trouble])
            trouble = explain_refusal(error)
            return Refused(request.request, trouble.message, trouble.hint)
        finally:
            del self._stops[request.request]

    def _send(self, reply: Reply) -> None:
        frame = encode(reply)
        with self._sending:
            try:
                self._connection.send_bytes(frame)
            except OSError:
                # The parent is gone; the main thread sees the same and ends the process.
                return


def _heard(
    request: Transcribe,
    samples: Samples,
    model: Model | None,
    is_stopped: Callable[[], bool],
    started_s: float,
) -> Reply:
    if model is None:
        raise RuntimeError("a request came before a model was loaded")
    if is_stopped():
        raise StoppedEarly
    heard = hear(model, samples, request.speech_s, is_stopped)
    elapsed_s = time.monotonic() - started_s
    _log.debug("%.1f s of audio, %d tokens in %.2f s", samples.size / SAMPLE_RATE_HZ, heard.n_tokens, elapsed_s)
    return Heard(request.request, heard.text, heard.n_tokens, elapsed_s, heard.flags)


def _prepare_process() -> None:
    """Make this process quiet and offline, before any of the model's libraries is imported."""
    # Whatever a library prints goes to the log; standard output may be somebody's transcript.
    if sys.stdout is not None and sys.stderr is not None:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if sys.stderr is not None:
        faulthandler.enable()
    logging.basicConfig(level=logging.WARNING, format="recogniser: %(levelname)s %(message)s")
    # Ctrl+C in a terminal reaches the whole group; the parent decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_environment()


def main() -> None:
    _prepare_process()
    key = bytes.fromhex(sys.stdin.readline().strip())
    code = Worker(Client(sys.argv[1], authkey=key)).receive()
    # The inference thread may be deep inside torch, and taking an interpreter down around it crashes.
    logging.shutdown()
    os._exit(code)


if __name__ == "__main__":
    main()
