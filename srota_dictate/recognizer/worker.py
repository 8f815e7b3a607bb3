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

import numpy as np

from srota_dictate.recognizer.ahead import Ahead, DraftingModel, count_cores, share_for
from srota_dictate.recognizer.environment import prepare_environment
from srota_dictate.recognizer.hearing import Model, StoppedEarly, hear
from srota_dictate.recognizer.loading import load_model
from srota_dictate.recognizer.power import is_on_battery
from srota_dictate.recognizer.protocol import (
    Drafted,
    Forget,
    Heard,
    Load,
    LoadFailed,
    Loading,
    Ping,
    Pong,
    Preview,
    ProtocolError,
    Ready,
    Refused,
    Reply,
    Shutdown,
    Stop,
    Stopped,
    Transcribe,
    Wake,
    decode_request,
    encode,
)
from srota_dictate.recognizer.together import Together
from srota_dictate.recognizer.trouble import (
    CARD_BROKEN,
    CARD_EXITS,
    card_trouble,
    explain_load_failure,
    explain_refusal,
)
from srota_dictate.types import SAMPLE_RATE_HZ, Moment, Samples

PROTOCOL_BROKEN_EXIT: Final = 3
_NICENESS: Final = 5  # less urgent than the process that records: a look ahead must not cost a block of sound

_log = logging.getLogger(__name__)

_Work: TypeAlias = Load | Wake | Forget | tuple[Transcribe | Preview, Samples] | None  # None: look for what can wait


