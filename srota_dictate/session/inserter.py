"""Put texts into windows and take them back: the session's inserter thread, first in, first out."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.session.effects import Deliver
from srota_dictate.session.events import DeliveryFailed, Event, TextDelivered
from srota_dictate.session.notices import OUR_BUG
from srota_dictate.session.ports import Output

_log = logging.getLogger(__name__)


class Inserter:
    """Every call returns at once. What isn't about a take says itself, by a notice, why it failed."""

    def __init__(
        self, output: Output, post: Callable[[Event], None], on_notice: Callable[[UserFixableError], None]
    ) -> None:
        self._output = output
        self._post = post
        self._on_notice = on_notice
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inserter")

    def deliver(self, wanted: Deliver) -> None:
        """Answered by TextDelivered or DeliveryFailed."""
        self._thread.submit(self._deliver, wanted)

    def paste(self, text: str, mode: OutputMode) -> None:
        self._thread.submit(self._guarded, lambda: self._paste(text, mode))

    def undo(self) -> None:
        self._thread.submit(self._guarded, self._undo)

    def replace_last(self, text: str, mode: OutputMode) -> None:
        self._thread.submit(self._guarded, lambda: self._replace_last(text, mode))

    def copy(self, text: str) -> None:
        self._thread.submit(self._guarded, lambda: self._output.copy(text))

    def close(self) -> None:
        """A delivery under way is finished first."""
        self._thread.shutdown(wait=True)

    def _deliver(self, wanted: Deliver) -> None:
        try:
            delivery = self._output.deliver(
                wanted.text, wanted.mode, wanted.destination, press_enter=wanted.press_enter
            )
        except UserFixableError as error:
            self._post(DeliveryFailed(wanted.take_id, error))
        except Exception:  # noqa: BLE001 - thread border: the text is held
            _log.exception("delivery failed")
            self._post(DeliveryFailed(wanted.take_id, OUR_BUG))
        else:
            self._post(TextDelivered(wanted.take_id, delivery))

    def _paste(self, text: str, mode: OutputMode) -> None:
        delivery = self._output.deliver(text, mode, None)
        if delivery.status is not DeliveryStatus.DELIVERED and delivery.detail:
            raise UserFixableError(delivery.detail, "The text is also under “Copy last text” in the menu")

    def _undo(self) -> None:
        self._output.undo()
        _log.info("the last text was taken back")

    def _replace_last(self, text: str, mode: OutputMode) -> None:
        try:
            # Taking back makes sure that the text stands in the window that has the keyboard: that one is to stay it.
            window = self._output.destination()
            self._output.undo()
            delivery = self._output.deliver(text, mode, window)
            why = "" if delivery.status is DeliveryStatus.DELIVERED else delivery.detail
        except UserFixableError as error:
            why = error.message
        if why:
            self._output.copy(text)
            raise UserFixableError(f"{why}; its next script is on the clipboard", "Paste it where it belongs")
        _log.info("the last text was replaced")

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except UserFixableError as error:
            _log.info("told: %s", error)
            self._on_notice(error)
        except Exception:  # noqa: BLE001 - thread border
            _log.exception("output failed")
            self._on_notice(OUR_BUG)
