"""Have takes written on a thread of their own: a rule that breaks costs no word of what was said."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from srota_dictate.errors import place_of
from srota_dictate.rules.writing import Piece
from srota_dictate.session.effects import Write, WriteNextView
from srota_dictate.session.events import Event, NextViewWritten, TextWritten
from srota_dictate.session.ports import Writer
from srota_dictate.session.said import WrittenText, as_heard

_log = logging.getLogger(__name__)


class Scribe:
    """Every call returns at once and is answered by exactly one event, first in, first out."""

    def __init__(self, writer: Writer, post: Callable[[Event], None]) -> None:
        self._writer = writer
        self._post = post
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scribe")

    def prepare(self) -> None:
        """So that the first text doesn't wait for word lists; answered by nothing."""
        self._thread.submit(self._prepare)

    def write(self, wanted: Write) -> None:
        self._thread.submit(self._write, wanted)

    def write_next_view(self, wanted: WriteNextView) -> None:
        self._thread.submit(self._write_next_view, wanted)

    def close(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _prepare(self) -> None:
        try:
            self._writer.prepare()
        except Exception as error:  # noqa: BLE001 - thread border: the next text says what comes of it
            _log.error("no rules: %s", place_of(error))

    def _write(self, wanted: Write) -> None:
        self._post(TextWritten(wanted.take_id, written_anyhow(self._writer, wanted.pieces, wanted.program)))

    def _write_next_view(self, wanted: WriteNextView) -> None:
        said = wanted.said
        try:
            written = self._writer.next_view(said.pieces, said.program, said.written)
        except Exception as error:  # noqa: BLE001 - thread border: the text stays as it is
            _log.error("no other view: %s", place_of(error))
            written = None
        self._post(NextViewWritten(said.take_id, written))


def written_anyhow(writer: Writer, pieces: tuple[Piece, ...], program: str) -> WrittenText:
    """By `writer`, or as it was heard where that breaks."""
    try:
        return writer.write(pieces, program)
    except Exception as error:  # noqa: BLE001 - border to the rules: what was heard is good enough to be delivered
        _log.error("written as it was heard: %s", place_of(error))
        return as_heard(pieces)