class Worker:
    """One connection's conversation. `receive` runs on the main thread, the model on the thread it starts."""

    def __init__(self, connection: "Connection[bytes, bytes]") -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._work: queue.SimpleQueue[_Work] = queue.SimpleQueue()
        self._stops: dict[int, threading.Event] = {}  # of requests that aren't answered yet
        self._model: Model | None = None
        self._ahead: Ahead | None = None  # None also for a model that can do without
        self._n_put = self._n_taken = 0  # pieces of work that can't wait; the first is the main thread's alone
        self._asked: tuple[Transcribe, Samples] | None = None  # the newest that can't wait
        self._later: queue.SimpleQueue[tuple[Transcribe, Samples]] = queue.SimpleQueue()  # what can wait
        self._together: Together | None = None  # None also for a model that answers one after the other

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
                case Load() | Wake() | Forget():
                    self._put(request)
                case Preview():
                    assert samples is not None
                    self._put((request, samples))
                case Transcribe():
                    assert samples is not None
                    self._stops[request.request] = threading.Event()
                    if request.batch:
                        self._later.put((request, samples))
                        self._work.put(None)
                    else:
                        self._asked = request, samples
                        self._put((request, samples))
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
            match self._next_work():
                case None:
                    self._advance()
                case Load() as request:
                    self._load(request)
                case Wake():
                    self._wake()
                case Forget():
                    if self._ahead is not None:
                        self._ahead.forget()
                case Preview() as request, samples:
                    self._send(self._preview(request, samples))
                case Transcribe() as request, samples:
                    self._send(self._transcribe(request, samples))

    def _next_work(self) -> _Work:
        """What can't wait, else None while there is something that can."""
        has_more = (self._together is not None and len(self._together) > 0) or not self._later.empty()
        try:
            work = self._work.get(block=not has_more)
        except queue.Empty:
            return None
        self._n_taken += work is not None
        return work

    def _put(self, work: _Work) -> None:
        self._n_put += 1
        self._work.put(work)

    def _is_needed(self) -> bool:
        """Whether something waits that is worth more than looking ahead."""
        return self._n_put != self._n_taken

    def _is_asked_for(self, look: Preview, samples: Samples) -> bool:
        """Whether all that is needed is what the look will find: then stopping it would only begin it again."""
        if self._asked is None or self._n_put != self._n_taken + 1 or look.moment is not Moment.SETTLED:
            return False
        request, asked = self._asked
        stop = self._stops.get(request.request)
        is_same = (request.key, request.context) == (look.key, look.context)
        return is_same and stop is not None and not stop.is_set() and np.array_equal(asked, samples)

    def _advance(self) -> None:
        """A little further with what can wait, several recordings at once if the model can."""
        while not self._later.empty():
            request, samples = self._later.get()
            if self._together is None:
                self._send(self._transcribe(request, samples))
                return
            self._together.add(request, samples, self._stops[request.request].is_set)
        if self._together is None or not len(self._together):
            return
        try:
            self._together.advance(self._is_needed)
        except Exception as error:  # noqa: BLE001 - as above; which of them it was shows when each is alone
            _log.warning("%d recordings can't be recognised at once: %r", len(self._together), error)
            if trouble := card_trouble(error):
                os._exit(CARD_EXITS[trouble])
            for request, samples in self._together.take_all():
                self._send(self._transcribe(request, samples))

    def _finish_one(self, reply: Reply) -> None:
        assert isinstance(reply, Heard | Stopped)
        del self._stops[reply.request]
        self._send(reply)

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
        from srota_dictate.recognizer.fast.batch import batch_for  # with PyTorch, which loading has imported

        batch = batch_for(self._model)
        self._together = None if batch is None else Together(batch, self._finish_one)
        if isinstance(self._model, DraftingModel):
            self._ahead = Ahead(self._model, share_for(choice.device, count_cores()), is_on_battery)
        self._send(Ready(choice.device, choice.precision, choice.reason, choice.trouble))

    def _wake(self) -> None:
        try:
            if isinstance(self._model, DraftingModel):
                self._model.wake(self._is_needed)
        except Exception as error:  # noqa: BLE001 - as above; nobody waits for this
            _log.warning("The model can't be woken: %r", error)

    def _preview(self, request: Preview, samples: Samples) -> Reply:
        def is_stopped() -> bool:
            return self._is_needed() and not self._is_asked_for(request, samples)

        try:
            return Drafted(request.key) if self._ahead is None else self._ahead.look(request, samples, is_stopped)
        except Exception as error:  # noqa: BLE001 - as above; the recording itself will show whether it can be recognised
            _log.warning("%.1f s of audio can't be looked at: %r", samples.size / SAMPLE_RATE_HZ, error)
            if card_trouble(error) == CARD_BROKEN:
                os._exit(CARD_EXITS[CARD_BROKEN])
            return Drafted(request.key)

    def _transcribe(self, request: Transcribe, samples: Samples) -> Reply:
        stop = self._stops[request.request]
        started_s = time.monotonic()
        try:
            return _heard(request, samples, self._model, self._ahead, stop.is_set, started_s)
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
    ahead: Ahead | None,
    is_stopped: Callable[[], bool],
    started_s: float,
) -> Reply:
    if model is None:
        raise RuntimeError("a request came before a model was loaded")
    if is_stopped():
        raise StoppedEarly
    asked = ahead.model_for(request.key) if ahead else model
    heard = hear(asked, samples, request.speech_s, is_stopped, request.context)
    ahead_s = ahead.spent_s(request.key) if ahead else 0.0
    elapsed_s = time.monotonic() - started_s
    _log.debug("%.1f s of audio, %d tokens in %.2f s", samples.size / SAMPLE_RATE_HZ, heard.n_tokens, elapsed_s)
    return Heard(request.request, heard.text, heard.n_tokens, elapsed_s, heard.flags, ahead_s)


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
    if sys.platform != "win32":
        os.nice(_NICENESS)


def main() -> None:
    _prepare_process()
    key = bytes.fromhex(sys.stdin.readline().strip())
    code = Worker(Client(sys.argv[1], authkey=key)).receive()
    # The inference thread may be deep inside torch, and taking an interpreter down around it crashes.
    logging.shutdown()
    os._exit(code)


if __name__ == "__main__":
    main()
