"""Turn dictations that were interrupted into text: read their recordings, on a thread of its own."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from queue import SimpleQueue

from srota_dictate.errors import UserFixableError
from srota_dictate.session.events import Event, RescueChanged, TextRescued, TroubleReported
from srota_dictate.session.listen import Cutter, HeardPassage, listen_to_file
from srota_dictate.session.ports import Recognizer, Writer
from srota_dictate.session.scribe import written_anyhow
from srota_dictate.takes import TakeState, UnfinishedTake

_log = logging.getLogger(__name__)


class Rescue:
    """One request after another. Calls come from any thread and return at once; events are posted from its thread.

    Several takes of one request become one text, a line each: there is only one clipboard.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        make_cutter: Callable[[], Cutter],
        post: Callable[[Event], None],
        finish: Callable[[tuple[UnfinishedTake, ...], TakeState], None],
        writer: Writer,
    ) -> None:
        """`finish` notes what became of takes: delivered, or discarded when nothing was said in them.

        `writer` is used by nobody else.
        """
        self._recognizer = recognizer
        self._make_cutter = make_cutter
        self._post = post
        self._finish = finish
        self._writer = writer
        self._requests: SimpleQueue[tuple[UnfinishedTake, ...] | None] = SimpleQueue()
        self._asked: set[Path] = set()  # a second click while the first is worked on asks for nothing new
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rescue", daemon=True)
        self._thread.start()

    def transcribe(self, takes: tuple[UnfinishedTake, ...]) -> None:
        with self._lock:
            fresh = tuple(take for take in takes if take.path not in self._asked)
            self._asked.update(take.path for take in fresh)
        if fresh:
            self._post(RescueChanged(len(fresh)))
            self._requests.put(fresh)

    def close(self) -> None:
        """Leave what is not done for the next start. The recogniser has to be closed first, so that it answers."""
        self._closed.set()
        self._requests.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (takes := self._requests.get()) is not None and not self._closed.is_set():
            try:
                self._work(takes)
            except CancelledError:
                pass  # the program ends
            except Exception:  # noqa: BLE001 - thread border: the recordings stay
                _log.exception("an interrupted dictation could not be transcribed")
                self._post(TroubleReported(_OUR_BUG))
            finally:
                with self._lock:
                    self._asked.difference_update(take.path for take in takes)
                self._post(RescueChanged(-len(takes)))

    def _work(self, takes: tuple[UnfinishedTake, ...]) -> None:
        said: list[UnfinishedTake] = []
        silent: list[UnfinishedTake] = []
        texts: list[str] = []
        trouble: UserFixableError | None = None
        for take in takes:
            try:
                heard = listen_to_file(take.path, self._recognizer, self._make_cutter, _ignore, self._writer)
            except UserFixableError as error:
                trouble = error
                continue
            text = written_anyhow(self._writer, heard.pieces, "").text if heard.text else ""
            (said if text else silent).append(take)
            texts += [text] if text else []
        _log.info("interrupted dictations: %d with text, %d silent, of %d", len(said), len(silent), len(takes))
        if texts:
            self._post(TextRescued("\n".join(texts)))
        elif silent:
            self._post(TroubleReported(_SILENT))
        if trouble is not None:
            self._post(TroubleReported(trouble))
        # Only now: if the program is killed before, they are offered once more.
        self._finish(tuple(said), TakeState.DELIVERED)
        self._finish(tuple(silent), TakeState.DISCARDED)


_OUR_BUG = UserFixableError(
    "The interrupted dictation could not be transcribed", "Try again; the recording stays until then"
)
_SILENT = UserFixableError("Nothing was heard in the interrupted dictation", "Speak again")


def _ignore(passage: HeardPassage) -> None:
    del passage
